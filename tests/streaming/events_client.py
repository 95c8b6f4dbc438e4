"""A client of the events' socket, written from docs/protocol.md and from nothing else of ours."""

import contextlib
import json
from collections.abc import Callable
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

ACKNOWLEDGED = 64 * 1024


class EventsClient:
    """One socket: `async with` opens it, `async for frame in client` reads it to its end. It keeps all that came."""

    def __init__(self, base: str, token: str, acknowledges: bool = True, path: str = "", **options: object) -> None:
        path = path or f"/ws/local/events/?{urlencode(options, doseq=True)}"
        self.url = base + path
        self.token = token
        self.acknowledges = acknowledges
        self.cursor = ""
        self.events: list[dict] = []
        self.states: list[str] = []
        self.gaps = self.lost = self.acknowledged = 0
        self.frames: list[dict] = []
        self.code: int | None = None

    async def __aenter__(self) -> "EventsClient":
        headers = {"Authorization": f"Bearer {self.token}"}
        self.socket = await connect(self.url, additional_headers=headers, max_size=None, compression=None)
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self.socket.transport.abort()

    def __aiter__(self) -> "EventsClient":
        return self

    async def __anext__(self) -> dict:
        try:
            frame = json.loads(await self.socket.recv(decode=True))
        except ConnectionClosed:
            self.code = self.socket.close_code
            raise StopAsyncIteration from None
        self.frames.append(frame)
        self.cursor = frame.get("cursor") or self.cursor
        self.events += frame.get("events", [])
        self.states += [frame["state"]["name"]] if "state" in frame else []
        self.gaps += "gap" in frame
        self.lost += frame.get("lost", 0)
        sent = frame.get("sent", 0)
        if self.acknowledges and sent - self.acknowledged >= ACKNOWLEDGED:
            self.acknowledged = sent
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"ack": sent}))
        return frame

    async def until(self, met: Callable[["EventsClient"], bool]) -> "EventsClient":
        """Reads until `met(self)`, or the end."""
        while not met(self):
            try:
                await anext(self)
            except StopAsyncIteration:
                break
        return self

    def actions(self, name: str) -> list[str]:
        """What happened to the object called so."""
        return [event["action"] for event in self.events if event["name"] == name]
