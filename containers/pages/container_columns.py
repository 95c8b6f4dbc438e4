"""The columns of the list of containers: those there are, and those that this browser wants to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# The browser keeps its choice in this cookie (static/js/containers/columns.js): the keys, with dots between.
COOKIE = "dockline_columns"
SIZE = "size"


@dataclass(frozen=True)
class Column:
    """A column by its key; `chosen` when it is shown."""

    key: str
    title: Any
    chosen: bool = True


# Name and state always stand first; sizes come with ?size=1, for the engine measures them anew each time.
TITLES = {
    "stats": _("Uses"),
    "image": _("Image and command"),
    "ports": _("Ports"),
    "networks": _("Networks"),
    "mounts": _("Mounts"),
    "labels": _("Labels"),
    "created": _("Created"),
}
_AT_FIRST = ("stats", "image", "ports")


def columns_of(request: HttpRequest) -> list[Column]:
    """Every column that can be chosen, as the browser of this request has chosen."""
    kept = request.COOKIES.get(COOKIE)
    chosen: Iterable[str] = _AT_FIRST if kept is None else kept.split(".")
    return [Column(key, title, key in chosen) for key, title in TITLES.items()]


def shown(columns: Iterable[Column], *, sizes: bool) -> list[Column]:
    """Those that the table has."""
    return [column for column in columns if column.chosen] + ([Column(SIZE, _("Size"))] if sizes else [])
