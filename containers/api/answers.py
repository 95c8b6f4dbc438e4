"""How the API answers: JSON always, errors with a code and a sentence."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from containers.access.actor import Actor, actor_of
from containers.access.errors import Refused
from containers.commands.errors import LineError, UploadRequired
from containers.commands.perform import KNOWN_ERRORS, Outcome, Preview

log = logging.getLogger(__name__)


def signed_in_api(*methods: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """An API view for these methods, called with the actor; without one it is a 401, and every error is JSON."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @login_not_required  # it answers 401 itself, where Django would redirect to a page
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request, "api")
            if actor is None:
                return _unauthorized()
            if request.method not in methods:
                response = failure("method", _("Use %(methods)s here.") % {"methods": ", ".join(methods)}, 405)
                response["Allow"] = ", ".join(methods)
                return response
            return _answered(view, request, actor, *args, **kwargs)

        return answer

    return decorate


def _answered(
    view: Callable[..., HttpResponseBase], request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any
) -> Any:
    try:
        return view(request, actor, *args, **kwargs)
    except KNOWN_ERRORS as error:
        return of_error(error)
    except Exception:
        log.exception("API: %s %s", request.method, request.path)
        return failure("internal", _("Dockline failed at this; its log says why."), 500)


def of_error(error: Any) -> JsonResponse:
    """The JSON answer to one of perform's errors."""
    extra: dict[str, Any] = {"at": getattr(error, "at", None)}
    if isinstance(error, UploadRequired):
        extra["files"] = error.files
    if field := getattr(error, "field", "") or getattr(error, "option", ""):
        extra["field"] = field
    if not isinstance(error, (Refused, LineError)):  # a line that cannot be read may hold a secret anywhere
        log.info("API: %s", getattr(error, "detail", error))
    return failure(error.code, error.message, error.status, **extra)


def failure(code: str, message: str, status: int, **extra: Any) -> JsonResponse:
    """{"error": {"code", "message", "at", ...}} with an HTTP status."""
    return JsonResponse({"error": {"code": code, "message": message, "at": None, **extra}}, status=status)


def of_outcome(outcome: Outcome) -> JsonResponse:
    """The JSON answer to a command: 200 when done, 202 with a job or a stream."""
    body: dict[str, Any] = {
        "command": outcome.command.name,
        "line": outcome.line,
        "values": outcome.values,
        "result": outcome.result,
    }
    for name in ("job", "stream", "download"):
        if value := getattr(outcome, name):
            body[name] = value
    return JsonResponse(body, status=202 if outcome.job or outcome.stream else 200)


def of_preview(preview: Preview) -> JsonResponse:
    """The JSON answer to a preview: what would be done, and its risks."""
    return JsonResponse(
        {
            "command": preview.command.name,
            "line": preview.line,
            "values": preview.values,
            "effect": preview.command.effect.value,
            "risks": preview.risks,
        }
    )


def _unauthorized() -> HttpResponse:
    response = failure("unauthorized", _("Sign in, or send Authorization: Bearer with a token of yours."), 401)
    response["WWW-Authenticate"] = "Bearer"
    return response
