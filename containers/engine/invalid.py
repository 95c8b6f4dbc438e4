"""What a person wrote and the docker CLI would refuse before it asks the engine for anything."""

from typing import Any


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators, who know this name; whoever shows it to a person translates it."""
    return sentence


class InvalidOption(ValueError):
    """A value, or a pair of them, that no request can be made of.

    `sentence` is the untranslated text with %(name)s places, `values` what belongs there; str() is the English whole.
    """

    def __init__(self, sentence: str, **values: Any) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values
