"""What a page answers when something was refused or went wrong: a sentence, and what to do about it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from containers.commands.perform import KNOWN_ERRORS
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """A refusal or failure for people: what it is in a few words, the sentence, and what to do.

    `awaits` when it goes away by itself once the engine answers: the page then looks for it.
    """

    status: int
    title: str
    message: str
    advice: str = ""
    awaits: bool = False


class RefusalMiddleware:
    """Answers with a page, or for htmx with a part of one, where a page's view raised one of the told errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on; what is raised comes by `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a told error of a page; anything else, and all of the API's, is for others."""
        if not isinstance(exception, KNOWN_ERRORS) or request.path.startswith("/api/"):
            return None
        log.info("%s %s: %s", request.method, request.path, getattr(exception, "detail", exception.message))
        return told(request, problem_of(exception))


def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as a whole page, or for htmx as the part that takes the place of what was asked for."""
    return render(request, _template(request), {"problem": problem}, status=problem.status)


def _template(request: HttpRequest) -> str:
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return "errors/problem.html"
    return "_partials/toast_problem.html" if htmx.target == "outcome" else "errors/_problem.html"


def problem_of(error: Any) -> Problem:
    """A told error as people read it."""
    if isinstance(error, EngineUnreachable):
        return Problem(error.status, _("No engine answers"), error.message, _start_the_engine(), awaits=True)
    if isinstance(error, EnginePermissionDenied):
        return Problem(error.status, _("The engine may not be used"), error.message, _open_the_socket(), awaits=True)
    return Problem(error.status, _TITLES.get(error.status, _failed)(), error.message)


def _start_the_engine() -> str:
    return _(
        "Start it on this machine (systemctl start docker), or set DOCKER_HOST and start Dockline again. "
        "This page goes on by itself as soon as the engine answers."
    )


def _open_the_socket() -> str:
    return _(
        "Run Dockline as root or as a member of the group docker. "
        "This page goes on by itself once the engine may be used."
    )


def _failed() -> str:
    return _("That did not work")


_TITLES: dict[int, Callable[[], str]] = {
    400: lambda: _("That cannot be done as it was asked"),
    403: lambda: _("Not allowed"),
    404: lambda: _("Not found"),
    409: lambda: _("The engine says no"),
    413: lambda: _("Too large"),
    502: lambda: _("The engine failed"),
    503: lambda: _("No engine answers"),
}
