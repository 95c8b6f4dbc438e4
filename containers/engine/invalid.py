"""What a person wrote and the docker CLI would refuse before it asks the engine for anything."""

from typing import Any

from .errors import InvalidRequest, gettext_noop

__all__ = ["InvalidOption", "gettext_noop"]


class InvalidOption(InvalidRequest, ValueError):
    """A value, or a pair of them, or an upload, that no request can be made of.

    `sentence` is the untranslated text with %(name)s places, `values` what belongs there, `message` the English whole.
    A ValueError for whoever reads options, and an engine's refusal (400) for whoever only asks.
    """

    code = "invalid_option"

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence, **values)
