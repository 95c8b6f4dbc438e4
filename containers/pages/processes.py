"""What runs in a container now: the part of its page that is loaded when it is opened, and again every few seconds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import Conflict, EngineError

from .shell import page_actor

TOP = find("container top")


@require_GET
@never_cache
def container_processes(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/processes/ : what docker top lists, or why it cannot. In no trail."""
    context: dict[str, Any] = {}
    try:
        context["processes"] = perform(page_actor(request), host, TOP, {"container": name}, trailed=False).result
    except Conflict:
        context["why"] = _("It does not run, so it has no processes.")
    except EngineError as error:
        context["why"] = error.message
    return render(request, "containers/_processes_now.html", context)
