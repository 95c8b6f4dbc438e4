"""What a client asks of the events' socket, in its query: the words of `docker events`, and those of a page."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from containers.engine.engine_events import EngineEvent
from containers.engine.event_filter import ALL_EVENTS, EventFilter, event_filter
from containers.engine.moments import engine_moment
from containers.streaming.options import asked_by, switch

_MOST_FILTERS = 100
_NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class EventOptions:
    """Moments are nanoseconds since the epoch, 0 for none. `of` is a container's id, "" for all.

    `tail` is how many events of before to begin with at most, None for all that `since` asks for. `brief` asks for
    events without attributes, `execs` for those of execs and health checks too.
    """

    since: int = 0
    until: int = 0
    filter: EventFilter = ALL_EVENTS
    of: str = ""
    tail: int | None = None
    brief: bool = False
    execs: bool = True
    cursor: str = ""

    def wants(self, event: EngineEvent) -> bool:
        """Whether the event is to be sent."""
        if event.nanoseconds < self.since or (self.until and event.nanoseconds > self.until):
            return False
        if not self.execs and event.action.startswith("exec_"):
            return False
        return (not self.of or event.concerns(self.of)) and self.filter.keeps(event)


def event_options(query: bytes) -> EventOptions:
    """The options of a query string; raises ValueError with a sentence."""
    asked, filters = asked_by(query), parse_qs(query.decode("latin-1")).get("filter", [])
    if len(filters) > _MOST_FILTERS:
        raise ValueError(_("At most %(most)d filters can be given.") % {"most": _MOST_FILTERS})
    tail = asked.get("tail", "")
    if tail and not re.fullmatch(r"\d{1,9}", tail, re.ASCII):
        raise ValueError(_("tail is a number of events, not “%(tail)s”.") % {"tail": tail[:40]})
    return EventOptions(
        tail=int(tail) if tail else None,
        since=_nanoseconds(asked.get("since", "")),
        until=_nanoseconds(asked.get("until", "")),
        filter=event_filter(filters),
        of=asked.get("of", ""),
        brief=switch(asked, "brief", default=False),
        execs=switch(asked, "execs", default=True),
        cursor=asked.get("cursor", ""),
    )


def _nanoseconds(moment: str) -> int:
    if not moment:
        return 0
    seconds, _dot, fraction = engine_moment(moment).partition(".")
    return max(int(seconds) * _NANOSECONDS + int(fraction), 1)
