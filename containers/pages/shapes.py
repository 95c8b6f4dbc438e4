"""A template that is rendered once and filled a thousand times.

Django needs 3 ms for a row of the list of containers, 3 s for a thousand rows. A shape is the template rendered with
marks where rows differ; filling the marks takes some microseconds.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_BEGIN, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_BEGIN}(\\w+){_END}")
_INDENT = re.compile(r"\n\s*")


class Shape:
    """The template called `template`, rendered with `context` and with a mark for each of the `fields`.

    A field is for text of the page and for values of attributes; it can be tested for nothing, since it is never empty.
    """

    def __init__(self, template: str, fields: Iterable[str], context: Mapping[str, Any]) -> None:
        marks = {field: f"{_BEGIN}{field}{_END}" for field in fields}
        html = _INDENT.sub("", render_to_string(template, {**context, **marks}))
        self._format = _MARK.sub(r"%(\1)s", html.replace("%", "%%"))

    def filled(self, values: Mapping[str, str]) -> SafeString:
        """The HTML with these values in it, which must be escaped already, or be HTML of ours."""
        return mark_safe(self._format % values)  # noqa: S308 - whoever fills it escapes
