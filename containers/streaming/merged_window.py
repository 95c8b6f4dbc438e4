"""A part of several logs as one, by their times: before some places of theirs, after them, from a moment on.

Of each log a window is read. Where one was not read to the end, nothing is known of what comes then; so lines of the
others are shown as far as that one reaches, and the rest of theirs is read again with the next part.
"""

from collections.abc import Callable
from dataclasses import dataclass

from containers.engine.connection import Engine
from containers.engine.log_filter import LogFilter
from containers.engine.log_lines import STAMP, Line
from containers.engine.logs import log_subject
from containers.streaming.cursor import Cursor, after, place_of
from containers.streaming.merged_place import MergedPlace
from containers.streaming.reading import Reading
from containers.streaming.window import Window, Windows

# Of each log at least so many lines are read at once.
FEWEST_LINES = 100


@dataclass(frozen=True)
class Piece:
    """What was read of one container's log, and between which of its places; `asked` is where reading began."""

    container: str
    asked: MergedPlace
    window: Window
    end: MergedPlace


@dataclass(frozen=True)
class Share:
    """What of a piece is shown, and the places before and after it."""

    container: str
    lines: list[Line]
    first: MergedPlace
    last: MergedPlace


class MergedWindows:
    """Reads pieces of one container's log; one thread at a time."""

    def __init__(self, engine: Engine, container: str, wanted: LogFilter) -> None:
        self._engine = engine
        self._subject = log_subject(engine, container)
        self._windows = Windows(engine, self._subject, wanted)
        self.id = container[:12]

    def before(self, place: MergedPlace, count: int) -> Piece:
        """The last lines before a place; raises EngineError, as all of these."""
        if place.cursor is not None:
            window = self._windows.before(place.cursor, count, through=place.after_line)
        elif place.moment:
            window = self._windows.before_moment(place.moment, count)
        else:
            window = Window([], None, None, more=False)
        return Piece(self.id, place, window, place)

    def end(self, _place: MergedPlace, count: int) -> Piece:
        """The last lines there are."""
        reading = Reading(self._engine, self._subject, tail="0")
        try:
            while not reading.ended:
                reading.read()
        finally:
            reading.close()
        if reading.cursor.last_mark is None:
            return self.before(MergedPlace(self.id), count)
        piece = self.before(MergedPlace(self.id, reading.cursor, after_line=True), count)
        return Piece(piece.container, piece.asked, piece.window, MergedPlace(self.id, reading.cursor))

    def after(self, place: MergedPlace, count: int) -> Piece:
        """The lines after a place, or from its moment on."""
        if place.cursor is not None:
            return Piece(self.id, place, self._windows.after(place.cursor, count), place)
        return Piece(self.id, place, self._windows.since(place.moment, count), place)


def lines_of_each(lines: int, containers: int) -> int:
    """How many lines are read of each container for a part of so many."""
    return max(FEWEST_LINES, -(-lines // max(containers, 1)))


def shares_before(pieces: list[Piece]) -> tuple[list[Share], bool]:
    """What is shown of pieces that end where they were asked for, and whether there is more before it."""
    bound = max([_earliest(each) for each in pieces if each.window.more], default=b"")
    shares, more = [], False
    for piece in pieces:
        lines, window = piece.window.lines, piece.window
        cut = _count_from_end(lines, lambda stamp: stamp >= bound)
        more = more or window.more or cut > 0
        if cut and cut < len(lines):
            first = MergedPlace(piece.container, place_of(lines, cut))
        elif cut or (window.more and window.first is None):
            first = piece.asked
        else:
            first = MergedPlace(piece.container, window.first if window.more else None)
        shares.append(Share(piece.container, lines[cut:], first, piece.end))
    return shares, more


def shares_after(pieces: list[Piece]) -> tuple[list[Share], bool]:
    """What is shown of pieces that begin where they were asked for, and whether there is more after it."""
    bounds = [_latest(each) for each in pieces if each.window.more]
    bound = min(bounds, default=b"")
    shares, more = [], False
    for piece in pieces:
        lines, window = piece.window.lines, piece.window
        cut = len(lines)
        if bounds:
            cut = next((at for at, line in enumerate(lines) if line[1][:STAMP] > bound), len(lines))
        more = more or window.more or cut < len(lines)
        last = piece.asked
        if cut == len(lines) and window.last is not None:
            last = MergedPlace(piece.container, window.last)
        elif cut:
            last = MergedPlace(piece.container, after(piece.asked.cursor or Cursor(), lines[:cut]))
        first = piece.asked if not cut or window.first is None else MergedPlace(piece.container, window.first)
        shares.append(Share(piece.container, lines[:cut], first, last))
    return shares, more


def _earliest(piece: Piece) -> bytes:
    """The earliest time that a window which has more before it reaches back to."""
    mark = piece.window.first.last_mark if piece.window.first else None
    stamps = [payload[:STAMP] for _stream, payload in piece.window.lines] + ([mark.stamp] if mark else [])
    return min(stamps, default=b"")


def _latest(piece: Piece) -> bytes:
    """The latest time that a window which has more after it reaches."""
    mark = piece.window.last.last_mark if piece.window.last else None
    stamps = [payload[:STAMP] for _stream, payload in piece.window.lines] + ([mark.stamp] if mark else [])
    return max(stamps, default=b"")


def _count_from_end(lines: list[Line], kept: Callable[[bytes], bool]) -> int:
    """How many lines stand before those at the end that are all kept."""
    at = len(lines)
    while at and kept(lines[at - 1][1][:STAMP]):
        at -= 1
    return at
