"""The command bar: a typed docker line, previewed as one types, and performed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from containers.access.actor import actor_of
from containers.commands.declare import Command
from containers.commands.errors import LineError, UploadRequired
from containers.commands.parse import parse
from containers.commands.perform import KNOWN_ERRORS, perform, preview
from containers.commands.render import has_secrets, line_to_refill
from containers.commands.render import render as render_line
from containers.engine.errors import EngineError

from .actions import lacks
from .completion import vocabulary
from .outcomes import answer_of, go
from .refusals import problem_of
from .shell import page_actor, wants_part
from .suggestions import NOUNS, suggestions
from .typed import marked
from .victims import asks_first, victims_of

# Characters of a line that the bar is told to keep in its history, without secrets; it goes in a header.
LONGEST_KEPT = 4000
EXAMPLES = ("docker ps -a", "docker images", "docker info", "docker run --help")


@require_GET
@cache_control(private=True, max_age=300)
def line_words(request: HttpRequest, host: str) -> JsonResponse:
    """GET: all commands with their flags, for the bar to complete lines by itself."""
    return JsonResponse(vocabulary())


@require_GET
@never_cache
def line_names(request: HttpRequest, host: str) -> JsonResponse:
    """GET: the names of containers, images, networks and volumes that this person may see."""
    return JsonResponse(suggestions(page_actor(request), host, NOUNS, most=None))


@require_POST
@never_cache
def line_preview(request: HttpRequest, host: str) -> HttpResponse:
    """POST: what the typed line would do, or what is wrong with which of its words."""
    typed = _typed(request)
    context: dict[str, Any] = {"host": host, "typed": typed, "examples": EXAMPLES}
    if typed not in ("", "docker"):
        context |= _seen(request, typed) | {"asked": request.POST["line"]}
    return render(request, "commands/_line_preview.html", context)


@require_POST
@never_cache
def line(request: HttpRequest, host: str) -> HttpResponse:
    """POST: performs the typed line; one that destroys or reaches the host is asked about first, until `_confirmed`."""
    typed = _typed(request)
    context: dict[str, Any] = {"host": host, "typed": typed}
    try:
        command, values = parse(typed)
    except LineError as error:
        return _answered(request, context | {"problem": problem_of(error), "marked": marked(typed, error.at)}, 400)
    response = _run(request, host, command, values, context)
    kept = line_to_refill(command, values) if has_secrets(command, values) else typed
    return trigger_client_event(response, "dockline:kept", {"line": kept}) if len(kept) <= LONGEST_KEPT else response


def _run(
    request: HttpRequest, host: str, command: Command, values: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    try:
        if asks_first(command, values) and "_confirmed" not in request.POST:
            return _answered(request, context | _asking(request, host, command, values))
        actor = actor_of(request, "line") or page_actor(request)
        outcome = perform(actor, host, command, values)
    except UploadRequired as error:
        return _answered(request, context | {"problem": problem_of(error), "command": command, "upload": True}, 400)
    except KNOWN_ERRORS as error:
        return _answered(request, context | {"problem": problem_of(error), "command": command}, error.status)
    answer = answer_of(host, outcome)
    if answer.go:
        return go(request, answer.go)
    return _answered(request, context | {"answer": answer, "command": command})


def _typed(request: HttpRequest) -> str:
    """The line, with `docker` before it where somebody left that out."""
    typed = request.POST.get("line", "").strip()
    if not typed or typed == "docker" or typed.startswith("docker "):
        return typed
    return f"docker {typed}"


def _answered(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = wants_part(request)
    return render(request, "commands/_line_answer.html" if part else "commands/line.html", context, status=status)


def _seen(request: HttpRequest, typed: str) -> dict[str, Any]:
    try:
        command, values = parse(typed)
    except LineError as error:
        return {"problem": problem_of(error), "marked": _as_typed(request, marked(typed, error.at))}
    actor = page_actor(request)
    seen = preview(command, values)
    return {
        "command": command,
        "line": seen.line,
        "copy": render_line(command, values),
        "risks": seen.risks,
        "asks": asks_first(command, values),
        "lacks": "" if actor.may(command.name) else lacks(command),
    }


def _asking(request: HttpRequest, host: str, command: Command, values: dict[str, Any]) -> dict[str, Any]:
    seen = preview(command, values)
    try:
        victims = victims_of(page_actor(request), host, command, values)
    except EngineError:  # the command itself will say so
        victims = []
    return {"asking": True, "command": command, "line": seen.line, "risks": seen.risks, "victims": victims}


def _as_typed(request: HttpRequest, marked: tuple[str, str, str] | None) -> tuple[str, str, str] | None:
    """The marked line as it was typed: with the spaces before it, and without the `docker` that was left out."""
    if marked is None:
        return None
    line = request.POST["line"]
    before, word, after = marked
    if line.strip() != _typed(request):
        before = before.removeprefix("docker ")
    return line[: len(line) - len(line.lstrip())] + before, word, after
