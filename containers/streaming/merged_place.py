"""Places in a merged log: of each container one, opaque to clients, who give back those that they were given."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from containers.streaming.cursor import Cursor, read_cursor

BEGINNING, MOMENT, AFTER = "-", "@", "+"
_ID = 12


@dataclass(frozen=True)
class MergedPlace:
    """In the log of the container whose id begins with `container`: a line, named by its cursor; a moment, where it has
    no line that was shown; or its beginning, where it has neither. `after_line`: right after the line, not before it.
    """

    container: str
    cursor: Cursor | None = None
    moment: str = ""
    after_line: bool = field(default=False, compare=False)

    def text(self) -> str:
        """As a client keeps it."""
        if self.cursor is not None:
            return (AFTER if self.after_line else "") + self.cursor.text(self.container)
        return f"{MOMENT}{self.container}.{self.moment}" if self.moment else BEGINNING + self.container


def read_merged_place(text: str) -> MergedPlace:
    """The place that a client gave; raises ValueError with a sentence."""
    kind, rest = text[:1], text[1:]
    try:
        if kind == BEGINNING and len(rest) == _ID:
            return MergedPlace(rest)
        if kind == MOMENT:
            container, _dot, moment = rest.partition(".")
            if len(container) == _ID and 0 <= float(moment) < float("inf"):
                return MergedPlace(container, moment=moment)
        container, cursor = read_cursor(rest if kind == AFTER else text)
    except ValueError as error:  # CursorError is one
        raise ValueError(_("This cursor is none of ours. Open the log without it to begin anew.")) from error
    return MergedPlace(container, cursor, after_line=kind == AFTER)
