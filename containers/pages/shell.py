"""What every page has around it: the host, the places to go, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from containers.access.actor import Actor, actor_of
from containers.engine.hosts import host_names

# (url name, label, icon, the url names that belong to it), as they stand in the side bar.
_ENGINE = (
    ("home", gettext_lazy("Home"), "home", ("home",)),
    (
        "containers",
        gettext_lazy("Containers"),
        "box",
        ("containers", "container", "container_files", "container_log", "terminal"),
    ),
    ("logs", gettext_lazy("Logs"), "logs", ("logs",)),
    ("stats", gettext_lazy("Stats"), "chart-line", ("stats",)),
    ("events", gettext_lazy("Events"), "activity", ("events",)),
    ("images", gettext_lazy("Images"), "stack-2", ("images",)),
)
_WORK = (
    ("commands", gettext_lazy("Commands"), "terminal-2", ("commands", "command")),
    ("jobs", gettext_lazy("Jobs"), "list-check", ("jobs", "job")),
    ("trail", gettext_lazy("Trail"), "history", ("trail",)),
)


@dataclass(frozen=True)
class Place:
    """An entry of the side bar; `here` when the page belongs to it."""

    label: Any
    icon: str
    url: str
    here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context that base.html needs: host, actor, role, and the side bar's two groups of places."""
    host = host_of(request)
    actor = actor_of(request, "page") if hasattr(request, "user") else None
    return {
        "host": host,
        "actor": actor,
        "role": role_of(actor) if actor else "",
        "places": [_places(_ENGINE, request, host), _places(_WORK, request, host)] if actor else [],
    }


def host_of(request: HttpRequest) -> str:
    """The engine that the page is about: the one its path names, else the first there is."""
    match = request.resolver_match
    named = match.kwargs.get("host") if match else None
    return named if named in host_names() else host_names()[0]


def page_actor(request: HttpRequest) -> Actor:
    """Who uses the page. Every page but sign-in asks for sign-in first, so there is always somebody."""
    actor = actor_of(request, "page")
    assert actor is not None, "a page without LoginRequiredMiddleware asked who uses it"
    return actor


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page."""
    return bool(getattr(request, "htmx", False))


def role_of(actor: Actor) -> str:
    """What an actor is, for people: the names of their roles, or that they have none."""
    if actor.user.is_superuser:
        return _("admin")
    return ", ".join(sorted(actor.rights.groups)) or _("no role yet")


def _places(group: tuple[tuple[str, Any, str, tuple[str, ...]], ...], request: HttpRequest, host: str) -> list[Place]:
    match = request.resolver_match
    name = match.url_name if match else ""
    return [Place(label, icon, reverse(url, args=[host]), name in names) for url, label, icon, names in group]
