"""Moments as people say them."""

from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _


def moment_of(moment: float | datetime) -> datetime:
    """Seconds since 1970, or a datetime, as a datetime."""
    return moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)


def since(moment: float | datetime) -> str:
    """How long ago a moment was: "just now", "3 minutes ago"."""
    at = moment_of(moment)
    if (datetime.now(UTC) - at).total_seconds() < 60:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(at, depth=1)}


def exact(moment: float | datetime) -> str:
    """A moment to the second, with its time zone."""
    return date_format(moment_of(moment), "Y-m-d H:i:s T")
