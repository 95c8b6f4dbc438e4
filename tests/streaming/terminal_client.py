"""A client of the terminals' sockets, written from docs/protocol.md and from nothing else of ours."""

import asyncio
import contextlib
import json
from typing import Any
from urllib.request import Request, urlopen

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


def post_line(server: Any, token: str, line: str) -> tuple[int, dict[str, Any]]:
    """Performs a typed line; the status and the answer."""
    request = Request(
        server.address.replace("ws", "http", 1) + "/api/v1/local/line",
        json.dumps({"line": line}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=60) as answer:
        return answer.status, json.load(answer)


class Terminal:
    """One terminal over as many sockets as it takes: what came, what was taken, and how it ended."""

    def __init__(self, server: Any, token: str, path: str) -> None:
        self.server, self.token, self.path = server, token, path
        self.cookie = ""  # of a browser's sign-in, instead of the token
        self.text = ""
        self.headers: list[dict[str, Any]] = []
        self.at = self.typed = self.number = self.lost = 0
        self.state: dict[str, Any] = {}
        self.exit_code: int | None = None
        self.ended = False
        self.code: int | None = None
        self.unconfirmed: list[dict[str, Any]] = []
        self.socket: Any = None

    async def __aenter__(self) -> "Terminal":
        await self.open()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self.drop()

    async def open(self) -> None:
        """Opens it, where it was, and sends again what was not taken."""
        path = self.path + (f"&from={self.at}" if self.at else "")
        headers = {"Authorization": f"Bearer {self.token}"}
        if self.cookie:
            origin = self.server.address.replace("ws", "http", 1)
            headers = {"Cookie": f"dockline_session={self.cookie}", "Origin": origin}
        self.socket = await connect(
            self.server.address + path, additional_headers=headers, compression=None, max_size=None
        )
        await self.read_one()
        self.number = max(self.number, self.typed)
        for message in list(self.unconfirmed):
            await self.say(message)

    def drop(self) -> None:
        """Loses the connection, without a word."""
        if self.socket is not None:
            self.socket.transport.abort()

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send(json.dumps(message))

    async def type(self, text: str) -> None:
        """Types, numbered."""
        self.number += 1
        message = {"input": text, "number": self.number}
        self.unconfirmed.append(message)
        with contextlib.suppress(ConnectionClosed):
            await self.say(message)

    async def read_one(self) -> bool:
        """Takes in a frame; False at the close."""
        try:
            head, _newline, text = (await self.socket.recv(decode=True)).partition("\n")
        except ConnectionClosed:
            self.code = self.socket.close_code
            return False
        header = json.loads(head)
        self.headers.append(header)
        self.at = header.get("at", self.at)
        self.typed = header.get("typed", self.typed)
        self.unconfirmed = [message for message in self.unconfirmed if message["number"] > self.typed]
        self.lost += header.get("lost", 0)
        self.text += text
        self.state = header.get("state", self.state)
        if "exit_code" in header:
            self.exit_code, self.ended = header["exit_code"], True
        if text:
            with contextlib.suppress(ConnectionClosed):
                await self.say({"ack": header["sent"]})
        return True

    async def until(self, text: str, timeout: float = 20) -> None:
        """Reads until this text came."""
        async with asyncio.timeout(timeout):
            while text not in self.text:
                assert await self.read_one(), (self.code, self.state, self.text[-500:])

    async def to_end(self, timeout: float = 20) -> "Terminal":
        """Reads to the close."""
        async with asyncio.timeout(timeout):
            while await self.read_one():
                pass
        return self


def opened(server: Any, token: str, line: str) -> Terminal:
    """The terminal of a line, not open yet."""
    status, answer = post_line(server, token, line)
    assert status == 202, answer
    return Terminal(server, token, answer["stream"])
