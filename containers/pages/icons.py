"""Tabler's outline icons, drawn into the page itself so that they take the colour of the text around them."""

import json
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_ICONS = settings.TABLER_ICONS


@cache
def svg(name: str) -> SafeString:
    """The icon called `name` ("player-play") as an svg element; KeyError for a name that Tabler does not have.

    It is hidden from screen readers: the word beside it, or the button's label, says what it means.
    """
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(_bodies()[name]["body"]),  # noqa: S308 - drawn by Tabler, shipped in its package
    )


@cache
def _bodies() -> dict[str, dict[str, str]]:
    icons: dict[str, dict[str, str]] = json.loads(_ICONS.read_text())["icons"]
    return icons
