"""A client of the sockets whose frames are JSON, written from docs/protocol.md and from nothing else of ours."""

import contextlib
import json
from collections.abc import Callable
from typing import Any, Self

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

ACKNOWLEDGED = 64 * 1024


class JsonClient:
    """One socket: `async with` opens it, `async for frame in client` reads it to its end. `take` keeps what came."""

    def __init__(self, url: str, token: str, acknowledges: bool = True) -> None:
        self.url, self.token, self.acknowledges = url, token, acknowledges
        self.states: list[str] = []
        self.acknowledged = 0
        self.code: int | None = None

    async def __aenter__(self) -> Self:
        headers = {"Authorization": f"Bearer {self.token}"}
        self.socket = await connect(self.url, additional_headers=headers, max_size=None, compression=None)
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self.socket.transport.abort()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> dict[str, Any]:
        try:
            text = await self.socket.recv(decode=True)
        except ConnectionClosed:
            self.code = self.socket.close_code
            raise StopAsyncIteration from None
        frame: dict[str, Any] = json.loads(text)
        self.states += [frame["state"]["name"]] if "state" in frame else []
        self.take(frame, len(text))
        sent = frame.get("sent", 0)
        if self.acknowledges and sent - self.acknowledged >= ACKNOWLEDGED:
            self.acknowledged = sent
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"ack": sent}))
        return frame

    def take(self, frame: dict[str, Any], characters: int) -> None:
        """Keeps a frame, which came in so many characters."""
        raise NotImplementedError

    async def until(self, met: Callable[[Self], object]) -> Self:
        """Reads until `met(self)`, or the end."""
        while not met(self):
            try:
                await anext(self)
            except StopAsyncIteration:
                break
        return self
