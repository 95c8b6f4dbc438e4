"""A client of the sockets of figures, written from docs/protocol.md and from nothing else of ours."""

import contextlib
import json
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

ACKNOWLEDGED = 64 * 1024


class StatsClient:
    """One socket: `async with` opens it, `async for frame in client` reads it to its end. It keeps the newest rows."""

    def __init__(
        self,
        base: str,
        token: str,
        container: str = "",
        acknowledges: bool = True,
        containers: Sequence[str] = (),
        **options: object,
    ) -> None:
        path = f"/ws/local/container/{container}/stats/" if container else "/ws/local/stats/"
        pairs = [*options.items(), *(("container", name) for name in containers)]
        self.url = f"{base}{path}?{urlencode(pairs)}"
        self.token = token
        self.acknowledges = acknowledges
        self.rows: dict[str, dict] = {}
        self.came: list[dict] = []
        self.histories: dict[str, dict] = {}
        self.states: list[str] = []
        self.frames = self.characters = self.acknowledged = 0
        self.sentence = ""
        self.code: int | None = None

    async def __aenter__(self) -> "StatsClient":
        headers = {"Authorization": f"Bearer {self.token}"}
        self.socket = await connect(self.url, additional_headers=headers, max_size=None, compression=None)
        return self

    async def __aexit__(self, *_exception: object) -> None:
        self.socket.transport.abort()

    def __aiter__(self) -> "StatsClient":
        return self

    async def __anext__(self) -> dict:
        try:
            text = await self.socket.recv(decode=True)
        except ConnectionClosed:
            self.code = self.socket.close_code
            raise StopAsyncIteration from None
        frame = json.loads(text)
        self.frames += 1
        self.characters += len(text)
        self.came += frame.get("rows", [])
        self.rows |= {row["id"]: row for row in frame.get("rows", [])}
        self.histories |= frame.get("history", {})
        for gone in frame.get("gone", []):
            self.rows.pop(gone, None)
        if "state" in frame:
            self.states.append(frame["state"]["name"])
            self.sentence = frame["state"]["message"]
        if self.acknowledges and frame["sent"] - self.acknowledged >= ACKNOWLEDGED:
            self.acknowledged = frame["sent"]
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"ack": self.acknowledged}))
        return frame

    async def show(self, *names: str) -> None:
        """Says which containers are shown from now on."""
        await self.socket.send(json.dumps({"containers": names}))

    async def until(self, met: Callable[["StatsClient"], object]) -> "StatsClient":
        """Reads until `met(self)`, or the end."""
        while not met(self):
            try:
                await anext(self)
            except StopAsyncIteration:
                break
        return self

    def named(self, name: str) -> dict | None:
        """The newest row of the container called so."""
        return next((row for row in self.rows.values() if row["name"] == name), None)
