"""The next start of a container that has ended: told by its engine's shared event stream, not asked for."""

from collections.abc import Callable
from contextlib import ExitStack

from containers.engine.connection import Engine
from containers.streaming.event_ring import Entry, Happened
from containers.streaming.event_source import event_sources

# What may change what is to be said of an ended container's log.
CHANGES = frozenset({"start", "destroy", "rename"})


class NextStart:
    """Calls `look` when an event says that the container may run again, and `told` with whether events are told at all.

    Lives in one loop; follows the events only between `await_it` and `leave`.
    """

    def __init__(
        self, engine: Engine, container_id: str, look: Callable[[], None], told: Callable[[bool], None]
    ) -> None:
        self._engine = engine
        self._id = container_id
        self._look = look
        self._told = told
        self._held: ExitStack | None = None

    def await_it(self) -> None:
        """Follows the engine's events from now on, and looks once: it may have been started meanwhile."""
        if self._held:
            return
        self._held = ExitStack()
        events = self._held.enter_context(event_sources().following(self._engine, self._heard, linger=0))
        self._told(events.ring.state == "live")
        self._look()

    def leave(self) -> None:
        """Follows them no more."""
        if self._held:
            self._held.close()
            self._held = None
            self._told(False)

    def _heard(self, entries: list[Entry]) -> None:
        for entry in entries:
            if isinstance(entry, Happened):
                event = entry.event
                if event.type == "container" and event.id == self._id and event.action in CHANGES:
                    self._look()
            else:
                self._told(entry == "live")
                self._look()
