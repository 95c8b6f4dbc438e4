"""One container's page: how it is, what it printed, what it is made of, and how it ended."""

import json
import time
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from containers.commands.perform import perform
from containers.commands.recreating import name_before
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.commands.words import join
from containers.engine.container_reading import detail_of
from containers.engine.errors import EngineError, NotFound
from containers.engine.shapes import ContainerDetail

from .actions import lacks
from .container_actions import actions_on, more_on
from .ending import ending_of, last_end
from .health import health_told
from .hooks import hooks_told
from .live import away
from .log_asked import log_asked
from .mounts import mounts_told
from .port_links import port_links
from .processes import TOP
from .shell import page_actor, wants_part
from .stats import STATS, TILES, sentences
from .stopping import grace_of, last_asking
from .terminal import ways_to_type
from .timeline import last_timeline

RUN, AGAIN, RECREATE = (find(f"container {verb}") for verb in ("run", "line", "recreate"))
INSPECT, REVEAL = find("container inspect"), find("container reveal")


@require_GET
@never_cache
def container(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/ : the page, or for htmx its parts that change (?part=inspect: the raw inspect)."""
    context: dict[str, Any] = {"host": host, "name": name}
    try:
        raw = perform(page_actor(request), host, INSPECT, {"names": [name]}, trailed=False).result["objects"][0]
    except NotFound:
        return render(request, _template(request, "gone"), context, status=200 if wants_part(request) else 404)
    except EngineError as error:
        if wants_part(request):
            return away(request, error)
        raise
    if request.GET.get("part") == "inspect":
        return render(request, "containers/_inspect.html", context | {"raw": raw, "json": _readable(raw)})
    return render(request, _template(request, "detail"), context | _told(request, host, detail_of(raw)))


@require_POST
@never_cache
def reveal(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """POST /<host>/containers/<name>/reveal/ : the environment with its values; kept in the trail."""
    outcome = perform(page_actor(request), host, REVEAL, {"container": name})
    context = {"host": host, "name": name, "environment": outcome.result["environment"], "revealed": True}
    return render(request, "containers/_environment.html", context | _lines(name))


def _template(request: HttpRequest, page: str) -> str:
    return f"containers/_{page}.html" if wants_part(request) else f"containers/{page}.html"


def _told(request: HttpRequest, host: str, detail: ContainerDetail) -> dict[str, Any]:
    """All that the page says of a container, its secrets masked."""
    asking, timeline = last_asking(host, detail), last_timeline(host, detail)
    actions = actions_on(detail.name, detail.state)
    return {
        "name": detail.name,
        "container": detail,
        "ports": port_links([asdict(port) for port in detail.ports], request, host, open_now=detail.running),
        "command_line": join(list(detail.command)),
        "entrypoint_line": join(list(detail.entrypoint)),
        "mounts": mounts_told(detail),
        "environment": detail.environment,
        "labels": sorted(detail.labels.items()),
        "actions": actions,
        "lacks_edit": "" if page_actor(request).may(RECREATE.name) else lacks(RECREATE),
        "name_before": name_before(detail),
        "lacks_again": "" if page_actor(request).may(RUN.name) else lacks(RUN),
        "more": more_on(page_actor(request), host, detail.name),
        "may_act": any(page_actor(request).may(action.command) for action in actions),
        **ways_to_type(page_actor(request), detail),
        "grace": grace_of(detail),
        "asking": asking,
        "now": time.time(),
        "hooks": hooks_told(host, detail),
        "health": health_told(detail.health, time.time()),
        "may_top": page_actor(request).may(TOP.name),
        "ending": ending_of(detail, asking, timeline),
        "last_end": last_end(detail, timeline),
        **log_asked(request, host, detail.name),
        "stats_tiles": TILES,
        "stats_words": sentences(),
        **_lines(detail.name),
    }


def _lines(name: str) -> dict[str, str]:
    return {
        "inspect_line": line_of(INSPECT, {"names": [name]}),
        "reveal_line": line_of(REVEAL, {"container": name}),
        "again_line": line_of(AGAIN, {"container": name}),
        "top_line": line_of(TOP, {"container": name}),
        "stats_line": line_of(STATS, {"containers": [name]}),
    }


def _readable(raw: dict[str, Any]) -> str:
    return json.dumps([raw], indent=4, ensure_ascii=False)
