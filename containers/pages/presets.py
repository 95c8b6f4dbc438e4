"""The presets of a command's form: listed, kept under a name, deleted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from containers.commands.declare import Command
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.registry import find
from containers.presets.keeping import PresetRefused, keep, preset_of, presets_of
from containers.presets.models import Preset

from .refusals import problem_of, told
from .shell import page_actor, wants_part


@require_POST
@never_cache
def preset_keep(request: HttpRequest, host: str) -> HttpResponse:
    """POST: keeps a line under a name, without its secrets; answers the presets of its command."""
    user = page_actor(request).user
    try:
        command, values = parse(request.POST.get("line", ""))
        preset = keep(user, request.POST.get("preset", ""), command, values)
    except (LineError, PresetRefused) as error:
        return retarget(told(request, problem_of(error)), "#preset-problem")
    if wants_part(request):
        return _listed(request, host, command, kept=preset)
    return HttpResponseRedirect(f"{reverse('command', args=[host, command.slug])}?preset={preset.id}", status=303)


@require_POST
@never_cache
def preset_delete(request: HttpRequest, host: str, preset: str) -> HttpResponse:
    """POST: deletes an own preset; answers those that are left."""
    found = own_preset(request, preset)
    command = find(found.command)
    found.delete()
    if wants_part(request):
        return _listed(request, host, command)
    return HttpResponseRedirect(reverse("command", args=[host, command.slug]), status=303)


def own_preset(request: HttpRequest, preset: str) -> Preset:
    """The preset of whoever asks; a 404 for any other."""
    found = preset_of(page_actor(request).user, preset)
    if found is None:
        raise Http404(_("There is no such preset of yours."))
    return found


def _listed(request: HttpRequest, host: str, command: Command, **more: Any) -> HttpResponse:
    there = presets_of(page_actor(request).user, command)
    return render(request, "commands/_presets.html", {"host": host, "presets": there, "command": command, **more})
