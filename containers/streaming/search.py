"""Searches one log from its beginning to the end it has now, and hands over the lines that match as they are found."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from containers.engine.connection import Engine
from containers.engine.log_filter import LogFilter
from containers.engine.log_lines import STAMP, Line
from containers.engine.logs import LogSubject, log_subject
from containers.streaming.cursor import FLOOR_NANOSECONDS, Cursor, stamp_after
from containers.streaming.reading import Reading

# Hits are handed over when so many bytes of them are found, or after so many seconds, the first ones at once.
HITS_BYTES = 128 * 1024
HITS_SECONDS = 0.1
PROGRESS_SECONDS = 0.25
# Lines are looked at together: a look at each read's few hundred would cost more than the looking. First in small parts
# that double, since a person waits for the first hit.
TOGETHER = 256 * 1024
_FIRST_LOOK = 32 * 1024

Hit = tuple[int, Line]


@dataclass(frozen=True)
class Found:
    """Hits since the last report, and how far the search is. `last` is the stamp of the last line there was."""

    hits: list[Hit]
    count: int
    searched: int
    reached: bytes
    last: bytes
    text_bytes: int
    gap: bool = False

    @property
    def size(self) -> int:
        """Bytes of the hits."""
        return sum([len(payload) for _number, (_stream, payload) in self.hits])


class Search:
    """One run through a log. `report` is called from the searching thread, and returns False to end it."""

    def __init__(
        self,
        engine: Engine,
        subject: LogSubject,
        wanted: LogFilter,
        report: Callable[[Found], bool],
        *,
        since: str = "",
        until: str = "",
        limit: int,
    ) -> None:
        self._engine = engine
        self._subject = subject
        self._wanted = wanted
        self._report = report
        self._since = since
        self._until = until
        self._limit = limit
        self._stopped = threading.Event()
        self._reading: Reading | None = None
        self._hits: list[Hit] = []
        self._hits_size = 0
        self._count = self._searched = self._bytes = 0
        self._reached = self._last = b""
        self._gap = False
        self._reported = 0.0
        self._hit_reported = False

    @property
    def limited(self) -> bool:
        """Whether it ended because there were as many hits as were asked for."""
        return self._count >= self._limit

    def stop(self) -> None:
        """Ends the search soon, from any thread."""
        self._stopped.set()
        if self._reading is not None:
            self._reading.close()

    def run(self) -> None:
        """Searches to the end; raises EngineError."""
        self._last = self._last_stamp()
        cursor: Cursor | None = None
        while not self._over:
            searched = self._searched
            cursor = self._search_from(cursor)
            # The end of an answer proves nothing, since an engine that goes away looks like one: then this raises.
            log_subject(self._engine, self._subject.id)
            if self._until or self._reached >= self._last or self._searched == searched:
                break
        self._hand_over()

    @property
    def _over(self) -> bool:
        return self._stopped.is_set() or self.limited

    def _open(self, cursor: Cursor | None, tail: str, since: str) -> Reading:
        reading = self._reading = Reading(
            self._engine, self._subject, cursor, tail=tail, since=since, until=self._until
        )
        if self._stopped.is_set():
            reading.close()
        return reading

    def _last_stamp(self) -> bytes:
        reading, last = self._open(None, "1", ""), b""
        try:
            while not reading.ended and not self._stopped.is_set():
                lines = reading.read_or_flush(self._subject.running)
                last = lines[-1][1][:STAMP] if lines else last
        finally:
            reading.close()
        return last

    def _search_from(self, cursor: Cursor | None) -> Cursor:
        reading = self._open(cursor, "all", self._since)
        beyond = stamp_after(self._last, FLOOR_NANOSECONDS) if self._last else b""
        lines: list[Line] = []
        size, enough = 0, _FIRST_LOOK
        try:
            while not (reading.ended or self._over):
                new = reading.read() or []
                self._gap, reading.gap = self._gap or reading.gap, False
                lines += new
                size += sum([len(payload) for _stream, payload in new])
                if size >= enough:
                    self._look_at(lines, size)
                    # A log that is written faster than it is searched ends where it did when the search began.
                    if beyond and lines[-1][1][:STAMP] > beyond:
                        return reading.cursor
                    lines, size, enough = [], 0, min(enough * 2, TOGETHER)
            if not self._over:
                if not self._subject.running:
                    lines += reading.flush()
                self._look_at(lines, sum([len(payload) for _stream, payload in lines]))
        finally:
            reading.close()
        return reading.cursor

    def _look_at(self, lines: list[Line], size: int) -> None:
        if not lines:
            return
        before = self._searched
        for at in self._wanted.matching(lines)[: self._limit - self._count]:
            self._hits.append((before + at + 1, lines[at]))
            self._hits_size += len(lines[at][1])
            self._count += 1
            if self._hits_size >= HITS_BYTES:
                self._searched = before + at + 1
                self._hand_over()
                if self._over:
                    return
        self._searched = before + len(lines)
        self._bytes += size - len(lines) * (STAMP + 2)
        self._reached = max(self._reached, lines[-1][1][:STAMP])
        patience = PROGRESS_SECONDS if not self._hits else HITS_SECONDS if self._hit_reported else 0.0
        if time.monotonic() - self._reported >= patience:
            self._hand_over()

    def _hand_over(self) -> None:
        hits, self._hits, self._hits_size = self._hits, [], 0
        found = Found(hits, self._count, self._searched, self._reached, self._last, self._bytes, self._gap)
        self._gap = False
        self._hit_reported = self._hit_reported or bool(hits)
        self._reported = time.monotonic()
        if not self._report(found):
            self._stopped.set()
