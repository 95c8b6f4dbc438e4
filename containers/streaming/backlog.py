"""Reads a log for one viewer, from its place up to the log's present end, as fast as the viewer acknowledges."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from containers.engine.connection import Engine
from containers.engine.log_lines import Line
from containers.engine.logs import LogSubject
from containers.streaming.batch import BATCH_BYTES, Batch, batches_of
from containers.streaming.credit import Credit
from containers.streaming.cursor import Cursor
from containers.streaming.options import LogOptions
from containers.streaming.reading import Reading
from containers.streaming.state import GAP, State

# So many viewers read their own part of a log from the engines at once; others wait for their turn.
READERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="log-backlog")
# A viewer that acknowledges nothing for so long (seconds) gives up its turn, and goes on by its cursor later.
STALL_SECONDS = 1.0
_ENOUGH = BATCH_BYTES * 3 // 4

Deliver = Callable[[Batch | State, int], None]


class Backlog:
    """One run through the log. `deliver(batch or gap, bytes sent with it)` is called from the reading thread.

    Afterwards `cursor` is the viewer's new place, `delivered` the number of lines, `stalled` whether it gave up before
    the end because the viewer did not acknowledge. With `to_the_end`, what is left without a newline is delivered too.
    """

    def __init__(
        self,
        engine: Engine,
        subject: LogSubject,
        options: LogOptions,
        cursor: Cursor | None,
        credit: Credit,
        deliver: Deliver,
        *,
        to_the_end: bool = False,
    ) -> None:
        self._engine = engine
        self._subject = subject
        self._options = options
        self._credit = credit
        self._deliver = deliver
        self._to_the_end = to_the_end
        self._stopped = threading.Event()
        self._reading: Reading | None = None
        self.cursor = cursor
        self.stalled = False
        self.delivered = 0

    def stop(self) -> None:
        """Ends the run soon, from any thread."""
        self._stopped.set()
        if self._reading is not None:
            self._reading.close()

    def run(self) -> None:
        """Reads to the end; raises EngineError."""
        place = self._place_of_now() if self.cursor is None and self._options.since else None
        reading = self._open(self.cursor, self._options.tail, self._options.since, self._options.until)
        try:
            self._read(reading)
        finally:
            reading.close()
        if not self.stalled and not self._stopped.is_set():
            # A log with nothing since the moment asked for goes on from here, not from its beginning.
            self.cursor = place if place is not None and not reading.cursor.marks else reading.cursor

    def _place_of_now(self) -> Cursor:
        reading = self._open(None, "0", "", "")
        try:
            while not reading.ended and not self._stopped.is_set():
                reading.read()
            return reading.cursor
        finally:
            reading.close()

    def _open(self, cursor: Cursor | None, tail: str, since: str, until: str) -> Reading:
        reading = self._reading = Reading(self._engine, self._subject, cursor, tail=tail, since=since, until=until)
        if self._stopped.is_set():
            reading.close()
        return reading

    def _read(self, reading: Reading) -> None:
        self.cursor = reading.cursor
        lines: list[Line] = []
        size = 0
        while not (reading.ended or self.stalled or self._stopped.is_set()):
            new = reading.read() or []
            if reading.gap:
                reading.gap = False
                self._deliver(GAP, 0)
            lines += new
            size += sum([len(payload) for _stream, payload in new])
            if size >= _ENOUGH:
                self._ship(lines, reading.cursor)
                lines, size = [], 0
        if self._to_the_end and reading.ended:
            lines += reading.flush()
        self._ship(lines, reading.cursor)

    def _ship(self, lines: list[Line], end: Cursor) -> None:
        for whole in batches_of(lines, self.cursor or Cursor(), end):
            batch = whole.shown(self._options.filter)
            if self.stalled or self._stopped.is_set():
                return
            total = self._credit.take(batch.bytes_sent(self._options.timestamps), STALL_SECONDS)
            if total is None:
                self.stalled = True
                return
            self._deliver(batch, total)
            self.cursor = batch.cursor
            self.delivered += whole.count
