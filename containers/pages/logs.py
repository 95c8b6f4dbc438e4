"""The pages of logs: one container's whole log, and several containers' logs in one, ordered by time."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.engine.container_reading import detail_of
from containers.engine.errors import NotFound

from .log_words import LEVELS, PERIODS, words
from .shell import page_actor

INSPECT, LOGS, PS = find("container inspect"), find("container logs"), find("container ls")
# How many lines a view begins with: of one container, and of each of several.
TAIL, TAIL_OF_EACH = "1000", "200"
PROJECT = "com.docker.compose.project"
# What a merged view is chosen by, as its socket takes it.
CHOSEN_BY = ("container", "label", "project")
# Labels that are offered; values longer than this (characters) are no names.
MOST_LABELS, LONGEST_VALUE = 200, 80


@require_GET
@never_cache
def container_log(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/log/ : the whole log; its query is that of the log's socket (docs/protocol.md)."""
    context: dict[str, Any] = {"host": host, "name": name}
    try:
        raw = perform(page_actor(request), host, INSPECT, {"names": [name]}, trailed=False).result["objects"][0]
    except NotFound:
        return render(request, "containers/gone.html", context, status=404)
    detail = detail_of(raw)
    path = f"/ws/{host}/container/{detail.name}"
    context |= {
        "name": detail.name,
        "container": detail,
        "logs_line": line_of(LOGS, {"follow": True, "tail": TAIL, "container": detail.name}),
        "log_url": f"{path}/logs/",
        "search_url": f"{path}/search/",
        "download_url": f"/api/v1/{host}/container/{detail.name}/log",
        "tail": TAIL,
    }
    return render(request, "logs/container.html", context | _common())


@require_GET
@never_cache
def logs(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/logs/?container=a&container=b, or ?label= or ?project= : several logs in one; without: the choice."""
    chosen = [(by, value) for by in CHOSEN_BY for value in request.GET.getlist(by) if value]
    found = perform(page_actor(request), host, PS, {"all": True}, trailed=False).result["containers"]
    context: dict[str, Any] = {
        "host": host,
        "chosen": [value for _by, value in chosen],
        "names": {value for by, value in chosen if by == "container"},
        "chosen_labels": [value for by, value in chosen if by == "label"],
        "labels": _labels(found),
        "containers": sorted(found, key=lambda each: (each["state"] != "running", each["name"])),
        "projects": _projects(found),
    }
    if chosen:
        context |= {
            "log_url": f"/ws/{host}/logs/?{urlencode(chosen)}",
            # of each container, whose id takes the place of "_"
            "search_url": f"/ws/{host}/container/_/search/",
            "download_url": f"/api/v1/{host}/container/_/log",
            "tail": TAIL_OF_EACH,
            **_common(),
        }
    return render(request, "logs/merged.html" if chosen else "logs/choose.html", context)


def _common() -> dict[str, Any]:
    return {"words": words(), "levels": LEVELS, "periods": PERIODS, "now": time.time()}


def _labels(containers: Iterable[Mapping[str, Any]]) -> list[str]:
    """What containers can be chosen by: each label's key, and with its value."""
    pairs = [pair for each in containers for pair in each["labels"].items()]
    whole = {f"{key}={value}" for key, value in pairs if value and len(value) <= LONGEST_VALUE}
    return sorted({key for key, _value in pairs} | whole)[:MOST_LABELS]


def _projects(containers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The compose projects that there are containers of."""
    return sorted({each["labels"][PROJECT] for each in containers if PROJECT in each["labels"]})
