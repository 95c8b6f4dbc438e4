"""One upstream for all who watch one container's log live, started with the first and ended soon after the last."""

import asyncio
import contextlib
import weakref
from collections.abc import Iterator

from containers.engine.connection import Engine
from containers.engine.logs import LogSubject
from containers.streaming.batch import Batch
from containers.streaming.cursor import Cursor, Skip
from containers.streaming.follower import Follower
from containers.streaming.next_start import NextStart
from containers.streaming.ring import Entry, Ring
from containers.streaming.state import State

# A page that is loaded again finds its source still running (seconds).
LINGER = 5.0
# States in which nothing comes before the container is started.
_AT_REST = ("ended", "waiting")


class Source:
    """A container's log as it is read live: a ring, and the events of those who wait for more. Lives in one loop."""

    def __init__(self, engine: Engine, subject: LogSubject, cursor: Cursor) -> None:
        self.ring = Ring(cursor)
        self._waiting: set[asyncio.Event] = set()
        self._loop = asyncio.get_running_loop()
        self._follower = Follower(engine, subject, cursor, self._publish, lambda: len(self._waiting))
        self._next_start = NextStart(engine, subject.id, self._follower.look, self._events_are_told)
        self._stopped = False
        self._follower.start()

    @property
    def watched(self) -> bool:
        """Whether anybody watches."""
        return bool(self._waiting)

    @property
    def over(self) -> bool:
        """Whether nothing will come any more."""
        return self.ring.state is not None and self.ring.state.final

    @property
    def quiet(self) -> bool:
        """Whether the log has ended for now, all of it read."""
        return self.ring.state is not None and self.ring.state.name == "ended"

    def stop(self) -> None:
        """Ends the reading."""
        self._stopped = True
        self._next_start.leave()
        self._follower.stop()

    def look(self) -> None:
        """Has an ended container looked at now."""
        self._follower.look()

    @contextlib.contextmanager
    def watch(self, wake: asyncio.Event) -> Iterator[None]:
        """Sets `wake` at each new entry, for as long as the block lasts."""
        self._waiting.add(wake)
        try:
            yield
        finally:
            self._waiting.discard(wake)

    def _events_are_told(self, told: bool) -> None:
        self._follower.is_told = told

    def _publish(self, entry: Entry) -> None:
        """From the follower's thread."""
        with contextlib.suppress(RuntimeError):  # the loop is closing
            self._loop.call_soon_threadsafe(self._add, entry)

    def _add(self, entry: Entry) -> None:
        self.ring.add(entry)
        if self.ring.state and self.ring.state.name in _AT_REST and not self._stopped:
            self._next_start.await_it()
        else:
            self._next_start.leave()
        for wake in self._waiting:
            wake.set()


class Sources:
    """The sources of one event loop, by host and container id."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, str], Source] = {}

    def __len__(self) -> int:
        return len(self._sources)

    def source_for(self, engine: Engine, subject: LogSubject, cursor: Cursor) -> Source:
        """The source of this container; a new one begins at `cursor`."""
        key = (engine.name, subject.id)
        source = self._sources.get(key)
        if source is None or source.over:
            source = self._sources[key] = Source(engine, subject, cursor)
        return source

    @contextlib.contextmanager
    def watching(self, engine: Engine, subject: LogSubject, cursor: Cursor, wake: asyncio.Event) -> Iterator["Seat"]:
        """A seat at the container's source; the source ends LINGER seconds after the last one is left."""
        source = self.source_for(engine, subject, cursor)
        try:
            with source.watch(wake):
                yield Seat(source, cursor)
        finally:
            if not source.watched:
                asyncio.get_running_loop().call_later(LINGER, self._end_unwatched, (engine.name, subject.id), source)

    def _end_unwatched(self, key: tuple[str, str], source: Source) -> None:
        if source.watched:
            return
        source.stop()
        if self._sources.get(key) is source:
            del self._sources[key]


class Seat:
    """A viewer's place at a source: which entry comes next, without what the viewer has seen already."""

    def __init__(self, source: Source, cursor: Cursor) -> None:
        self.source = source
        place = source.ring.place(cursor)
        self.found = place is not None
        self._number: int = place[0] if place else source.ring.next
        self._skip: Skip | None = place[1] if place else None
        self._entry: Entry | None = None

    @property
    def state(self) -> State | None:
        """What held at this place."""
        return self.source.ring.state_before(self._number)

    @property
    def missed(self) -> bool:
        """Whether what would come next has left the ring."""
        return self._entry is None and not self.source.ring.holds(self._number)

    @property
    def entry(self) -> Entry | None:
        """What comes next; None when nothing has come yet. A batch of which all was seen has no lines."""
        if self._entry is None:
            entry = self.source.ring.entry(self._number)
            self._entry = self._unseen(entry) if isinstance(entry, Batch) else entry
        return self._entry

    def advance(self) -> None:
        """Goes on to the next entry."""
        self._number += 1
        self._entry = None

    def _unseen(self, batch: Batch) -> Batch:
        if self._skip is None:
            return batch
        lines = self._skip.keep(batch.lines())
        if self._skip.met:
            self._skip = None
        return Batch(lines, batch.cursor)


_sources: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Sources]" = weakref.WeakKeyDictionary()


def sources() -> Sources:
    """The sources of the running loop."""
    return _sources.setdefault(asyncio.get_running_loop(), Sources())
