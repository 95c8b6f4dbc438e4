"""A client of the sockets of figures, written from docs/protocol.md and from nothing else of ours."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from .json_client import JsonClient


class StatsClient(JsonClient):
    """It keeps the newest rows."""

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
        super().__init__(f"{base}{path}?{urlencode(pairs)}", token, acknowledges)
        self.rows: dict[str, dict] = {}
        self.came: list[dict] = []
        self.histories: dict[str, dict] = {}
        self.frames = self.characters = 0
        self.sentence = ""

    def take(self, frame: dict[str, Any], characters: int) -> None:
        """Keeps rows, histories and the newest sentence."""
        self.frames += 1
        self.characters += characters
        self.came += frame.get("rows", [])
        self.rows |= {row["id"]: row for row in frame.get("rows", [])}
        self.histories |= frame.get("history", {})
        for gone in frame.get("gone", []):
            self.rows.pop(gone, None)
        if "state" in frame:
            self.sentence = frame["state"]["message"]

    async def show(self, *names: str) -> None:
        """Says which containers are shown from now on."""
        await self.socket.send(json.dumps({"containers": names}))

    def named(self, name: str) -> dict | None:
        """The newest row of the container called so."""
        return next((row for row in self.rows.values() if row["name"] == name), None)
