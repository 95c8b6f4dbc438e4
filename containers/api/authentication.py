"""Tokens on the API's paths: who a request with `Authorization: Bearer` is, before Django asks for a sign-in."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from containers.access.actor import actor_of

TOKEN_PATHS = ("/api/", "/metrics")


class TokenMiddleware:
    """Makes the token's owner the request's user, on the API's paths only.

    Such a request needs no CSRF token: no browser sends this header by itself, and a bad one is nobody's request,
    whatever session cookie comes with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on."""
        if "Authorization" in request.headers and request.path.startswith(TOKEN_PATHS):
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
            actor = actor_of(request, "api")
            request.user = actor.user if actor is not None else AnonymousUser()
        return self.get_response(request)
