"""What all who watch figures on one engine share: its containers, one open answer for each that is watched, the turns.

Which containers there are is asked once at the start, and again when the shared event stream says that one came, went
or changed. Everything ends seconds after the last one has left.
"""

import asyncio
import contextlib
import logging
import time
import weakref
from collections.abc import Iterator

from containers.engine.connection import Engine
from containers.engine.containers import list_containers
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable
from containers.streaming.event_ring import Entry, Happened
from containers.streaming.event_source import event_sources
from containers.streaming.stat_follower import Measured, StatFollower
from containers.streaming.stat_table import Interest, Table

log = logging.getLogger(__name__)

# A page that is loaded again, or a row that is scrolled back, finds its figures still there (seconds).
LINGER = 5.0
# Samples come once a second from each container; who watches is told of them at most so often (seconds).
TURN_SECONDS = 0.95
# ... and so long after the first one of a turn, since the others follow it.
GATHER_SECONDS = 0.25
# The engine tells some events an instant before its lists show them: looked at again after so long (seconds).
LOOK_AGAIN = 0.5
# A list takes the engine time: between two of them it has this many times as long for other work.
REST_BETWEEN_LISTS = 5
FAILED_SECONDS = 2.0

CHANGES = frozenset({"create", "start", "restart", "die", "pause", "unpause", "rename", "destroy"})


class Watcher:
    """Somebody's place at the source: what they watch, and the event that wakes them."""

    def __init__(self, interest: Interest) -> None:
        self.interest = interest
        self.wake = asyncio.Event()


class StatSource:
    """The figures of one engine's containers. Lives in one loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._loop = asyncio.get_running_loop()
        self._watchers: set[Watcher] = set()
        self._turning: asyncio.TimerHandle | None = None
        self._turned = 0.0
        self._looks = 1
        self._look = asyncio.Event()
        self._listed = asyncio.Event()
        self.table = Table()
        self.state = ""
        self.lists = 0
        self._follower = StatFollower(engine, self._publish)
        self._follower.start()
        self._task = asyncio.create_task(self._run())

    @property
    def watched(self) -> bool:
        """Whether anybody watches."""
        return bool(self._watchers)

    async def begun(self) -> None:
        """Waits until it is known which containers there are, or that the engine does not answer."""
        await self._listed.wait()

    def known_after(self, container_id: str) -> int:
        """From which number of `lists` on a container that is not in the table is not there.

        One that was made a moment ago may not have been when the newest list was asked for, nor the one on its way.
        """
        if container_id in self.table.rows:
            return 0
        self._look_again()
        return self.lists + 2

    def stop(self) -> None:
        """Ends all reading."""
        self._task.cancel()
        self._follower.stop()
        if self._turning:
            self._turning.cancel()

    @contextlib.contextmanager
    def watching(self, interest: Interest) -> Iterator[Watcher]:
        """A place at the source for as long as the block lasts."""
        watcher = Watcher(interest)
        self._watchers.add(watcher)
        self.settle()
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
            self.settle()

    def settle(self) -> None:
        """Measures what is watched now, and for LINGER seconds what was."""
        now, ended = time.monotonic(), False
        for row in self.table.rows.values():
            if row.runs and any(watcher.interest.wants(row) for watcher in self._watchers):
                row.needed_until = float("inf")
            elif row.needed_until == float("inf"):
                row.needed_until, ended = now + LINGER, True
        if ended:
            self._loop.call_later(LINGER + 0.1, self.settle)
        self._follower.follow(self._needed())

    def _needed(self) -> frozenset[str]:
        now = time.monotonic()
        return frozenset(row.id for row in self.table.rows.values() if row.runs and row.needed_until > now)

    async def _run(self) -> None:
        with event_sources().following(self._engine, self._heard, linger=0):
            while True:
                began = time.monotonic()
                rest = LOOK_AGAIN
                try:
                    await self._list()
                    self._looks -= 1
                except EngineError as error:
                    self._say("engine_lost" if _is_lost(error) else "failed")
                    rest = FAILED_SECONDS
                except Exception:
                    log.exception("The containers of %s cannot be listed", self._engine.name)
                    self._say("failed")
                    rest = FAILED_SECONDS
                rest = max(rest, (time.monotonic() - began) * REST_BETWEEN_LISTS)
                await asyncio.sleep(rest)
                if self._looks <= 0:
                    self._look.clear()
                    await self._look.wait()

    async def _list(self) -> None:
        found = await asyncio.to_thread(list_containers, self._engine, all=True)
        news = self.table.listed(found)
        self.lists += 1
        self._say("live")
        self._listed.set()
        self.settle()
        if news:
            self._turn_soon()
        self._wake_all()

    def _heard(self, entries: list[Entry]) -> None:
        """What the engine's events say: look again, or that it is away."""
        for entry in entries:
            if isinstance(entry, Happened):
                if entry.event.type == "container" and entry.event.action in CHANGES:
                    self._look_again()
            elif entry == "engine_lost":
                self._say(entry)
                self._look_again()
            elif entry in ("engine_back", "live"):
                self._look_again()

    def _look_again(self) -> None:
        """Twice: now, and once more a little later."""
        self._looks = 2
        self._look.set()

    def _say(self, state: str) -> None:
        self._listed.set()
        if state != self.state:
            self.state = state
            self._wake_all()

    def _publish(self, measured: Measured) -> None:
        """From the follower's thread."""
        try:
            self._loop.call_soon_threadsafe(self._take, measured)
        except RuntimeError:  # the loop has been closed: nobody is left to be told
            self._follower.stop()

    def _take(self, measured: Measured) -> None:
        news = [self.table.measured(container, figures) for container, figures in measured]
        if any(news):
            self._turn_soon()

    def _turn_soon(self) -> None:
        if self._turning is None:
            wait = max(self._turned + TURN_SECONDS - time.monotonic(), GATHER_SECONDS)
            self._turning = self._loop.call_later(wait, self._turn)

    def _turn(self) -> None:
        self._turning, self._turned = None, time.monotonic()
        self.table.turn()
        self._wake_all()

    def _wake_all(self) -> None:
        for watcher in self._watchers:
            watcher.wake.set()


def _is_lost(error: EngineError) -> bool:
    return isinstance(error, EngineUnreachable | EnginePermissionDenied)


class StatSources:
    """The sources of one event loop, by host."""

    def __init__(self) -> None:
        self._sources: dict[str, StatSource] = {}

    def __len__(self) -> int:
        return len(self._sources)

    @contextlib.contextmanager
    def watching(self, engine: Engine, interest: Interest) -> Iterator[tuple[StatSource, Watcher]]:
        """The engine's source and a place at it; the source ends LINGER seconds after the last one left."""
        source = self._sources.get(engine.name)
        if source is None:
            source = self._sources[engine.name] = StatSource(engine)
        try:
            with source.watching(interest) as watcher:
                yield source, watcher
        finally:
            if not source.watched:
                asyncio.get_running_loop().call_later(LINGER, self._end_unwatched, engine.name, source)

    def _end_unwatched(self, host: str, source: StatSource) -> None:
        if source.watched:
            return
        source.stop()
        if self._sources.get(host) is source:
            del self._sources[host]


_sources: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, StatSources]" = weakref.WeakKeyDictionary()


def stat_sources() -> StatSources:
    """The sources of the running loop."""
    return _sources.setdefault(asyncio.get_running_loop(), StatSources())
