"""Where a reader is in a log, exactly: what it has seen is never sent again, what it has not seen is never left out.

The lines of one stream are in the order of their stamps; between stdout and stderr stamps step backwards by some
milliseconds, so one stamp for both loses lines. A cursor therefore keeps, for each stream, the stamp of its last
completed line and how many completed lines carry that stamp, and which stream came last. Reading goes on from a floor
below all of these (or from the first piece of a line that has begun), and drops what the cursor covers.
"""

import calendar
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from containers.engine.log_lines import STAMP, Line

STREAMS = (b"o", b"e")
# How far stamps of the two streams may step backwards; 8 ms were seen.
FLOOR_NANOSECONDS = 1_000_000_000
# A mark's count that stands for: every line with that stamp.
ALL = 0

_VERSION = "1"
_SECOND = 1_000_000_000


class CursorError(ValueError):
    """A cursor that was not written by us, or was damaged on its way."""


@dataclass(frozen=True)
class Mark:
    """The last completed line of a stream: its stamp, and how many completed lines carry that stamp (or ALL)."""

    stamp: bytes
    count: int

    def covers(self, other: "Mark") -> bool:
        """Whether a reader at this mark has seen all of the stream that one at `other` has seen."""
        return (self.stamp, self.count or float("inf")) >= (other.stamp, other.count or float("inf"))


@dataclass(frozen=True)
class Cursor:
    """A place in a log: a mark for each stream that was seen, which of them came last, the stamp of an open line."""

    marks: Mapping[bytes, Mark] = field(default_factory=dict)
    last: bytes = b""
    opened: bytes = b""

    @property
    def last_mark(self) -> Mark | None:
        """The mark of the line that came last; None when no line was seen."""
        return self.marks.get(self.last)

    def covers(self, stream: bytes, other: Mark) -> bool:
        """Whether a reader at this cursor has seen all of the stream that one at the mark `other` has seen."""
        mark = self.last_mark if self.settled else self.marks.get(stream)
        return mark is not None and mark.covers(other)

    def since(self) -> str:
        """Where reading must begin again, as the engine's "seconds.nanoseconds"; "" when nothing was seen."""
        if not self.marks:
            return _moment(_nanoseconds(self.opened)) if self.opened else ""
        newest = max(_nanoseconds(mark.stamp) for mark in self.marks.values())
        floor = newest - FLOOR_NANOSECONDS
        if self.settled:
            floor = newest + 1
        elif self.opened:
            floor = min(floor, _nanoseconds(self.opened))
        return _moment(floor)

    @property
    def settled(self) -> bool:
        """Whether all up to the newest stamp was seen, and a last line without newline shown: a log that had ended."""
        return any(mark.count == ALL for mark in self.marks.values())

    def text(self, container_id: str) -> str:
        """The cursor as a client keeps it, in a form of ours that may change; it belongs to one container."""
        words = [_VERSION, container_id[:12], self.last.decode() or "-"]
        for stream in STREAMS:
            mark = self.marks.get(stream)
            words.append(f"{_nanoseconds(mark.stamp)}x{mark.count}" if mark else "-")
        words.append(str(_nanoseconds(self.opened)) if self.opened else "-")
        body = ".".join(words)
        return f"{body}.{zlib.crc32(body.encode()):08x}"


def read_cursor(text: str) -> tuple[str, Cursor]:
    """The container's id (its first 12 digits) and the cursor that `text` holds; raises CursorError."""
    body, _dot, sum_ = text.rpartition(".")
    words = body.split(".")
    if sum_ != f"{zlib.crc32(body.encode()):08x}" or len(words) != 6 or words[0] != _VERSION:
        raise CursorError(text[:200])
    _version, container_id, last, *marks, opened = words
    try:
        seen = {stream: _mark(word) for stream, word in zip(STREAMS, marks, strict=True) if word != "-"}
        return container_id, Cursor(
            seen, b"" if last == "-" else last.encode(), b"" if opened == "-" else _stamp(int(opened))
        )
    except (ValueError, OverflowError, OSError) as error:
        raise CursorError(text[:200]) from error


def read_place(text: str) -> tuple[str, Cursor]:
    """As `read_cursor`, also of a line's letter and time together, which do not say a container ("")."""
    if text[:1].encode() not in STREAMS:
        return read_cursor(text)
    stream, stamp = text[:1].encode(), text[1:].encode()
    try:
        good = len(stamp) == STAMP and _stamp(_nanoseconds(stamp)) == stamp
    except ValueError:
        good = False
    if not good:
        raise CursorError(text[:200])
    return "", Cursor({stream: Mark(stamp, 1)}, stream)


def place_of(lines: list[Line], at: int) -> Cursor:
    """The place of one of these lines, which are in the log's order."""
    stream, payload = lines[at]
    stamp = payload[:STAMP]
    same = 1
    while at >= same and lines[at - same][0] == stream and lines[at - same][1][:STAMP] == stamp:
        same += 1
    return Cursor({stream: Mark(stamp, same)}, stream)


