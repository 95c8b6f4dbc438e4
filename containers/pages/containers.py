"""The list of containers: what `docker ps -a` shows, kept up to date."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.engine.errors import EngineError

from .container_columns import columns_of, shown
from .container_rows import Rows
from .live import away
from .shell import page_actor, wants_part

PS = find("container ls")
ALL = {"all": True}
# What can be done to several chosen ones at once.
ON_MANY = [find(verb) for verb in ("start", "stop", "restart", "pause", "unpause", "kill", "rm")]
# The states in the order in which people look for them; others come after.
_ORDER = ("running", "paused", "restarting", "exited", "created", "removing", "dead")


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
    columns = shown(columns_of(request), sizes=False)
    rows = Rows(request, host, columns)
    context = {
        "host": host,
        "q": query,
        "chosen": state,
        "line": line_of(PS, ALL),
        "on_many": ON_MANY,
        "total": len(found),
        "filters": _filters(matching, state),
        "columns": columns,
        "rows": [rows.row(each) for each in matching if state in ("", each["state"])],
    }
    return render(request, "containers/_list.html" if wants_part(request) else "containers/list.html", context)


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
