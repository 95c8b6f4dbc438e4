"""A client of the log socket, written from docs/protocol.md and from nothing else of ours."""

import contextlib
import json
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

CATCHING_UP, LIVE = 256 * 1024, 64 * 1024


class LogClient:
    """One socket: `async with` opens it, `async for header, lines in client` reads it to its end."""

    def __init__(self, base: str, path: str, token: str, acknowledges: bool = True, **options: object) -> None:
        self.url = f"{base}{path}{'&' if '?' in path else '?'}{urlencode(options)}"
        self.token = token
        self.acknowledges = acknowledges
        self.cursor = str(options.get("cursor", ""))
        self.states: list[dict] = []
        self.code: int | None = None
        self.acknowledged = 0

    async def __aenter__(self) -> "LogClient":
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self.socket = await connect(self.url, additional_headers=headers, max_size=None, compression=None)
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self.socket.transport.abort()

    def __aiter__(self) -> "LogClient":
        return self

    async def __anext__(self) -> tuple[dict, list[str]]:
        try:
            frame = await self.socket.recv(decode=True)
        except ConnectionClosed:
            self.code = self.socket.close_code
            raise StopAsyncIteration from None
        head, _newline, body = frame.partition("\n")
        header = json.loads(head)
        self.cursor = header.get("cursor") or self.cursor
        if "state" in header:
            self.states.append(header["state"])
        sent = header.get("sent", 0)
        if self.acknowledges and sent - self.acknowledged >= (LIVE if header.get("live") else CATCHING_UP):
            self.acknowledged = sent
            with contextlib.suppress(ConnectionClosed):  # what came before the close is still to be read
                await self.socket.send(json.dumps({"ack": sent}))
        return header, body.split("\n")[:-1]