def place_at(moment: str) -> Cursor:
    """The place of the first line, of whichever stream, from a moment ("seconds.nanoseconds") on."""
    seconds, _dot, fraction = moment.partition(".")
    stamp = _stamp(int(seconds) * _SECOND + int(fraction.ljust(9, "0")[:9]))
    return Cursor({STREAMS[0]: Mark(stamp, ALL)}, STREAMS[0])


def moment_of(stamp: bytes, later: int = 0) -> str:
    """A stamp, or the moment so many nanoseconds later, as the engine takes it: "seconds.nanoseconds"."""
    return _moment(max(_nanoseconds(stamp) + later, 0))


def seconds_of(stamp: bytes) -> float:
    """A stamp as seconds since the epoch."""
    return _nanoseconds(stamp) / _SECOND


def stamp_after(stamp: bytes, nanoseconds: int) -> bytes:
    """The stamp so many nanoseconds after another."""
    return _stamp(_nanoseconds(stamp) + nanoseconds)


def _mark(word: str) -> Mark:
    nanoseconds, _x, count = word.partition("x")
    return Mark(_stamp(int(nanoseconds)), int(count))


def _moment(nanoseconds: int) -> str:
    return f"{nanoseconds // _SECOND}.{nanoseconds % _SECOND:09d}"


def _nanoseconds(stamp: bytes) -> int:
    whole = calendar.timegm(time.strptime(stamp[:19].decode(), "%Y-%m-%dT%H:%M:%S"))
    return whole * _SECOND + int(stamp[20:29])


def _stamp(nanoseconds: int) -> bytes:
    whole, rest = divmod(nanoseconds, _SECOND)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{rest:09d}Z".encode()


def after(cursor: Cursor, lines: list[Line], opened: bytes = b"") -> Cursor:
    """The cursor of a reader that was at `cursor` and then saw these lines; `opened` is the stamp of an open line."""
    if not lines:
        return cursor if cursor.opened == opened else Cursor(cursor.marks, cursor.last, opened)
    marks = dict(cursor.marks)
    for stream in STREAMS:
        mark = _last_mark(stream, lines)
        if mark is not None:
            known = marks.get(stream)
            more = known.count if known is not None and known.stamp == mark.stamp else 0
            marks[stream] = Mark(mark.stamp, mark.count + more)
    return Cursor(marks, lines[-1][0], opened)


def _last_mark(stream: bytes, lines: list[Line]) -> Mark | None:
    stamp, count = b"", 0
    for each, payload in reversed(lines):
        if each != stream:
            continue
        if not count:
            stamp = payload[:STAMP]
        elif payload[:STAMP] != stamp:
            break
        count += 1
    return Mark(stamp, count) if count else None


def settle(cursor: Cursor) -> Cursor:
    """The cursor once the log has truly ended and what it had left without a newline was shown as lines.

    Whatever comes later is of another run of the container, and newer than all that was seen.
    """
    if not cursor.marks:
        return cursor
    newest = max(mark.stamp for mark in cursor.marks.values())
    return Cursor({cursor.last: Mark(newest, ALL)}, cursor.last)


class Skip:
    """Drops, from a log that is read again from below a cursor, what the cursor covers.

    In the log's order everything up to the cursor's last line was seen; `met` says that this line has come (again) and
    all that follows is new. `gap` says that it never came: the engine has rotated it away, and lines may be missing.
    """

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._seen = dict.fromkeys(STREAMS, 0)
        self.gap = False
        mark = cursor.last_mark
        self.met = mark is None
        if mark is not None:
            self._last_stamp = mark.stamp
            self._beyond = _stamp(_nanoseconds(mark.stamp) + FLOOR_NANOSECONDS)

    def keep(self, lines: list[Line]) -> list[Line]:
        """Those of the lines that are new."""
        if self._passed():
            return lines
        kept: list[Line] = []
        for at, (stream, payload) in enumerate(lines):
            if self._is_new(stream, payload[:STAMP]):
                kept.append(lines[at])
            if self._passed():
                kept.extend(lines[at + 1 :])
                break
        return kept

    def _passed(self) -> bool:
        return self.met

    def _is_new(self, stream: bytes, stamp: bytes) -> bool:
        if self._cursor.settled:
            self.met = stamp > self._last_stamp
            return self.met
        mark = self._cursor.marks.get(stream)
        is_last = stream == self._cursor.last
        if mark is not None and stamp == mark.stamp and self._seen[stream] < mark.count:
            self._seen[stream] += 1
            self.met = is_last and self._seen[stream] == mark.count
            return False
        if stamp > self._beyond or (is_last and stamp >= self._last_stamp):
            self.met = self.gap = True
            return True
        return mark is not None and stamp >= mark.stamp
