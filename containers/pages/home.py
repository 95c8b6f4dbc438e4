"""Home: the engine and its machine, what runs, what was done last, and demos to begin with."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.commands.declare import Effect
from containers.commands.perform import perform
from containers.commands.registry import COMMANDS, find
from containers.demos import start
from containers.demos.catalogue import catalogue, demo_of
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable
from containers.engine.hosts import engine_of, host_names
from containers.jobs.models import UNFINISHED
from containers.jobs.visible import jobs_of

from .actions import lacks
from .outcomes import go
from .port_links import port_links
from .refusals import problem_of
from .shell import page_actor, wants_part
from .trail import asked_by

MOST_RUNNING = 8
LAST_ACTIONS = 8
# What the last actions are of: looking is in the trail too, and would drown them here.
_ACTING = [command.name for command in COMMANDS if command.effect is not Effect.READS]
STARTING = ("image build", "container run", "container start")


@require_GET
def root(request: HttpRequest) -> HttpResponse:
    """GET / : the first engine's home."""
    return redirect("home", host=host_names()[0])


@require_GET
@never_cache
def home(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/ : the page, or for htmx its part that changes."""
    actor = page_actor(request)
    context: dict[str, Any] = {
        "host": host,
        "actions": asked_by(actor).filter(host=host, command__in=_ACTING)[:LAST_ACTIONS],
        "running_jobs": jobs_of(actor).filter(host=host, state__in=UNFINISHED).defer("snapshot", "result"),
        "everybody": actor.is_admin,
        "may_run": actor.may("container run"),
        "demos": catalogue(),
        "demos_lack": next((lacks(find(name)) for name in STARTING if not actor.may(name)), ""),
    }
    try:
        context |= _engine(actor, host)
        context |= _containers(request, actor, host)
    except (EngineUnreachable, EnginePermissionDenied) as error:
        context["problem"] = problem_of(error)
    return render(request, "home/_home.html" if wants_part(request) else "home/home.html", context)


@require_GET
@never_cache
def engine_state(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/engine/ : whether the engine answers; with ?awaiting=1 the page that asks loads anew once it does."""
    engine = engine_of(host)
    try:
        engine.ping()
        state = "present"
    except EngineError:
        state = "absent"
    response = render(request, "_partials/engine_state.html", {"name": state})
    if state == "present" and "awaiting" in request.GET:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def demo_start(request: HttpRequest, host: str, slug: str) -> HttpResponse:
    """POST: starts a demo as a job, and goes to its page."""
    demo = demo_of(slug)
    if demo is None:
        raise Http404(_("There is no demo called %(name)s.") % {"name": slug})
    job = start.start(page_actor(request), host, demo)
    return go(request, reverse("job", args=[host, job.id]))


def _engine(actor: Actor, host: str) -> dict[str, Any]:
    """The engine's own word on itself; nothing for who may not ask for it."""
    try:
        info = perform(actor, host, find("info"), {}, trailed=False).result
    except Refused:
        engine_of(host).ping()
        info = None
    return {"info": info, "api_version": engine_of(host).api_version}


def _containers(request: HttpRequest, actor: Actor, host: str) -> dict[str, Any]:
    try:
        rows = perform(actor, host, find("container ls"), {"all": True}, trailed=False).result["containers"]
    except Refused as refused:
        return {"refused": refused.message}
    running = [row for row in rows if row["state"] in ("running", "restarting", "paused")]
    for row in running:
        row["links"] = port_links(row["ports"], request, host)
        row["status"] = row["status"].partition(" (")[0]  # health and pause have a pill of their own
    return {"running": running[:MOST_RUNNING], "more": max(0, len(running) - MOST_RUNNING), "total": len(rows)}
