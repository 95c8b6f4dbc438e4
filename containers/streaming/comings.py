"""When to look again which containers there are: told by the engine's shared event stream, not asked for."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from containers.engine.connection import Engine
from containers.streaming.event_ring import Entry, Happened
from containers.streaming.event_source import event_sources

# What makes another container match, or one no longer: labels never change.
CHANGES = frozenset({"create", "rename", "destroy"})
# How often (seconds) it is looked where no events are told.
LOOK_AGAIN = 3.0
# Containers are made several at a time (seconds).
GATHER_SECONDS = 0.05


class Comings:
    """Lets one task wait until the containers may be others. Lives in one loop."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()
        self._told = False

    @contextmanager
    def followed(self, engine: Engine) -> Iterator[None]:
        """Follows the engine's events for as long as the block lasts; look once inside it."""
        with event_sources().following(engine, self.heard) as source:
            self._told = source.ring.state == "live"
            yield

    def heard(self, entries: list[Entry]) -> None:
        """Takes what the event stream tells."""
        for entry in entries:
            if not isinstance(entry, Happened):
                self._told = entry == "live"
            elif entry.event.type != "container" or entry.event.action not in CHANGES:
                continue
            self._changed.set()

    async def next(self) -> None:
        """Waits until there was a change; LOOK_AGAIN seconds where none would be told."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self._told else LOOK_AGAIN):
                await self._changed.wait()
        await asyncio.sleep(GATHER_SECONDS)
        self._changed.clear()
