"""The command bar: a typed docker line, previewed as one types, and performed."""

import re
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from containers.access.actor import actor_of
from containers.commands.declare import Command
from containers.commands.errors import LineError, UploadRequired
from containers.commands.parse import parse
from containers.commands.perform import KNOWN_ERRORS, perform, preview
from containers.commands.render import render as render_line
from containers.engine.errors import EngineError

from .actions import lacks
from .completion import completions
from .outcomes import answer_of, go
from .refusals import problem_of
from .shell import page_actor, wants_part
from .suggestions import suggestions
from .victims import asks_first, victims_of

EXAMPLES = ("docker ps -a", "docker images", "docker info", "docker run --help")

# One word of a line with its quotes, as words.split sees it.
_WORD = re.compile(r"""(?:[^\s"'\\]|\\.|'[^']*'?|"(?:\\.|[^"\\])*"?)+""", re.DOTALL)


@require_POST
@never_cache
def line_preview(request: HttpRequest, host: str) -> HttpResponse:
    """POST: what the typed line would do, or what is wrong with which of its words."""
    typed = _typed(request)
    context: dict[str, Any] = {"host": host, "typed": typed, "examples": EXAMPLES}
    if typed not in ("", "docker"):
        context |= _seen(request, typed)
        context["completions"] = completions(_unfinished(request), partial(_names, request, host))
    return render(request, "commands/_line_preview.html", context)


@require_POST
@never_cache
def line(request: HttpRequest, host: str) -> HttpResponse:
    """POST: performs the typed line; one that destroys or reaches the host is asked about first, until `_confirmed`."""
    typed = _typed(request)
    context: dict[str, Any] = {"host": host, "typed": typed}
    try:
        command, values = parse(typed)
        if asks_first(command, values) and "_confirmed" not in request.POST:
            return _answered(request, context | _asking(request, host, command, values))
        actor = actor_of(request, "line") or page_actor(request)
        outcome = perform(actor, host, command, values)
    except UploadRequired as error:
        return _answered(request, context | {"problem": problem_of(error), "command": command, "upload": True}, 400)
    except LineError as error:
        return _answered(request, context | {"problem": problem_of(error), "marked": _marked(typed, error.at)}, 400)
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


def _unfinished(request: HttpRequest) -> str:
    """The line as far as it is typed, a space at its end kept: then the next word begins."""
    typed = request.POST.get("line", "").lstrip()
    return typed if typed.startswith("docker") else f"docker {typed}"


def _names(request: HttpRequest, host: str, noun: str) -> tuple[str, ...]:
    return suggestions(page_actor(request), host, {noun}).get(noun, ())


def _answered(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = wants_part(request)
    return render(request, "commands/_line_answer.html" if part else "commands/line.html", context, status=status)


def _seen(request: HttpRequest, typed: str) -> dict[str, Any]:
    try:
        command, values = parse(typed)
    except LineError as error:
        return {"problem": problem_of(error), "marked": _marked(typed, error.at)}
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


def _marked(typed: str, at: int | None) -> tuple[str, str, str] | None:
    """The line before, at and after the word at fault; None when no word is."""
    words = list(_WORD.finditer(typed))
    if at is None or at >= len(words):
        return None
    word = words[at]
    return typed[: word.start()], word.group(), typed[word.end() :]
