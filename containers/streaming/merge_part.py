"""One container of a merged view: what waits of its log, and the place after what has left."""

import asyncio
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from containers.engine.connection import Engine
from containers.engine.errors import EngineError
from containers.engine.log_lines import STAMP, Line
from containers.streaming.batch import BATCH_BYTES, Batch
from containers.streaming.credit import Credit
from containers.streaming.cursor import Cursor, after
from containers.streaming.options import LogOptions
from containers.streaming.state import GAP, State
from containers.streaming.viewer import Viewer

# What one container's queue may hold (bytes), twice what it is handed at once.
QUEUE_BYTES = 2 * BATCH_BYTES
READERS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="log-merged")


class Queued:
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
        self.queue: deque[Queued | tuple[State, float]] = deque()
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
            if isinstance(entry, Queued) and entry.gone < len(entry.lines):
                return entry.lines[-1][1][:STAMP]
        return b""

    def waiting(self, budget: int) -> tuple[list[bytes], bool]:
        """Stamps of the lines that wait, as many as `budget` bytes hold (one at least), and whether these are all."""
        stamps: list[bytes] = []
        for entry in self.queue:
            if not isinstance(entry, Queued):
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
            if not isinstance(entry, Queued):
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
        self.queue.append(Queued(entry, self._came_before, total))
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


def line_text(index: int, line: Line, timestamps: bool) -> str:
    """A line as a merged frame holds it: its container's index, its stream's letter, (its time,) its text."""
    stream, payload = line
    shown = payload if timestamps else payload[STAMP + 1 :]
    return f"{index}{stream.decode()}{shown.decode('utf-8', 'replace')}"
