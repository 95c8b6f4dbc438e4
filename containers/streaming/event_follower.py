"""The thread that reads one engine's events, for ever: through lost engines, without missing what they still have."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from containers.commands.secrets import event_without_secrets
from containers.engine.connection import Engine
from containers.engine.engine_events import EngineEvent, EventReader, open_events
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable
from containers.streaming.event_ring import GAP, Entry, Happened

log = logging.getLogger(__name__)

RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
# All that the engine still has: it takes 0 for "none" (moby: api/server/router/system, eventTime).
FROM_THE_BEGINNING = "1"
# Stamps are taken before events are put in order, so those of an instant earlier are asked for too.
OVERLAP_NANOSECONDS = 1_000_000_000
# What the engine keeps (moby: daemon/events, eventsLimit), and more than that: what it sends again is told by these.
ENGINE_REMEMBERS = 256
REMEMBERED = 1024
# An engine that still knows where we were says so at once.
KNOWN_WITHIN_SECONDS = 1.0
# What it remembers comes in one go; after such a silence that is over.
QUIET_SECONDS = 0.05
# Events come in bursts: those of one go together, and a thousand containers do not make four thousand wake-ups.
GATHER_SECONDS = 0.01


class EventFollower(threading.Thread):
    """Calls `publish` with what came, in order, from its own thread, until stopped."""

    def __init__(self, engine: Engine, publish: Callable[[list[Entry]], None]) -> None:
        super().__init__(name=f"events-{engine.name}", daemon=True)
        self._engine = engine
        self._publish = publish
        self._stopped = threading.Event()
        self._reader: EventReader | None = None
        self._known: set[tuple[int, str, str, str]] = set()
        self._order: deque[tuple[int, str, str, str]] = deque()
        self._newest = 0
        self._said = ""
        self._failures = 0

    def stop(self) -> None:
        """Ends the thread soon; does not wait for it."""
        self._stopped.set()
        reader = self._reader
        if reader is not None:
            reader.close()

    def run(self) -> None:
        """Reads until stopped."""
        while not self._stopped.is_set():
            try:
                self._follow()
            except (EngineUnreachable, EnginePermissionDenied) as error:
                self._try_again("engine_lost", error)
            except EngineError as error:
                self._try_again("failed", error)
            except Exception as error:
                log.exception("The events of %s cannot be followed", self._engine.name)
                self._try_again("failed", error)

    def _follow(self) -> None:
        reader = self._reader = open_events(self._engine, self._since())
        try:
            if self._stopped.is_set():
                return
            if self._said == "engine_lost":
                self._publish(["engine_back"])
            self._failures = 0
            self._find_the_place(reader)
            self._said = "live"
            self._publish(["live"])
            while not self._stopped.is_set():
                self._take(reader.read() or [])
                self._stopped.wait(GATHER_SECONDS)
        finally:
            reader.close()

    def _since(self) -> str:
        if not self._newest:
            return FROM_THE_BEGINNING
        seconds, rest = divmod(self._newest - OVERLAP_NANOSECONDS, 1_000_000_000)
        return f"{seconds}.{rest:09d}"

    def _find_the_place(self, reader: EventReader) -> None:
        """Takes what the engine remembers; after a loss says that events may be missing, unless it sends again one that
        was seen before."""
        lost = bool(self._newest)
        events = reader.read(KNOWN_WITHIN_SECONDS if lost else QUIET_SECONDS) or []
        if lost and not (events and events[0].key in self._known):
            self._publish([GAP])
        remembered = 0
        while events and remembered < ENGINE_REMEMBERS:
            self._take(events)
            remembered += len(events)
            events = reader.read(QUIET_SECONDS) or []
        self._take(events)

    def _take(self, events: list[EngineEvent]) -> None:
        new: list[Entry] = []
        for event in events:
            if event.key not in self._known:
                self._remember(event)
                new.append(Happened(event_without_secrets(event)))
        if new:
            self._publish(new)

    def _remember(self, event: EngineEvent) -> None:
        self._newest = max(self._newest, event.nanoseconds)
        self._known.add(event.key)
        self._order.append(event.key)
        while len(self._order) > REMEMBERED:
            self._known.discard(self._order.popleft())

    def _try_again(self, state: str, error: Exception) -> None:
        """Says it at each attempt: while nothing is told of the engine, who follows looks for themselves."""
        if self._stopped.is_set():
            return
        log.info("The events of %s: %s", self._engine.name, error)
        self._said = state
        self._publish([state])
        self._stopped.wait(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
        self._failures += 1
