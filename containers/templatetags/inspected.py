"""What a template needs to show an inspect as a tree: what kind of value each is, and how long something has been up.

{{ value|json_kind }}        object, list, text or literal
{{ value|json_literal }}     true, null, 12: as JSON writes it
{{ started|up_for }}         "3 minutes": from seconds since the epoch until now
"""

import json
from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.timesince import timesince
from django.utils.translation import ngettext

register = template.Library()

_KINDS = {dict: "object", list: "list", str: "text"}


@register.filter
def json_kind(value: Any) -> str:
    """The kind of a JSON value: object, list, text or literal."""
    return _KINDS.get(type(value), "literal")


@register.filter
def json_literal(value: Any) -> str:
    """A number, true, false or null, as JSON writes it."""
    return json.dumps(value)


@register.filter
def up_for(started: float | None) -> str:
    """How long ago `started` (seconds since the epoch) was; in seconds below a minute."""
    if started is None:
        return ""
    begun, now = datetime.fromtimestamp(started, UTC), datetime.now(UTC)
    seconds = max(0, int((now - begun).total_seconds()))
    if seconds < 60:
        return ngettext("%(seconds)d second", "%(seconds)d seconds", seconds) % {"seconds": seconds}
    return timesince(begun, now, depth=2)
