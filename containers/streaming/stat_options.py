"""What a client asks of a socket of figures, in its query: the words of `docker stats`, and those of a page."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from containers.streaming.options import asked_by, switch
from containers.streaming.stat_history import SECONDS
from containers.streaming.stat_table import RUNNING_ONES, Interest

MOST_NAMES = 200
_NAME = re.compile(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}", re.ASCII)


@dataclass(frozen=True)
class StatOptions:
    """Which containers, how many seconds of before to begin with, and how many seconds a point of these stands for.

    `brief` asks for what a small curve needs. `page` says that a page shows the figures by itself.
    """

    interest: Interest = RUNNING_ONES
    history: int = 0
    step: int = 1
    brief: bool = False
    page: bool = False


def stat_options(query: bytes) -> StatOptions:
    """The options of a query string; raises ValueError with a sentence."""
    asked = asked_by(query)
    names = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("container")
    return StatOptions(
        interest=Interest(None if names is None else container_names(names), switch(asked, "all", default=False)),
        history=_seconds(asked, "history", 0, SECONDS),
        step=_seconds(asked, "step", 1, 60),
        brief=switch(asked, "brief", default=False),
        page=switch(asked, "page", default=False),
    )


def container_names(names: Any) -> frozenset[str]:
    """Names (or ids, at least their first 12 digits) of containers; an empty one stands for none. Raises ValueError."""
    if not isinstance(names, list) or len(names) > MOST_NAMES:
        raise ValueError(_("At most %(most)d containers can be named.") % {"most": MOST_NAMES})
    if not all(isinstance(name, str) and (not name or _NAME.fullmatch(name)) for name in names):
        raise ValueError(_("One of these words cannot be a container’s name."))
    return frozenset(name.removeprefix("/") for name in names if name)


@dataclass(frozen=True)
class StatMessage:
    """What a client says: that it has read so much, or which containers it shows from now on."""

    ack: int | None = None
    containers: frozenset[str] | None = None


def stat_message(text: str) -> StatMessage:
    """A client's message; raises ValueError when it is none."""
    said = json.loads(text)
    if not isinstance(said, dict) or len(said) != 1:
        raise ValueError(text[:80])
    if "containers" in said:
        return StatMessage(containers=container_names(said["containers"]))
    if type(said.get("ack")) is not int:
        raise ValueError(text[:80])
    return StatMessage(ack=said["ack"])


def _seconds(asked: dict[str, str], name: str, least: int, most: int) -> int:
    value = asked.get(name, "") or str(least)
    if not re.fullmatch(r"\d{1,4}", value, re.ASCII) or not least <= int(value) <= most:
        raise ValueError(
            _("%(name)s is a number of seconds from %(least)d to %(most)d, not “%(value)s”.")
            % {"name": name, "least": least, "most": most, "value": value[:40]}
        )
    return int(value)
