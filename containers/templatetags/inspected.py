"""What a template needs to show an inspect as a tree: what kind of value each is, and how long something has been up.

{{ value|json_kind }}        object, list, text or literal
{{ value|json_literal }}     true, null, 12: as JSON writes it
{{ started|up_for }}         "3 minutes": from seconds since the epoch until now
"""

import json
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

_KINDS: dict[type, str] = {dict: "object", list: "list", str: "text"}


@register.filter
def json_kind(value: Any) -> str:
    """The kind of a JSON value: object, list, text or literal."""
    return _KINDS.get(type(value), "literal")


@register.filter
def json_literal(value: Any) -> str:
    """A number, true, false or null, as JSON writes it."""
    return json.dumps(value)


@register.filter
def seconds(count: float) -> str:
    """A short time; below a second with two digits after the point, so that what went at once does not look like 0."""
    return _("%(count)s s") % {"count": number_format(count, 2 if 0 < count < 1 else 1)}


@register.filter
def up_for(started: float | None) -> str:
    """How long ago `started` (seconds since the epoch) was; in seconds below a minute."""
    if started is None:
        return ""
    begun, now = datetime.fromtimestamp(started, UTC), datetime.now(UTC)
    passed = max(0, int((now - begun).total_seconds()))
    if passed < 60:
        return ngettext("%(count)d second", "%(count)d seconds", passed) % {"count": passed}
    return timesince(begun, now, depth=2)
