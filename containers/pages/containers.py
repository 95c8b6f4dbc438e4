"""The list of containers: what `docker ps -a` shows, kept up to date."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.engine.errors import EngineError

from .container_actions import ContainerAction, actions_on
from .ending import short_ending
from .live import away
from .port_links import PortLink, port_links
from .shell import page_actor, wants_part

PS = find("container ls")
ALL = {"all": True}
ID_LENGTH = 12
# What can be done to several chosen ones at once.
ON_MANY = [find(verb) for verb in ("start", "stop", "restart", "pause", "unpause", "kill", "rm")]
# What docker's status text repeats of the state, the exit code and the health, which have places of their own.
_SAID_ELSEWHERE = re.compile(r"^(?:Exited|Restarting) \(-?\d+\)|\((?:Paused|(?:health: )?\w+)\)$|^Created$")
# The states in the order in which people look for them; others come after.
_ORDER = ("running", "paused", "restarting", "exited", "created", "removing", "dead")


@dataclass(frozen=True)
class ContainerRow:
    """One container as the list shows it. `since` is docker's own words ("Up 3 minutes"), `created` seconds
    since the epoch, `ended` a word on how it ended."""

    id: str
    name: str
    image: str
    command: str
    since: str
    state: str
    exit_code: int | None
    health: str
    created: float
    ports: list[PortLink]
    ended: str
    actions: list[ContainerAction]

    @property
    def key(self) -> str:
        """The start of the id that `docker ps` shows: it names the row to the page."""
        return self.id[:ID_LENGTH]


@require_GET
def containers(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/containers/?state=&q= : the page, or for htmx its part that changes."""
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    try:
        found = perform(page_actor(request), host, PS, ALL, trailed=False).result["containers"]
    except EngineError as error:
        if wants_part(request):
            return away(request, error)
        raise
    matching = [container for container in found if _matches(container, query)]
    context = {
        "host": host,
        "q": query,
        "chosen": state,
        "line": line_of(PS, ALL),
        "on_many": ON_MANY,
        "total": len(found),
        "filters": _filters(matching, state),
        "rows": [_row(each, request, host) for each in matching if state in ("", each["state"])],
    }
    return render(request, "containers/_list.html" if wants_part(request) else "containers/list.html", context)


def _row(container: Mapping[str, Any], request: HttpRequest, host: str) -> ContainerRow:
    name, state, code = container["name"], container["state"], container["exit_code"]
    return ContainerRow(
        id=container["id"],
        name=name,
        image=_short(container["image"]),
        command=container["command"],
        since=_SAID_ELSEWHERE.sub("", container["status"]).strip(),
        state=state,
        exit_code=code if state == "exited" else None,
        health=container["health"],
        created=container["created"],
        ports=port_links(container["ports"], request, host),
        ended=short_ending(code) if state == "exited" and code is not None else "",
        actions=actions_on(name, state),
    )


def _short(image: str) -> str:
    """An image's name; one that is only an id, as `docker ps` shows it."""
    return image.removeprefix("sha256:")[:ID_LENGTH] if image.startswith("sha256:") else image


def _matches(container: Mapping[str, Any], query: str) -> bool:
    """Whether every word of the query is in its name, id, image, command or labels."""
    labels = (f"{name}={value}" for name, value in container["labels"].items())
    text = " ".join((container["name"], container["id"], container["image"], container["command"], *labels)).lower()
    return all(word in text for word in query.lower().split())


def _filters(containers: Iterable[Mapping[str, Any]], chosen: str) -> list[dict[str, Any]]:
    """The states that there are, and the chosen one, each with how many containers are in it."""
    counts = Counter(container["state"] for container in containers)
    there = {state for state, count in counts.items() if count} | ({chosen} if chosen else set())
    ordered = [state for state in _ORDER if state in there] + sorted(there - set(_ORDER))
    every = {"state": "", "count": sum(counts.values()), "chosen": not chosen}
    return [every] + [{"state": state, "count": counts[state], "chosen": state == chosen} for state in ordered]
