"""One who follows an engine's events: sends what is wanted from the shared source, at the pace the client reads."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from containers.engine.connection import Engine
from containers.streaming.credit import Credit
from containers.streaming.event_options import EventOptions
from containers.streaming.event_ring import GAP, Entry, EventRing, Happened
from containers.streaming.event_source import event_sources

SENTENCES = {
    "live": _("Live."),
    "engine_lost": _("The docker engine does not answer. Its events go on by themselves when it is back."),
    "engine_back": _("The docker engine is back."),
    "failed": _("The engine cannot tell its events at the moment. They are asked for again by themselves."),
    "done": _("This is all that was asked for."),
    GAP: _("Events may be missing here: the engine was away, and does not remember them."),
}
# A client that does not read gets this much (characters).
WINDOW = 256 * 1024
FRAME_BYTES = 64 * 1024
# After a frame the next ones gather for so long (seconds); a lone event is sent at once.
BATCH_SECONDS = 0.1
_NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class _Next:
    """What comes next: events as JSON and how long they are, or what the stream says of itself; places after."""

    after: int
    cursor: str
    events: list[str] = field(default_factory=list)
    size: int = 0
    said: dict[str, object] = field(default_factory=dict)


class EventViewer:
    """Sends frames by `send` until `until`; `acknowledge` takes what the client has read. Lives in one loop."""

    def __init__(self, engine: Engine, options: EventOptions, send: Callable[[str], Awaitable[None]]) -> None:
        self._engine = engine
        self._options = options
        self._send = send
        self.credit = Credit(WINDOW)
        self._wake = asyncio.Event()
        self._number = 0
        self._cursor = options.cursor
        self._lost = 0
        self._said = ""

    def acknowledge(self, total: int) -> None:
        """The client has read `total` of what was sent; raises AcknowledgementError when it cannot have."""
        self.credit.acknowledge(total)
        self._wake.set()

    async def run(self) -> None:
        """Sends for ever, or until `until`; raises ValueError for a cursor that is none."""
        with event_sources().following(self._engine, lambda _entries: self._wake.set()) as source:
            await source.begun()
            await self._start(source.ring)
            over = False
            while not over or self._number < source.ring.next:
                over = over or self._seconds_left() == 0
                if await self._send_next(source.ring):
                    continue
                if over:
                    break
                await self._woken()
            self._lost += source.ring.next - self._number
        await self._say({"state": {**_told("done"), "final": True}})

    async def _start(self, ring: EventRing) -> None:
        """Finds where to begin; says what holds there, and whether something is missing before it."""
        whole = True
        if self._options.cursor:
            self._number, whole = ring.after(self._options.cursor)
        else:
            self._number = self._first_of(ring)
            self._cursor = ring.cursor
        self._said = ring.state
        await self._say({"state": _told(ring.state), **({} if whole else _gap())})

    def _first_of(self, ring: EventRing) -> int:
        options = self._options
        first = ring.since(options.since) if options.since else ring.next if options.tail is None else ring.first
        if options.tail is None:
            return first
        wanted = [number for number in range(first, ring.next) if self._wants(ring[number])]
        return wanted[-options.tail] if 0 < options.tail < len(wanted) else first if options.tail else ring.next

    def _wants(self, entry: Entry) -> bool:
        return isinstance(entry, Happened) and self._options.wants(entry.event)

    async def _send_next(self, ring: EventRing) -> bool:
        """Sends a frame of what there is; whether there was anything that the client's credit let through."""
        if self._number < ring.first:
            self._lost += ring.first - self._number
            self._number = ring.first
        following = self._next(ring)
        if following.after == self._number:
            return False
        if following.events and self.credit.take(following.size) is None:
            return False
        self._number, self._cursor = following.after, following.cursor
        if following.events or following.said:
            await self._say(following.said, following.events)
            if self._number == ring.next:
                await asyncio.sleep(BATCH_SECONDS)
        return True

    def _next(self, ring: EventRing) -> _Next:
        """The wanted events that come next, as many as a frame holds, or what the stream says of itself."""
        events: list[str] = []
        size, cursor = 0, self._cursor
        for number in range(self._number, ring.next):
            entry = ring[number]
            if not isinstance(entry, Happened):
                if events:
                    return _Next(number, cursor, events, size)
                return _Next(number + 1, cursor, said=self._change(entry))
            if self._options.wants(entry.event):
                text = entry.brief if self._options.brief else entry.whole
                if events and size + len(text) > FRAME_BYTES:
                    return _Next(number, cursor, events, size)
                events.append(text)
                size += len(text)
            cursor = entry.cursor
        return _Next(ring.next, cursor, events, size)

    def _change(self, entry: str) -> dict[str, object]:
        if entry == GAP:
            return _gap()
        if entry == self._said:
            return {}
        self._said = entry
        return {"state": _told(entry)}

    async def _say(self, said: dict[str, object], events: list[str] | None = None) -> None:
        lost, self._lost = ({"lost": self._lost} if self._lost else {}), 0
        head = json.dumps({**said, **lost, "cursor": self._cursor, "sent": self.credit.sent}, separators=(",", ":"))
        await self._send(f'{head[:-1]},"events":[{",".join(events or [])}]}}')

    def _seconds_left(self) -> float | None:
        until = self._options.until
        return max(until / _NANOSECONDS - time.time(), 0) if until else None

    async def _woken(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._seconds_left()):
                await self._wake.wait()
        self._wake.clear()


def _told(state: str) -> dict[str, str]:
    return {"name": state, "message": str(SENTENCES[state])}


def _gap() -> dict[str, object]:
    return {"gap": str(SENTENCES[GAP])}
