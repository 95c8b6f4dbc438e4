"""A typed line as people see it: which of its words is at fault."""

import re

# One word of a line with its quotes, as words.split sees it.
_WORD = re.compile(r"""(?:[^\s"'\\]|\\.|'[^']*'?|"(?:\\.|[^"\\])*"?)+""", re.DOTALL)


def marked(typed: str, at: int | None) -> tuple[str, str, str] | None:
    """The line before, at and after the word at fault; None when no word is."""
    words = list(_WORD.finditer(typed))
    if at is None or at >= len(words):
        return None
    word = words[at]
    return typed[: word.start()], word.group(), typed[word.end() :]
