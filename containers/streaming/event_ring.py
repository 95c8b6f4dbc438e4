"""The newest events of one engine, kept once for all who follow them, each encoded once."""

import json
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2s

from containers.engine.engine_events import EngineEvent

# Eight times what the engine itself remembers, and never more than these bytes.
MOST = 2048
MOST_BYTES = 4 * 1024 * 1024
_NANOSECONDS = 1_000_000_000


class Happened:
    """An event in the ring: as JSON for who wants all of it, and for who only wants to know that something happened."""

    def __init__(self, event: EngineEvent) -> None:
        self.event = event
        self.whole = _json(self._shown() | {"attributes": dict(event.attributes), "scope": event.scope})

    @cached_property
    def brief(self) -> str:
        """Without the attributes, but for the name and the container that a network's event is about."""
        container = self.event.attributes.get("container")
        return _json(self._shown() | ({"container": container} if container else {}))

    @cached_property
    def cursor(self) -> str:
        """The place after it."""
        digest = blake2s(repr(self.event.key).encode(), digest_size=6).hexdigest()
        return f"{self.event.nanoseconds}.{digest}"

    def _shown(self) -> dict[str, str]:
        event = self.event
        return {
            "type": event.type,
            "action": event.action,
            "id": event.id,
            "name": event.name,
            "time": rfc3339(event.nanoseconds),
        }


# What the stream says of itself: `live`, `engine_lost`, `engine_back`, `failed`; and `gap` where events are missing.
Entry = Happened | str
GAP = "gap"


class EventRing:
    """Events and what the stream said of itself, each with a running number; the oldest leave."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self.first = 0
        self.state = ""
        self._left = 0  # when the newest of those that left happened

    @property
    def next(self) -> int:
        """The number that the next entry will have."""
        return self.first + len(self._entries)

    @property
    def cursor(self) -> str:
        """The place after all events; before the first one a moment stands for it."""
        for entry in reversed(self._entries):
            if isinstance(entry, Happened):
                return entry.cursor
        return "0.0"

    def __getitem__(self, number: int) -> Entry:
        return self._entries[number - self.first]

    def add(self, entry: Entry) -> None:
        """Appends an entry."""
        self._entries.append(entry)
        if isinstance(entry, Happened):
            self._bytes += len(entry.whole)
        elif entry != GAP:
            self.state = entry
        while len(self._entries) > MOST or self._bytes > MOST_BYTES:
            oldest = self._entries.popleft()
            self.first += 1
            if isinstance(oldest, Happened):
                self._bytes -= len(oldest.whole)
                self._left = max(self._left, oldest.event.nanoseconds)

    def since(self, nanoseconds: int) -> int:
        """The number of the first event that is not older than the moment; the next one's where there is none."""
        for number, entry in enumerate(self._entries, self.first):
            if isinstance(entry, Happened) and entry.event.nanoseconds >= nanoseconds:
                return number
        return self.next

    def after(self, cursor: str) -> tuple[int, bool]:
        """The number after the cursor's event, and whether none is missing between; raises ValueError for no cursor."""
        moment, _dot, _digest = cursor.partition(".")
        if not (moment.isascii() and moment.isdecimal() and len(moment) <= 20):
            raise ValueError(cursor[:40])
        for number in range(self.next - 1, self.first - 1, -1):
            entry = self[number]
            if isinstance(entry, Happened) and entry.cursor == cursor:
                return number + 1, True
        if cursor == "0.0":
            return self.first, not self._left
        return self.since(int(moment)), False


def rfc3339(nanoseconds: int) -> str:
    """A moment with nine digits of its second, in UTC."""
    seconds, rest = divmod(nanoseconds, _NANOSECONDS)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09d}Z"


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
