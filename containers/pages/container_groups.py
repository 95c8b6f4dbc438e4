"""The order of the list of containers: those of a compose project stand together, where the first of them would."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

from .container_filters import PROJECT, Container

# The browser keeps which projects it has folded (static/js/containers/folding.js): names, quoted, with dots between.
COOKIE = "dockline_folded"
SORTS: dict[str, Callable[[Container], Any]] = {
    "name": lambda container: container["name"].lower(),
    "state": lambda container: (container["state"] != "running", container["state"], container["name"].lower()),
    "image": lambda container: (container["image"], container["name"].lower()),
    "created": lambda container: container["created"],
    "size": lambda container: -(container["size"] or 0),
}


@dataclass(frozen=True)
class Group:
    """A compose project: its containers in their order, how many are in which state, whether it is folded."""

    project: str
    containers: Sequence[Container]
    states: Sequence[tuple[str, int]]
    folded: bool


def arranged(containers: Iterable[Container], sort: str, folded: Iterable[str]) -> list[Container | Group]:
    """The containers in the order asked for ("name", "-name"; else as docker lists them), projects as groups."""
    ordered = _sorted(list(containers), sort)
    members: dict[str, list[Container]] = {}
    for container in ordered:
        members.setdefault(container["labels"].get(PROJECT, ""), []).append(container)
    folded = set(folded)
    entries: list[Container | Group] = []
    told = set()
    for container in ordered:
        project = container["labels"].get(PROJECT, "")
        if not project:
            entries.append(container)
        elif project not in told:
            told.add(project)
            entries.append(_group(project, members[project], project in folded))
    return entries


def folded_in(request: HttpRequest) -> list[str]:
    """The projects that the browser of this request has folded."""
    return [unquote(name) for name in request.COOKIES.get(COOKIE, "").split(".") if name]


def _sorted(containers: list[Container], sort: str) -> list[Container]:
    key = SORTS.get(sort.removeprefix("-"))
    return sorted(containers, key=key, reverse=sort.startswith("-")) if key else containers


def _group(project: str, containers: Sequence[Container], folded: bool) -> Group:
    counts = Counter(container["state"] for container in containers)
    states = sorted(counts.items(), key=lambda pair: (pair[0] != "running", pair[0]))
    return Group(project, containers, states, folded)
