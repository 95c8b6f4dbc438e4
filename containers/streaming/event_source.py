"""One stream of events per engine for all who follow it: pages, logs of ended containers, merged logs.

It begins with the first who needs it and ends some time after the last, so that an idle server asks the engine nothing.
"""

import asyncio
import contextlib
import weakref
from collections.abc import Callable, Iterator

from containers.engine.connection import Engine
from containers.streaming.event_follower import EventFollower
from containers.streaming.event_ring import Entry, EventRing

# Between two pages there is nobody for a moment; and what happened meanwhile is then still in the ring (seconds).
LINGER = 60.0

Listener = Callable[[list[Entry]], None]


class EventSource:
    """An engine's events as they come: a ring, and those who are told. Lives in one loop."""

    def __init__(self, engine: Engine) -> None:
        self.ring = EventRing()
        self._listeners: set[Listener] = set()
        self._loop = asyncio.get_running_loop()
        self._begun = asyncio.Event()
        self.kept_until = 0.0
        self._follower = EventFollower(engine, self._publish)
        self._follower.start()

    @property
    def followed(self) -> bool:
        """Whether anybody follows."""
        return bool(self._listeners)

    async def begun(self) -> None:
        """Waits until it is known whether the engine answers, and what it remembered is here."""
        await self._begun.wait()

    def stop(self) -> None:
        """Ends the reading."""
        self._follower.stop()

    @contextlib.contextmanager
    def told(self, listener: Listener) -> Iterator[None]:
        """Calls `listener` with new entries, in the loop, for as long as the block lasts."""
        self._listeners.add(listener)
        try:
            yield
        finally:
            self._listeners.discard(listener)

    def _publish(self, entries: list[Entry]) -> None:
        """From the follower's thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closing
            self._loop.call_soon_threadsafe(self._add, entries)

    def _add(self, entries: list[Entry]) -> None:
        for entry in entries:
            if entry != self.ring.state:  # an engine that is still away is news for listeners only
                self.ring.add(entry)
        if self.ring.state:
            self._begun.set()
        for listener in list(self._listeners):
            listener(entries)


class EventSources:
    """The sources of one event loop, by host."""

    def __init__(self) -> None:
        self._sources: dict[str, EventSource] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @contextlib.contextmanager
    def following(self, engine: Engine, listener: Listener, linger: float | None = None) -> Iterator[EventSource]:
        """The engine's source, which tells `listener` of what comes.

        It ends `linger` seconds (LINGER when not given) after the last one left, and not before the time that others
        gave it when they left.
        """
        source = self._sources.get(engine.name)
        if source is None:
            source = self._sources[engine.name] = EventSource(engine)
        try:
            with source.told(listener):
                yield source
        finally:
            loop = asyncio.get_running_loop()
            source.kept_until = max(source.kept_until, loop.time() + (LINGER if linger is None else linger))
            if not source.followed:
                loop.call_at(source.kept_until, self._end_unfollowed, engine.name, source)

    def _end_unfollowed(self, host: str, source: EventSource) -> None:
        if source.followed or source.kept_until > asyncio.get_running_loop().time():
            return
        source.stop()
        if self._sources.get(host) is source:
            del self._sources[host]


_sources: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, EventSources]" = weakref.WeakKeyDictionary()


def event_sources() -> EventSources:
    """The sources of the running loop."""
    return _sources.setdefault(asyncio.get_running_loop(), EventSources())
