"""One pass over a container's log from a place in it: the lines that are new there, and the place after them."""

from containers.engine.connection import Engine
from containers.engine.log_lines import Line, lines_of
from containers.engine.logs import READ_PAUSE, LogReader, LogSubject, open_log
from containers.streaming.cursor import Cursor, Skip, after, settle
from containers.streaming.repeats import Repeats

# `since` alone makes the engine scan the log from its start (1.5 us a line); with a tail it starts near the end.
# Tried in turn: the second is where a viewer is that fell a second or two behind a very fast log.
NEAR_THE_END = ("5000", "200000", "all")


class Reading:
    """Reads on from `cursor`, or from what `tail` and `since` say when there is none yet. One thread uses it.

    A cursor is looked for in the last messages, so many as `tails` say in turn.

    `cursor` moves with the lines that were returned. `gap` becomes True when the engine no longer has the line at the
    cursor (rotated away). `ended` becomes True at the end of the engine's answer, which proves nothing by itself.
    """

    def __init__(
        self,
        engine: Engine,
        subject: LogSubject,
        cursor: Cursor | None = None,
        *,
        follow: bool = False,
        tail: str = "all",
        since: str = "",
        until: str = "",
        tails: tuple[str, ...] = NEAR_THE_END,
    ) -> None:
        self._engine = engine
        self._subject = subject
        self._follow = follow
        self._since = since
        self._until = until
        # From "now" on means after the last line there is, so that one is read and not shown.
        self._hidden = cursor is None and tail == "0"
        self._closed = False
        self._unchecked = False
        self._tails = iter(tails)
        self.cursor = cursor or Cursor()
        self.gap = False
        self.ended = False
        if cursor is None:
            self._open("1" if self._hidden else tail, since)
        else:
            self._open_at_cursor(next(self._tails) if _can_be_checked(cursor) else "all")

    def read(self, timeout: float | None = None, pause: float = READ_PAUSE) -> list[Line] | None:
        """The new lines of the next read, none when it held only parts; None when nothing came within `timeout` s.

        Raises EngineError.
        """
        data = self._reader.read(timeout, pause)
        if data is None:
            return None
        if not data:
            return self._end()
        lines = self._lines.feed(data)
        if self._follow:
            lines = self._repeats.keep(lines)
        kept = self._skip.keep(lines)
        if self._unchecked and lines:
            # What starts with a line already seen leaves none out; else the tail was too short.
            if kept and kept[0] is lines[0]:
                self._reopen()
                return []
            self._unchecked = False
        return self._kept(kept)

    def _end(self) -> list[Line]:
        if self._unchecked:
            self._reopen()
            return []
        self.ended = True
        return self._kept(self._lines.flush()) if self._hidden else []

    def _kept(self, lines: list[Line]) -> list[Line]:
        opened = self._lines.opened()
        if not self._skip.met:
            opened = min(filter(None, (opened, self.cursor.opened)), default=b"")
        self.cursor = after(self.cursor, lines, opened)
        self.gap, self._skip.gap = self.gap or self._skip.gap, False
        return [] if self._hidden else lines

    def read_or_flush(self, running: bool) -> list[Line]:
        """The new lines of the next read; at the end of a container that does not run, what has no newline too."""
        lines = self.read() or []
        return [*lines, *self.flush()] if self.ended and not running else lines

    def flush(self) -> list[Line]:
        """What is left without a newline, as lines; to be asked only when the log has truly ended."""
        lines = self._lines.flush()
        if lines:
            self.cursor = settle(after(self.cursor, lines))
        return lines

    def close(self) -> None:
        """Ends the engine's answer; any thread may, and a read that waits then returns."""
        self._closed = True
        self._reader.close()

    def _reopen(self) -> None:
        self._reader.close()
        self._open_at_cursor(next(self._tails))

    def _open_at_cursor(self, tail: str) -> None:
        self._open(tail, self.cursor.since() or self._since)
        self._unchecked = tail != "all"

    def _open(self, tail: str, since: str) -> None:
        self._skip = Skip(self.cursor)
        self._lines = lines_of(self._subject.tty)
        self._unchecked = False
        self._repeats = Repeats()
        self._reader: LogReader = open_log(
            self._engine, self._subject.id, follow=self._follow, tail=tail, since=since, until=self._until
        )
        if self._closed:
            self._reader.close()


def _can_be_checked(cursor: Cursor) -> bool:
    mark = cursor.last_mark
    return mark is not None and mark.count == 1 and not cursor.opened
