"""A part of a log that a viewer asks for beside what it is sent: before a line, after it, or from a moment on.

The engine counts a tail from the log's end only, and stops at `until`. So what comes before a line is found by asking
for longer and longer tails, of which only the first message is read, until one begins before that line: looking
backwards for newlines is all this costs the engine, however long the log.
"""

from collections import deque
from dataclasses import dataclass

from containers.engine.connection import Engine
from containers.engine.log_filter import LogFilter
from containers.engine.log_lines import STAMP, Line, lines_of
from containers.engine.logs import LogSubject, open_log
from containers.streaming.cursor import (
    FLOOR_NANOSECONDS,
    Cursor,
    Mark,
    after,
    moment_of,
    place_at,
    place_of,
    stamp_after,
)
from containers.streaming.reading import Reading

# The most that one answer holds (bytes of lines), and that is looked at for it (lines).
WINDOW_BYTES = 512 * 1024
LOOKED_AT = 50_000

# So many messages more than lines are read, and the first lines of those dropped: they may be the ends of long lines.
_MARGIN = 64
_DROPPED = 32
_NARROW = 8192
_LONGEST_TAIL = 1 << 40


@dataclass(frozen=True)
class Window:
    """Lines in the log's order, the places of the first and the last line looked at, and whether the log has more."""

    lines: list[Line]
    first: Cursor | None
    last: Cursor | None
    more: bool


class Windows:
    """Reads windows of one log; one thread at a time. `_behind`: how far back the last one was."""

    def __init__(self, engine: Engine, subject: LogSubject, wanted: LogFilter) -> None:
        self._engine = engine
        self._subject = subject
        self._wanted = wanted
        self._behind = 0

    def after(self, place: Cursor, count: int) -> Window:
        """The lines after a place; raises EngineError, as all of these."""
        return self._onward(Reading(self._engine, self._subject, place), place, count)

    def since(self, moment: str, count: int) -> Window:
        """The first lines from a moment on ("seconds.nanoseconds"); "" is the log's beginning."""
        return self._onward(Reading(self._engine, self._subject, since=moment), None, count)

    def at(self, place: Cursor, count: int) -> Window:
        """The line at a place, and those after it."""
        reading = Reading(self._engine, self._subject, since=moment_of(_mark(place).stamp, -FLOOR_NANOSECONDS))
        return self._onward(reading, None, count, _Until(place))

    def before_moment(self, moment: str, count: int) -> Window:
        """The last lines before a moment ("seconds.nanoseconds")."""
        return self.before(place_at(moment), count)

    def before(self, place: Cursor, count: int, *, through: bool = False) -> Window:
        """The last lines before a place; `through`: and the line at it."""
        oldest = self._first_stamp("all")
        if not oldest:
            return Window([], None, None, more=False)
        messages = self._tail_that_reaches(place, oldest, count)
        reach = LOOKED_AT if not self._wanted.keeps_all else count
        while True:
            until = _Until(place, through=through)
            window = self._backward(until, place, count, messages + reach + _MARGIN, oldest)
            if window.first is not None or not window.more or reach > LOOKED_AT * 8:
                if window.lines:
                    self._behind = messages + len(window.lines)
                return window
            reach *= 4

    def _onward(self, reading: Reading, place: Cursor | None, count: int, until: "_Until | None" = None) -> Window:
        shown: list[Line] = []
        first, size, looked = None, 0, 0
        try:
            while not reading.ended:
                lines = reading.read_or_flush(self._subject.running)
                if until is not None:
                    lines = until.from_there(lines)
                if not lines:
                    continue
                first = first or place_of(lines, 0)
                for at in self._wanted.matching(lines):
                    shown.append(lines[at])
                    size += len(lines[at][1])
                    if len(shown) == count or size >= WINDOW_BYTES:
                        return Window(shown, first, after(place or Cursor(), lines[: at + 1]), more=True)
                looked += len(lines)
                place = after(place or Cursor(), lines)
                if looked >= LOOKED_AT:
                    return Window(shown, first, place, more=True)
        finally:
            reading.close()
        return Window(shown, first, place if first else None, more=False)

    def _backward(self, until: "_Until", place: Cursor, count: int, tail: int, oldest: bytes) -> Window:
        reading = Reading(
            self._engine,
            self._subject,
            tail=str(tail),
            until=moment_of(_mark(place).stamp, FLOOR_NANOSECONDS),
        )
        kept, size, first, dropped, whole = deque[Line](), 0, None, 0, False
        trimmed = begun = False
        try:
            while not reading.ended and not until.met:
                lines = reading.read() or []
                if lines and not begun:
                    begun, whole = True, lines[0][1][:STAMP] <= oldest
                lines = until.up_to_there(lines)
                if not whole and dropped < _DROPPED:
                    cut = min(_DROPPED - dropped, len(lines))
                    dropped, lines = dropped + cut, lines[cut:]
                if not lines:
                    continue
                first = first or place_of(lines, 0)
                for line in self._wanted.keep(lines):
                    kept.append(line)
                    size += len(line[1])
                    while len(kept) > count or (size > WINDOW_BYTES and len(kept) > 1):
                        size -= len(kept.popleft()[1])
                        trimmed = True
        finally:
            reading.close()
        shown = list(kept)
        if trimmed:
            first = place_of(shown, 0)
        return Window(shown, first, place_of(shown, len(shown) - 1) if shown else None, trimmed or not whole)

    def _tail_that_reaches(self, place: Cursor, oldest: bytes, count: int) -> int:
        """So many messages from the end on that they begin at the place or before, and not by much."""
        stamp = _mark(place).stamp
        reached = oldest
        if stamp <= oldest:
            return _LONGEST_TAIL
        lower, tail = 0, max(self._behind, 2 * count)
        while tail < _LONGEST_TAIL:
            reached = self._first_stamp(str(tail))
            if not reached or reached <= stamp:
                break
            lower, tail = tail, tail * 4
        while tail - lower > max(_NARROW, 4 * count):
            middle = (lower + tail) // 2
            if self._first_stamp(str(middle)) <= stamp:
                tail = middle
            else:
                lower = middle
        return tail

    def _first_stamp(self, tail: str) -> bytes:
        """The stamp of the first message of a tail; b"" where the log is empty."""
        reader = open_log(self._engine, self._subject.id, tail=tail)
        parts = lines_of(self._subject.tty)
        try:
            while data := reader.read(pause=0):
                lines = parts.feed(data)
                if lines or parts.opened():
                    return min(filter(None, (lines[0][1][:STAMP] if lines else b"", parts.opened())))
        finally:
            reader.close()
        return b""


