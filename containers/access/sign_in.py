"""Signing in with a password, slowed down for those who guess: django-axes counts, these are its words."""

from axes.middleware import AxesMiddleware
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext


class SignInForm(AuthenticationForm):
    """Django's form, which says so when a name is closed for this address for a while."""

    def get_invalid_login_error(self) -> ValidationError:
        """The sentence for a refused sign-in; it never tells whether the name exists."""
        if getattr(self.request, "axes_locked_out", False):
            return ValidationError(closed_for_a_while(), code="locked_out")
        return super().get_invalid_login_error()


def closed_for_a_while() -> str:
    """What somebody reads who was refused too often for one name from one address."""
    seconds = wait_seconds()
    return ngettext(
        "Too many wrong passwords for this name from this address. Wait %(seconds)d second and try again.",
        "Too many wrong passwords for this name from this address. Wait %(seconds)d seconds and try again.",
        seconds,
    ) % {"seconds": seconds}


class LockedOutMiddleware(AxesMiddleware):
    """Marks the answer to who was refused too often (the form with its sentence) as 429 with the wait in seconds.

    django-axes' own asks under ASGI for an answer without giving the one that there is.
    """

    async_capable = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes the request on, and looks at the answer."""
        response = self.get_response(request)
        if getattr(request, "axes_locked_out", False):
            response.status_code = 429
            response["Retry-After"] = str(wait_seconds())
        return response


def wait_seconds() -> int:
    """How long a name stays closed for an address after too many wrong passwords."""
    return int(settings.AXES_COOLOFF_TIME.total_seconds())
