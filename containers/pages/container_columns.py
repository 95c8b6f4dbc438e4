"""The columns of the list of containers: those there are, and those that this browser wants to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .container_filters import Filters
from .container_groups import SORTS

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
    "owner": _("Owner"),
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


@dataclass(frozen=True)
class Head:
    """The head of a column: `url` puts the list in its order ("" where it has none), `order` is what it is in now."""

    key: str
    title: Any
    url: str = ""
    order: str = "none"


def heads_of(columns: Iterable[Column], filters: Filters) -> list[Head]:
    """The heads of the table, as they stand."""
    titles = [("name", _("Name")), ("state", _("State"))] + [(column.key, column.title) for column in columns]
    return [_head(key, title, filters) if key in SORTS else Head(key, title) for key, title in titles]


def _head(key: str, title: Any, filters: Filters) -> Head:
    """Once for its order, once more for the other way round, and then as docker lists them."""
    after = {key: f"-{key}", f"-{key}": ""}.get(filters.sort, key)
    order = {key: "ascending", f"-{key}": "descending"}.get(filters.sort, "none")
    return Head(key, title, filters.url(sort=after), order)
