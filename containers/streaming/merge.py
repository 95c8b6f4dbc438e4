"""Several containers' logs as one, in the order of their times, each with its own exact cursor.

Each container is read by a viewer of its own, which puts what it would send into a queue here. A line is sent once no
other container can still bring an earlier one: while some catch up, up to the earliest of their newest lines; live,
after a short window. What a queue holds is bounded by its viewer's credit, which is given back as lines leave.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from containers.engine.connection import Engine
from containers.engine.log_lines import STAMP
from containers.streaming.batch import BATCH_BYTES, EMPTY_BYTES
from containers.streaming.credit import Credit
from containers.streaming.merge_part import Part, Queued, line_text
from containers.streaming.merged_place import MergedPlace
from containers.streaming.options import LogOptions
from containers.streaming.state import GAP, State

# How long a live line waits for an earlier one of another container (seconds).
WINDOW_SECONDS = 0.2
_FRAME_BYTES = BATCH_BYTES * 3 // 4


class Merge:
    """Sends the frames of a merged view by `send`, until all parts are over when nothing is followed."""

    def __init__(self, engine: Engine, options: LogOptions, send: Callable[[str], Awaitable[None]]) -> None:
        self._engine = engine
        self._options = options
        self._send = send
        self.credit = Credit()
        self.parts: list[Part] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._index = 0

    def acknowledge(self, total: int) -> None:
        """The client has read `total` bytes of lines."""
        self.credit.acknowledge(total)
        self._room.set()

    async def add(self, containers: list[tuple[str, str]], places: dict[str, MergedPlace]) -> list[Part]:
        """New containers (id, name), each from its place when there is one; says so to the client."""
        new = []
        for container_id, name in containers:
            options = self._options_of(places.get(container_id[:12]))
            new.append(Part(self._engine, container_id, name, self._index, options, self._wake))
            self._index += 1
        self.parts += new
        named = [{"index": part.index, "name": part.name, "id": part.id} for part in new]
        if new:
            await self._say({"containers": named})
        for part in new:
            task = asyncio.create_task(part.run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return new

    def _options_of(self, place: MergedPlace | None) -> LogOptions:
        options = replace(self._options, timestamps=True, cursor=None, cursor_container="")
        if place is None:
            return options
        if place.cursor is not None:
            return replace(options, cursor=place.cursor, cursor_container=place.container)
        return replace(options, tail="all", since=place.moment or options.since)

    async def say(self, state: State) -> None:
        """Says something of the whole view."""
        await self._say({"state": state.as_header()})

    def stop(self) -> None:
        """Ends all reading."""
        for task in list(self._tasks):
            task.cancel()

    async def run(self) -> None:
        """Sends for ever, or until all that was asked for was sent when nothing is followed."""
        while True:
            pause = await self._send_what_is_due()
            self.parts = [part for part in self.parts if part.queue or not part.over]
            if not self._options.follow and not self.parts:
                await self.say(State("done"))
                return
            if pause is None or pause > 0:
                try:
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
                        self._wake.clear()
                    if pause is None and len(self.parts) > 1:
                        await asyncio.sleep(0.01)  # what comes with it
                except TimeoutError:
                    pass

    async def _send_what_is_due(self) -> float | None:
        """Sends a frame, or says how long nothing will be due (seconds; None: until something comes)."""
        behind = [part for part in self.parts if not part.caught_up]
        if any(not part.newest() for part in behind):
            return None
        budget = max(_FRAME_BYTES // max(len(self.parts), 1), 1)
        waiting = {part: part.waiting(budget) for part in self.parts}
        bounds = [part.newest() for part in behind] + [stamps[-1] for stamps, whole in waiting.values() if not whole]
        if not behind:
            ripe, pause = self._ripe()
            if not ripe:
                return pause
            bounds += [ripe] if ripe != b"-" else []
        bound = min(bounds, default=b"")
        counts = {part: _until(stamps, bound) for part, (stamps, _whole) in waiting.items()}
        await self._send_lines(counts, live=not behind)
        return 0

    def _ripe(self) -> tuple[bytes, float | None]:
        """Up to which stamp lines have waited long enough (b"-": only states have), and how long others have to."""
        now, ripe, pause = time.monotonic(), b"", None
        window = WINDOW_SECONDS if len(self.parts) > 1 else 0.0
        for part in self.parts:
            for entry in part.queue:
                came = entry.came if isinstance(entry, Queued) else entry[1]
                if came + window > now:
                    pause = min(came + window - now, pause or window)
                    break
                stamps = (
                    [payload[:STAMP] for _stream, payload in entry.lines[entry.gone :]]
                    if isinstance(entry, Queued)
                    else []
                )
                ripe = max([ripe, b"-", *stamps])
        return ripe, pause

    async def _send_lines(self, counts: dict[Part, int], *, live: bool) -> None:
        lines: list[tuple[bytes, str]] = []
        passed_over, states = 0, []
        for part, count in counts.items():
            for left in part.leave(count):
                if isinstance(left, State):
                    states.append((part, left))
                elif isinstance(left, int):
                    passed_over += left
                else:
                    lines.append((left[1][:STAMP], line_text(part.index, left, self._options.timestamps)))
        lines.sort(key=lambda each: each[0])
        text = "".join([line for _stamp, line in lines])
        moved = [part for part in counts if part.moved is not None]
        if lines or passed_over or moved:
            header: dict[str, Any] = {
                "cursors": {str(part.index): part.moved.text(part.id) for part in moved if part.moved}
            }
            header |= {"passed_over": passed_over} if passed_over else {}
            for part in moved:
                part.moved = None
            await self._say(
                {**header, "sent": await self._taken(len(text.encode()) or EMPTY_BYTES), "live": live}, text
            )
        for part, state in states:
            said = {"gap": state.as_header()["message"]} if state is GAP else {"state": state.as_header()}
            await self._say({**said, "of": part.index})

    async def _taken(self, size: int) -> int:
        while (total := self.credit.take(size)) is None:
            self._room.clear()
            if not self.credit.fits(size):
                await self._room.wait()
        return total

    async def _say(self, header: dict[str, Any], text: str = "") -> None:
        header.setdefault("sent", self.credit.sent)
        await self._send(json.dumps(header, separators=(",", ":")) + "\n" + text)


def _until(stamps: list[bytes], bound: bytes) -> int:
    """How many of the lines that wait, from the first on, are not later than the bound."""
    for at, stamp in enumerate(stamps):
        if stamp > bound:
            return at
    return len(stamps)
