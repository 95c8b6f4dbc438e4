"""Jobs: the list, one job's page with its progress, and cancelling."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from containers.audit import trail
from containers.jobs import runner
from containers.jobs.models import UNFINISHED, Job, State
from containers.jobs.visible import job_of, jobs_of

from .outcomes import go, links_of, page_of_stream
from .shell import page_actor, wants_part

PER_PAGE = 30


@require_GET
def jobs(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/jobs/?state=&q=&page= : long work, the newest first; for htmx the list alone."""
    state, query = request.GET.get("state", ""), request.GET.get("q", "").strip()
    found = jobs_of(page_actor(request)).filter(host=host).defer("snapshot", "result")
    if state in State.values:
        found = found.filter(state=state)
    if query:
        found = found.filter(line__icontains=query)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "host": host,
        "page": page,
        "state": state,
        "q": query,
        "states": State.choices,
    }
    return render(request, "jobs/_list.html" if wants_part(request) else "jobs/list.html", context)


@require_GET
@never_cache
def job(request: HttpRequest, host: str, job_id: str) -> HttpResponse:
    """GET /<host>/jobs/<id>/ : one job; for htmx the part that changes."""
    found = job_of(page_actor(request), job_id)
    return render(
        request, "jobs/_job.html" if wants_part(request) else "jobs/detail.html", {"host": host, **_told(host, found)}
    )


@require_POST
def job_cancel(request: HttpRequest, host: str, job_id: str) -> HttpResponse:
    """POST: stops a job that is not finished; what the engine did so far stays."""
    actor = page_actor(request)
    found = job_of(actor, job_id)
    entry = trail.ask(actor=actor, host=host, command="job cancel", line=f"job cancel {found.id} ({found.line})")
    ended = _("It had ended already; there is nothing to cancel.")
    cancelled = found.state in UNFINISHED and runner.cancel(found.id)
    trail.conclude(entry, "done" if cancelled else "failed", "" if cancelled else ended)
    if not cancelled:
        messages.error(request, ended)
    return go(request, reverse("job", args=[host, job_id]))


def _told(host: str, found: Job) -> dict[str, Any]:
    stream, links = (found.result or {}).get("stream", ""), links_of(host, found.result)
    return {
        "job": found,
        "items": found.snapshot.get("items", []),
        "lines": found.snapshot.get("lines", []),
        "links": links,
        "stream": page_of_stream(stream) if stream else "",
        "next": page_of_stream(stream) if stream else _next(found, links),
        "meaning": _meaning(found),
    }


def _next(found: Job, links: list[tuple[str, str]]) -> str:
    """Where people who waited for the job want to be: at the container it made."""
    made = found.state == State.DONE and "container" in (found.result or {})
    return links[0][1] if made and links else ""


def _meaning(found: Job) -> str:
    told = _MEANINGS.get(State(found.state))
    return told() if told else ""


_MEANINGS = {
    State.QUEUED: lambda: _("It waits until one of the jobs before it ends. You may leave this page."),
    State.RUNNING: lambda: _("You may leave this page; it goes on."),
    State.CANCELLED: lambda: _(
        "Somebody stopped it. What the engine had done until then stays, for example layers it had fetched."
    ),
    State.INTERRUPTED: lambda: _(
        "Dockline was stopped while this ran, so its end is not known. Look at what is there, and run it again."
    ),
}
