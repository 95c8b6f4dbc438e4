"""Lines grouped for sending: each batch is encoded once, however many watch, and knows the place after it."""

from containers.engine.log_filter import LogFilter
from containers.engine.log_lines import STAMP, Line
from containers.streaming.cursor import Cursor, after, seconds_of

BATCH_BYTES = 256 * 1024
# What a frame counts of which all lines were left out (bytes).
EMPTY_BYTES = 128
_STAMP_AND_SPACE = STAMP + 1


class Batch:
    """Some lines in the log's order, and the cursor of a reader who has seen them and all before them."""

    __slots__ = ("_cursor_text", "_printed", "_shown", "_written", "count", "cursor", "passed_over", "size", "stamped")

    def __init__(self, lines: list[Line], cursor: Cursor, passed_over: int = 0) -> None:
        raw = b"".join([part for line in lines for part in line])
        self.stamped = raw.decode("utf-8", "replace")
        self.size = len(raw)
        self.count = len(lines)
        self.cursor = cursor
        self.passed_over = passed_over
        self._shown: dict[LogFilter, Batch] = {}
        self._printed: str | None = None
        self._cursor_text = ""
        self._written: float | None = None

    def bytes_sent(self, timestamps: bool) -> int:
        """How many bytes `text` has in UTF-8 as far as a viewer's credit goes."""
        if not self.count:
            return EMPTY_BYTES
        return self.size if timestamps else self.size - self.count * _STAMP_AND_SPACE

    def shown(self, wanted: LogFilter) -> "Batch":
        """The same place with only the lines that are wanted; filtered once for all who want the same."""
        if wanted.keeps_all:
            return self
        shown = self._shown.get(wanted)
        if shown is None:
            kept = wanted.keep(self.lines())
            shown = self._shown[wanted] = Batch(kept, self.cursor, self.count - len(kept))
        return shown

    @property
    def first_place(self) -> str:
        """The place of the first line, "" where there is none."""
        return self.stamped[: 1 + STAMP]

    @property
    def written(self) -> float:
        """When the last line was written, in seconds since the epoch; there must be one."""
        if self._written is None:
            last = self.stamped.rfind("\n", 0, -1) + 1
            self._written = seconds_of(self.stamped[last + 1 : last + 1 + STAMP].encode())
        return self._written

    def cursor_text(self, container_id: str) -> str:
        """The cursor after these lines as a client keeps it."""
        if not self._cursor_text:
            self._cursor_text = self.cursor.text(container_id)
        return self._cursor_text

    def text(self, timestamps: bool) -> str:
        """The lines as a frame holds them, each after its stream's letter, with or without their stamps."""
        if timestamps:
            return self.stamped
        if self._printed is None:
            self._printed = "".join(
                [line[0] + line[1 + _STAMP_AND_SPACE :] + "\n" for line in self.stamped.split("\n")[:-1]]
            )
        return self._printed

    def lines(self) -> list[Line]:
        """The lines again, for a viewer who must leave some out."""
        return [(line[:1].encode(), line[1:].encode() + b"\n") for line in self.stamped.split("\n")[:-1]]


def batches_of(lines: list[Line], start: Cursor, end: Cursor) -> list[Batch]:
    """The lines between two cursors as batches of at most BATCH_BYTES, or of one line that is longer."""
    if sum(len(payload) + 1 for _stream, payload in lines) <= BATCH_BYTES:
        return [Batch(lines, end)] if lines else []
    batches: list[Batch] = []
    cursor, first = start, 0
    while first < len(lines):
        beyond, size = first, 0
        while beyond < len(lines) and (beyond == first or size + len(lines[beyond][1]) < BATCH_BYTES):
            size += len(lines[beyond][1]) + 1
            beyond += 1
        group = lines[first:beyond]
        if beyond == len(lines):
            cursor = end
        else:
            # A line that ends later may have begun before these: its stamp is where reading would begin again.
            later = [payload[:STAMP] for _stream, payload in lines[beyond:]]
            cursor = after(cursor, group, min([*later, *([end.opened] if end.opened else [])]))
        batches.append(Batch(group, cursor))
        first = beyond
    return batches
