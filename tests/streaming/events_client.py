"""A client of the events' socket, written from docs/protocol.md and from nothing else of ours."""

from typing import Any
from urllib.parse import urlencode

from .json_client import JsonClient


class EventsClient(JsonClient):
    """It keeps all that came."""

    def __init__(self, base: str, token: str, acknowledges: bool = True, path: str = "", **options: object) -> None:
        super().__init__(base + (path or f"/ws/local/events/?{urlencode(options, doseq=True)}"), token, acknowledges)
        self.cursor = ""
        self.events: list[dict] = []
        self.gaps = self.lost = 0
        self.frames: list[dict] = []

    def take(self, frame: dict[str, Any], characters: int) -> None:
        """Keeps the frame and its events."""
        self.frames.append(frame)
        self.cursor = frame.get("cursor") or self.cursor
        self.events += frame.get("events", [])
        self.gaps += "gap" in frame
        self.lost += frame.get("lost", 0)

    def actions(self, name: str) -> list[str]:
        """What happened to the object called so."""
        return [event["action"] for event in self.events if event["name"] == name]
