"""Run again with changes, and edit and recreate: their forms, filled with the line that a container was made by."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from containers.commands.container_line import RUN
from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of

from .commands import opened
from .shell import page_actor

LINE, REVEAL, RECREATE = (find(f"container {verb}") for verb in ("line", "reveal", "recreate"))


@require_POST
@never_cache
def container_again(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """POST /<host>/containers/<name>/again/ : the form of docker run, filled; nothing is done yet.

    A POST, because the answer holds the values of variables, for those who may see them; the trail has that. The name
    is left free, since the container still has it.
    """
    return opened(request, host, RUN, line_of(RUN, without_name(values_of(request, host, name))))


@require_POST
@never_cache
def container_edit(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """POST /<host>/containers/<name>/edit/ : the form of docker container recreate, filled; nothing is done yet."""
    known = {part.name for part in RECREATE.parts}
    values = {each: value for each, value in values_of(request, host, name).items() if each in known}
    return opened(request, host, RECREATE, line_of(RECREATE, {"replaces": name, **values}))


def values_of(request: HttpRequest, host: str, name: str) -> dict[str, object]:
    """The values that the container was made by, with what they cannot say as messages on the page."""
    actor = page_actor(request)
    may_reveal = actor.may(REVEAL.name)
    asked = {"container": name, **({"reveal": True} if may_reveal else {})}
    told = perform(actor, host, LINE, asked, trailed=may_reveal).result
    _command, values = parse(told["line"])
    for sentence in told["left_out"]:
        messages.warning(request, sentence)
    if not may_reveal and values.pop("env", None):
        messages.warning(request, _("Its variables are left out: your role has no right to reveal their values."))
    return values


def without_name(values: dict[str, object]) -> dict[str, object]:
    """The values without the container's name."""
    return {name: value for name, value in values.items() if name != "name"}
