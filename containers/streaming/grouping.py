"""Lines that are read live, gathered into batches: a lone one goes at once, those that follow it go together."""

import time
from collections.abc import Callable

from containers.engine.log_lines import Line
from containers.engine.logs import READ_PAUSE
from containers.streaming.cursor import Cursor
from containers.streaming.reading import Reading

# A lone line waits only so long (seconds) for one written with it; those that follow within a batch's time go together.
LONE_SECONDS = 0.005
# A batch's time (seconds): as short as a page can use, longer for very many viewers, who together get so many frames.
BATCH_SECONDS = 0.04
LONGEST_BATCH_SECONDS = 0.2
FRAMES_A_SECOND = 10_000
BATCH_ENOUGH = 64 * 1024
# Between two batches a slow log is left to gather for this long (seconds), which costs fewer wake-ups.
GATHER_PAUSE = 0.005
BUSY_LINES = 64


class Grouping:
    """Gathers lines until a batch is due; `lines` were handed over so far, `pause` is before each read (seconds)."""

    def __init__(
        self, reading: Reading, publish: Callable[[list[Line], Cursor], None], batch_seconds: Callable[[], float]
    ) -> None:
        self._reading = reading
        self._publish = publish
        self._batch_seconds = batch_seconds
        self._lines: list[Line] = []
        self._size = 0
        self._due = 0.0
        self.pause = READ_PAUSE
        self.lines = 0

    def timeout(self) -> float | None:
        """How long the next read may wait, in seconds; for ever while nothing is gathered."""
        return max(self._due - time.monotonic(), 0.001) if self._lines else None

    def take(self, lines: list[Line] | None) -> None:
        """Adds what a read brought, and hands over what is due."""
        now = time.monotonic()
        if lines:
            if not self._lines:
                self._due = max(self._due, now + LONE_SECONDS)
            self._lines += lines
            self._size += sum([len(payload) for _stream, payload in lines])
        self.pause = (
            READ_PAUSE if lines is None or len(lines) >= BUSY_LINES or self._size >= BATCH_ENOUGH else GATHER_PAUSE
        )
        if self._size >= BATCH_ENOUGH or now >= self._due:
            self.hand_over()

    def hand_over(self) -> None:
        """Publishes what is gathered."""
        if self._lines:
            self._publish(self._lines, self._reading.cursor)
            self.lines += len(self._lines)
            self._lines, self._size = [], 0
            self._due = time.monotonic() + self._batch_seconds()