class _Until:
    """Finds the line of a place in a log that is read; where it is gone, the first line that is later."""

    def __init__(self, place: Cursor, *, through: bool = False) -> None:
        mark = _mark(place)
        self._through = through
        self._stream = place.last if mark.count else b""
        self._stamp = mark.stamp
        self._left = max(mark.count, 1)
        self._beyond = stamp_after(mark.stamp, FLOOR_NANOSECONDS)
        self.met = False

    def up_to_there(self, lines: list[Line]) -> list[Line]:
        """Those of the lines that come before it (and it, when that was asked for and it is still there)."""
        at = self._find(lines)
        if at is None:
            return lines
        return lines[: at + (self._through and lines[at][1][:STAMP] == self._stamp)]

    def from_there(self, lines: list[Line]) -> list[Line]:
        """Those of the lines that come from it on, itself first."""
        if self.met:
            return lines
        at = self._find(lines)
        return [] if at is None else lines[at:]

    def _find(self, lines: list[Line]) -> int | None:
        for at, (stream, payload) in enumerate(lines):
            stamp = payload[:STAMP]
            if self._stream in (b"", stream) and stamp >= self._stamp:
                self._left -= stamp == self._stamp
                if stamp > self._stamp or not self._left:
                    self.met = True
                    return at
            elif stamp > self._beyond:
                self.met = True
                return at
        return None


def _mark(place: Cursor) -> Mark:
    mark = place.last_mark
    if mark is None:
        raise ValueError("This place names no line.")
    return mark
