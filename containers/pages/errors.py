"""The pages for what no view answers: a path that is not there, a form that came from elsewhere, a failure of ours."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from .refusals import Problem, told


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that could not be read."""
    return told(
        request, Problem(400, _("That request cannot be read"), _("Go back, load the page again and try again."))
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 from Django itself."""
    return told(
        request, Problem(403, _("Not allowed"), _("You have no right to this page. An admin can give it to you."))
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: a path that is no page."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    message = said or _("There is no page at %(path)s.") % {"path": request.path}
    return told(
        request,
        Problem(404, _("Not found"), message, _("Look for it from the side bar, or press : and type a command.")),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a failure of ours; its traceback is in the log only."""
    message = _("Dockline failed while it made this page. Its log says why.")
    return told(request, Problem(500, _("Something broke"), message, _("Try again; if it stays, tell your admin.")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of this browser's session, or from another origin."""
    message = _("This form did not come from a page that this browser has open, or its sign-in has changed since.")
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"code": "csrf", "message": message, "at": None}}, status=403)
    return told(
        request,
        Problem(403, _("The form was not taken"), message, _("Go back, load the page again and send it again.")),
    )
