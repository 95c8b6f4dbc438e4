"""What is done at once to the containers that were chosen in the list, with a result for each of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from containers.access.actor import Actor
from containers.commands.declare import Command, Effect
from containers.commands.one_each import perform_on_each
from containers.commands.perform import preview
from containers.commands.registry import find

from .actions import lacks
from .container_actions import ALIVE, states_for
from .outcomes import go, own_path
from .refusals import Problem, told
from .shell import page_actor, wants_part
from .victims import victims_of

VERBS = ("start", "stop", "restart", "pause", "unpause", "kill", "rm")


@dataclass(frozen=True)
class Verb:
    """A button over the chosen: `states` are those in which it does something, `lacks` why it cannot be pressed."""

    command: Command
    states: Collection[str]
    lacks: str

    @property
    def destroys(self) -> bool:
        """Whether it asks first."""
        return self.command.effect is Effect.DESTROYS


def verbs_for(actor: Actor) -> list[Verb]:
    """The commands that the list offers for the chosen containers."""
    found = [(verb, find(verb)) for verb in VERBS]
    return [
        Verb(command, states_for(verb), "" if actor.may(command.name) else lacks(command)) for verb, command in found
    ]


@require_POST
def chosen(request: HttpRequest, host: str) -> HttpResponse:
    """POST verb=, containers= (names with spaces between): does it to each; a removal asks first."""
    verb, names = request.POST.get("verb", ""), request.POST.get("containers", "").split()
    if verb not in VERBS:
        raise Http404(_("The list cannot do docker %(verb)s.") % {"verb": verb[:40]})
    if not names:
        return told(request, Problem(400, _("Nothing is chosen"), _("Choose containers in the list first.")))
    actor, command = page_actor(request), find(verb)
    options = {"force": True} if "force" in request.POST else {}
    if command.effect is Effect.DESTROYS and "_confirmed" not in request.POST:
        return _asked(request, actor, host, command, names)
    results = perform_on_each(actor, host, command, names, options)
    failed = [result for result in results if result.why]
    context = {"command": command, "done": len(results) - len(failed), "failed": failed}
    if wants_part(request):
        response = render(request, "containers/_results.html", context)
        response["HX-Trigger"] = "chosen:done"
        return response
    messages.success(request, _("docker %(verb)s: %(done)d done") % {"verb": command.short, "done": context["done"]})
    for result in failed:
        messages.error(request, f"{result.container}: {result.why}")
    return go(request, own_path(request, request.POST.get("_back", "")) or reverse("containers", args=[host]))


def _asked(request: HttpRequest, actor: Actor, host: str, command: Command, names: list[str]) -> HttpResponse:
    """Lists what would be lost; one that runs is only removed by force."""
    values: dict[str, Any] = {"containers": names}
    victims = victims_of(actor, host, command, values)
    force = _any_alive(victim.state for victim in victims)
    seen = preview(command, values | ({"force": True} if force else {}))
    context = {"host": host, "command": command, "victims": victims, "names": " ".join(names), "force": force}
    context |= {"line": seen.line, "risks": seen.risks, "back": request.POST.get("_back", "")}
    if not wants_part(request):
        return render(request, "containers/chosen_ask.html", context)
    response = render(request, "containers/_chosen_ask.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#dialog", "innerHTML"
    return response


def _any_alive(states: Iterable[str]) -> bool:
    return any(state in ALIVE for state in states)
