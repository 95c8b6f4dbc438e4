"""What a page answers when something was refused or went wrong: a sentence, and what to do about it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from containers.commands.perform import KNOWN_ERRORS
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable

from .shell import wants_part

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
    """Answers with a page, or for htmx with a part of one, where a page's view raised one of the told errors.

    A page that is still open when its sign-in has ended is sent to sign in, and not a part of it replaced by the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on; what is raised comes by `process_exception`."""
        response = self.get_response(request)
        return _sign_in_again(request) if _leads_to_sign_in(request, response) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a told error of a page; anything else, and all of the API's, is for others."""
        if not isinstance(exception, KNOWN_ERRORS) or request.path.startswith("/api/"):
            return None
        log.info("%s %s: %s", request.method, request.path, getattr(exception, "detail", exception.message))
        return told(request, problem_of(exception))


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    htmx = getattr(request, "htmx", None)
    at_sign_in = urlsplit(response.get("Location", "")).path == reverse("sign_in")
    return bool(htmx and htmx.current_url) and response.status_code == 302 and at_sign_in


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    here = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"{reverse('sign_in')}?{urlencode({'next': here})}"
    return response


def told(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as a whole page, or for htmx as the part that takes the place of what was asked for."""
    return render(request, _template(request), {"problem": problem}, status=problem.status)


def _template(request: HttpRequest) -> str:
    if not wants_part(request):
        return "errors/problem.html"
    target = request.htmx.target  # type: ignore[attr-defined]
    return "_partials/toast_problem.html" if target == "outcome" else "errors/_problem.html"


def problem_of(error: Any) -> Problem:
    """A told error as people read it."""
    if isinstance(error, EngineUnreachable | EnginePermissionDenied):
        return Problem(error.status, _TITLES[503](), error.message, awaits=True)
    return Problem(error.status, _TITLES.get(error.status, _failed)(), error.message)


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
