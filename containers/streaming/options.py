"""What a client asks of a log's socket, in its query: the words of `docker logs`, filters, and a cursor."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from containers.engine.log_filter import ALL_LINES, LogFilter, log_filter
from containers.engine.moments import engine_moment
from containers.streaming.cursor import Cursor, CursorError, read_place

_YES = {"1": True, "true": True, "": False, "0": False, "false": False}


@dataclass(frozen=True)
class LogOptions:
    """Options as `docker logs` has them, moments as the engine takes them; a cursor and the container it belongs to.

    That is its id's first 12 digits, or "" for a place that does not say.
    """

    tail: str = "all"
    since: str = ""
    until: str = ""
    timestamps: bool = False
    follow: bool = True
    cursor: Cursor | None = None
    cursor_container: str = ""
    filter: LogFilter = ALL_LINES

    def seconds_left(self) -> float | None:
        """How long the log is to be followed, in seconds: until `until`; None for ever."""
        return max(float(self.until) - time.time(), 0) if self.until else None


def log_options(query: bytes) -> LogOptions:
    """The options of a query string; raises ValueError with a sentence."""
    asked = asked_by(query)
    tail = asked.get("tail", "all")
    if not re.fullmatch(r"all|\d{1,9}", tail, re.ASCII):
        raise ValueError(_("tail is a number of lines or “all”, not “%(tail)s”.") % {"tail": tail[:40]})
    container, cursor = _cursor(asked.get("cursor", ""))
    until = _moment(asked, "until")
    return LogOptions(
        tail=tail,
        since=_moment(asked, "since"),
        until=until,
        timestamps=switch(asked, "timestamps", default=False),
        follow=switch(asked, "follow", default=True) and (not until or float(until) > time.time()),
        cursor=cursor,
        cursor_container=container,
        filter=log_filter(asked),
    )


def asked_by(query: bytes) -> dict[str, str]:
    """The words of a query string, the last of each name."""
    return {name: values[-1] for name, values in parse_qs(query.decode("latin-1"), keep_blank_values=True).items()}


def _cursor(text: str) -> tuple[str, Cursor | None]:
    if not text:
        return "", None
    try:
        return read_place(text)
    except CursorError as error:
        raise ValueError(_("This cursor is none of ours. Open the log without it to begin anew.")) from error


def _moment(asked: Mapping[str, str], name: str) -> str:
    return engine_moment(asked[name]) if asked.get(name) else ""


def switch(asked: Mapping[str, str], name: str, default: bool) -> bool:
    """Whether a query's word is 1 or 0; raises ValueError with a sentence."""
    if name not in asked:
        return default
    if asked[name].lower() not in _YES:
        raise ValueError(_("%(name)s is 1 or 0, not “%(value)s”.") % {"name": name, "value": asked[name][:40]})
    return _YES[asked[name].lower()]
