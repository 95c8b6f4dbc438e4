"""The trail: who asked for which docker line, when and from where, and what came of it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from containers.access.actor import Actor
from containers.audit.models import AuditEntry, Outcome
from containers.commands.registry import COMMANDS

from .shell import page_actor, wants_part

PER_PAGE = 50


@require_GET
def trail(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/trail/?user=&outcome=&command=&q=&page= : the newest first; for htmx the list alone."""
    actor = page_actor(request)
    chosen = {name: request.GET.get(name, "").strip() for name in ("user", "outcome", "command", "q")}
    visible = asked_by(actor).filter(host=host)
    page = Paginator(_matching(visible, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "host": host,
        "page": page,
        "q": chosen["q"],
        "outcome": chosen["outcome"],
        "user_name": chosen["user"],
        "chosen_command": chosen["command"],
        "everybody": actor.is_admin,
        "users": visible.order_by("user_name").values_list("user_name", flat=True).distinct() if actor.is_admin else [],
        "outcomes": Outcome.choices,
        "commands": sorted({command.name for command in COMMANDS}),
        "filtered": any(chosen.values()),
    }
    return render(request, "trail/_list.html" if wants_part(request) else "trail/list.html", context)


def asked_by(actor: Actor) -> QuerySet[Any]:
    """What was asked for, as far as the actor may see it (an admin all, others their own), each with what came of it.

    `came` is the newest outcome ("asked" while there is none), `because` and `ended` its reason and moment.
    """
    newest = AuditEntry.objects.filter(asked=OuterRef("pk")).order_by("-number")
    rows = AuditEntry.objects.filter(asked__isnull=True).annotate(
        came=Coalesce(Subquery(newest.values("outcome")[:1]), "outcome"),
        because=Subquery(newest.values("why")[:1]),
        ended=Subquery(newest.values("at")[:1]),
    )
    return rows if actor.is_admin else rows.filter(user_name=actor.name)


def _matching(rows: QuerySet[Any], chosen: dict[str, str]) -> QuerySet[Any]:
    if chosen["user"]:
        rows = rows.filter(user_name=chosen["user"])
    if chosen["outcome"]:
        rows = rows.filter(came=chosen["outcome"])
    if chosen["command"]:
        rows = rows.filter(command=chosen["command"])
    if chosen["q"]:
        rows = rows.filter(Q(line__icontains=chosen["q"]) | Q(because__icontains=chosen["q"]))
    return rows
