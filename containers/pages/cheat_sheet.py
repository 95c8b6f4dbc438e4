"""The cheat sheet: every command, by noun, with its line."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from containers.commands.declare import Command
from containers.commands.registry import COMMANDS
from containers.commands.render import render as line_of

from .examples import example_of
from .shell import page_actor
from .suggestions import suggestions


@dataclass(frozen=True)
class Entry:
    """A command in the cheat sheet, with a line that could be run as it stands where the engine has what it names."""

    command: Command
    line: str
    url: str
    may: bool


@require_GET
def cheat_sheet(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/commands/ : every command, by noun, with an example that names what is really there."""
    actor = page_actor(request)
    names = suggestions(actor, host, {"containers", "images"})
    nouns: dict[str, list[Entry]] = {}
    for command in COMMANDS:
        noun, _space, verb = command.name.partition(" ")
        line = line_of(command, example_of(command, names))
        url = f"{reverse('command', args=[host, command.slug])}?{urlencode({'line': line})}"
        nouns.setdefault(noun if verb else "", []).append(Entry(command, line, url, actor.may(command.name)))
    titles = {"container": _("Containers"), "image": _("Images"), "system": _("Engine"), "": _("Everything else")}
    sections = [(titles.get(noun, noun), entries) for noun, entries in nouns.items()]
    return render(request, "commands/list.html", {"host": host, "sections": sections})
