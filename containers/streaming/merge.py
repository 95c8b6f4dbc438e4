"""Several containers' logs as one, in the order of their times, each with its own exact cursor.

Each container is read by a viewer of its own, which puts what it would send into a queue here. A line is sent once no
other container can still bring an earlier one: while some catch up, up to the earliest of their newest lines; live,
after a short window. What a queue holds is bounded by its viewer's credit, which is given back as lines leave.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from containers.engine.connection import Engine
from containers.engine.errors import EngineError
from containers.engine.log_lines import STAMP, Line
from containers.streaming.batch import BATCH_BYTES, EMPTY_BYTES, Batch
from containers.streaming.credit import Credit
from containers.streaming.cursor import Cursor, after
from containers.streaming.options import LogOptions
from containers.streaming.state import GAP, State
from containers.streaming.viewer import Viewer

# How long a live line waits for an earlier one of another container (seconds).
WINDOW_SECONDS = 0.2
# What one container's queue may hold (bytes), twice what it is handed at once.
QUEUE_BYTES = 2 * BATCH_BYTES
READERS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="log-merged")
_FRAME_BYTES = BATCH_BYTES * 3 // 4


class _Queued:
    """A batch that waits, how much of it has left, and when it came."""

    def __init__(self, batch: Batch, before: Cursor, total: int) -> None:
        self.batch = batch
        self.lines: list[Line] = batch.lines()
        self.gone = 0
        self.total = total
        self.came = time.monotonic()
        self._before = before

    def cursor(self) -> Cursor:
        """The place after the lines that have left."""
        rest = self.lines[self.gone :]
        if not rest:
            return self.batch.cursor
        opened = min([payload[:STAMP] for _stream, payload in rest])
        return after(self._before, self.lines[: self.gone], opened)


class Part(Viewer):
    """One container of the view: sends into its queue what another viewer sends to a client."""

    def __init__(
        self, engine: Engine, container_id: str, name: str, index: int, options: LogOptions, wake: asyncio.Event
    ) -> None:
        super().__init__(engine, container_id, options, self._refuse_frame)
        self.credit = Credit(QUEUE_BYTES)
        self.readers = READERS
        self.id, self.name, self.index = container_id, name, index
        self.caught_up = False
        self.over = False
        self.queue: deque[_Queued | tuple[State, float]] = deque()
        self.moved: Cursor | None = None
        self._came_before = options.cursor or Cursor()
        self._merge_wake = wake

    async def run(self) -> None:
        """As a viewer's; what would refuse a socket is a state here."""
        try:
            await super().run()
        except EngineError as error:
            name = "removed" if error.status == 404 else "unreadable" if error.code == "not_supported" else "failed"
            await self._say(State(name, error.message))
        finally:
            self.over = self.caught_up = True
            self._merge_wake.set()

    def newest(self) -> bytes:
        """The stamp of the newest line that waits; b"" when none does."""
        for entry in reversed(self.queue):
            if isinstance(entry, _Queued) and entry.gone < len(entry.lines):
                return entry.lines[-1][1][:STAMP]
        return b""

    def waiting(self, budget: int) -> tuple[list[bytes], bool]:
        """Stamps of the lines that wait, as many as `budget` bytes hold (one at least), and whether these are all."""
        stamps: list[bytes] = []
        for entry in self.queue:
            if not isinstance(entry, _Queued):
                continue
            for _stream, payload in entry.lines[entry.gone :]:
                if budget <= 0 and stamps:
                    return stamps, False
                budget -= len(payload)
                stamps.append(payload[:STAMP])
        return stamps, True

    def leave(self, count: int) -> Iterable[Line | State | int]:
        """Takes so many lines off the queue, and what stands before, between and right after them: states, and how
        many lines were passed over."""
        while self.queue:
            entry = self.queue[0]
            if not isinstance(entry, _Queued):
                self.queue.popleft()
                yield entry[0]
                continue
            taken = entry.lines[entry.gone : entry.gone + count]
            yield from taken
            count -= len(taken)
            entry.gone += len(taken)
            if taken or entry.gone == len(entry.lines):
                self.moved = entry.cursor()
            if entry.gone < len(entry.lines):
                return
            self.queue.popleft()
            if entry.batch.passed_over:
                yield entry.batch.passed_over
            self.acknowledge(entry.total)

    async def _send_entry(self, entry: Batch | State, total: int, *, live: bool) -> None:
        if isinstance(entry, State):
            await self._say(entry)
            return
        self._cursor = entry.cursor
        self.caught_up = self.caught_up or live
        self.queue.append(_Queued(entry, self._came_before, total))
        self._came_before = entry.cursor
        self._merge_wake.set()

    async def _say(self, state: State) -> None:
        if state == self._said:
            return
        if state is not GAP:
            self._said = state
            self.caught_up = True
        self.queue.append((state, time.monotonic()))
        self._merge_wake.set()

    async def _refuse_frame(self, _text: str) -> None:
        raise AssertionError("a part sends no frames")


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

    async def add(self, containers: list[tuple[str, str]], cursors: dict[str, Cursor]) -> None:
        """New containers (id, name), each from its cursor when there is one; says so to the client."""
        new = []
        for container_id, name in containers:
            cursor = cursors.get(container_id[:12])
            options = LogOptions(
                tail=self._options.tail,
                since=self._options.since,
                until=self._options.until,
                timestamps=True,
                follow=self._options.follow,
                cursor=cursor,
                cursor_container=container_id[:12] if cursor else "",
                filter=self._options.filter,
            )
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
                came = entry.came if isinstance(entry, _Queued) else entry[1]
                if came + window > now:
                    pause = min(came + window - now, pause or window)
                    break
                stamps = (
                    [payload[:STAMP] for _stream, payload in entry.lines[entry.gone :]]
                    if isinstance(entry, _Queued)
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
                    lines.append((left[1][:STAMP], self._text(part.index, left)))
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

    def _text(self, index: int, line: Line) -> str:
        stream, payload = line
        shown = payload if self._options.timestamps else payload[STAMP + 1 :]
        return f"{index}{stream.decode()}{shown.decode('utf-8', 'replace')}"

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
