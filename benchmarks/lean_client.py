"""A client of the log socket that costs little, for measuring with hundreds of them beside the server that is measured.

Written from docs/protocol.md and RFC 6455 and from nothing else of ours; tests/streaming/client.py is the readable one.
"""

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from urllib.parse import urlsplit

# After so many bytes of lines a client acknowledges, of live ones and of older ones (docs/protocol.md).
LIVE, CATCHING_UP = 64 * 1024, 256 * 1024
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class LeanClient(asyncio.Protocol):
    """Calls `took(body)` with the lines of each frame that has any, as bytes; `head` is that frame's header then."""

    def __init__(self, url: str, token: str, took: Callable[[bytes], None]) -> None:
        self._url = urlsplit(url)
        self._token = token
        self._took = took
        self._data = b""
        self._opened = False
        self._acknowledged = 0
        self.head = b""
        self.closed = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, url: str, token: str, took: Callable[[bytes], None]) -> "LeanClient":
        """Connects; frames come from then on."""
        loop, parts = asyncio.get_running_loop(), urlsplit(url)
        _transport, client = await loop.create_connection(lambda: cls(url, token, took), parts.hostname, parts.port)
        return client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the socket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        words = [
            f"GET {self._url.path}?{self._url.query} HTTP/1.1",
            f"Host: {self._url.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            f"Authorization: Bearer {self._token}",
        ]
        transport.write("\r\n".join([*words, "", ""]).encode())

    def connection_lost(self, _error: Exception | None) -> None:
        """The end, whatever its reason."""
        if not self.closed.done():
            self.closed.set_result(None)

    def close(self) -> None:
        """Leaves at once."""
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Takes the frames that are complete."""
        self._data += data
        if not self._opened:
            head, end, rest = self._data.partition(b"\r\n\r\n")
            if not end:
                return
            assert b" 101 " in head.partition(b"\r\n")[0], head
            self._data, self._opened = rest, True
        while self._frame():
            pass

    def _frame(self) -> bool:
        data = self._data
        if len(data) < 2:
            return False
        size, start = data[1] & 127, 2
        if size == 126:
            start = 4
        elif size == 127:
            start = 10
        if len(data) < start:
            return False
        if start > 2:
            size = int.from_bytes(data[2:start], "big")
        if len(data) < start + size:
            return False
        self._data = data[start + size :]
        self._opcode(data[0] & 15, data[start : start + size])
        return True

    def _opcode(self, opcode: int, payload: bytes) -> None:
        if opcode == _TEXT:
            self.head, _newline, body = payload.partition(b"\n")
            head = self.head
            sent = head.partition(b'"sent":')[2]
            total = int(sent[: min(at for at in (sent.find(b","), sent.find(b"}")) if at > 0)])
            if total - self._acknowledged >= (LIVE if b'"live":true' in head else CATCHING_UP):
                self._acknowledged = total
                self._say(_TEXT, b'{"ack":%d}' % total)
            if body:
                self._took(body)
        elif opcode == _PING:
            self._say(_PONG, payload)
        elif opcode == _CLOSE:
            self._transport.close()

    def _say(self, opcode: int, payload: bytes) -> None:
        # masked with zeros: a mask protects proxies from browsers, not a server from a benchmark
        self._transport.write(struct.pack(">BBL", 128 | opcode, 128 | len(payload), 0) + payload)
