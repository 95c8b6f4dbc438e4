"""The kinds of value a flag or word can have: how each is read from text and written back, and what the form shows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
_TRUE = {"1", "t", "T", "TRUE", "true", "True"}
_FALSE = {"0", "f", "F", "FALSE", "false", "False"}


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    `read` turns a word into the value and raises ValueError with a sentence; `write` is its inverse. `repeated` kinds
    may be given several times and are kept as a list. `placeholder` is docker's own word for it in its help.
    """

    placeholder: str
    widget: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    repeated: bool = False
    example: str = ""
    choices: tuple[str, ...] = ()


def _flag(word: str) -> bool:
    """Go's strconv.ParseBool, which the docker CLI uses for --flag=value."""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError(_("“%(word)s” is neither true nor false.") % {"word": word})


def _integer(word: str) -> int:
    """Go's strconv.ParseInt with base 0: 16, 0x10, 020, 0b10000 and 1_6 are sixteen."""
    sign, digits = re.fullmatch(r"([+-]?)(.*)", word, re.DOTALL).groups()  # type: ignore[union-attr]
    if re.fullmatch(r"0[0-7_]+", digits, re.ASCII):
        digits = "0o" + digits[1:].removeprefix("_")
    try:
        number = int(sign + digits, 0) if digits[:1].isdigit() and len(word) <= 80 else None
    except ValueError:
        number = None
    if number is None or not -(2**63) <= number < 2**63:
        raise ValueError(_("“%(word)s” is not a whole number.") % {"word": word})
    return number


def _text(word: str) -> str:
    if "\0" in word:
        raise ValueError(_("A value cannot contain a NUL character."))
    if _HALF_A_CHARACTER.search(word):
        raise ValueError(_("A value cannot contain half a character (a lone surrogate of UTF-16)."))
    return word


def _filled(word: str) -> str:
    if not word:
        raise ValueError(_("The value is empty."))
    return _text(word)


def _tail(word: str) -> str:
    """The CLI sends whatever it is given and the engine takes no number for `all`; we say so instead."""
    if word == "all" or re.fullmatch(r"\d{1,9}", word, re.ASCII):
        return word
    raise ValueError(_("“%(word)s” is neither a number of lines nor all.") % {"word": word})


def _key_value(word: str) -> str:
    """A variable as the CLI takes it (opts.ValidateEnv): a name, with or without =value."""
    if not word.partition("=")[0]:
        raise ValueError(_("“%(word)s” has no name before the =.") % {"word": word})
    return _text(word)


def _container(word: str) -> str:
    """A name or id, without the slash that the engine writes before names: it would not know its own path by it."""
    if not re.fullmatch(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]*", word, re.ASCII):
        raise ValueError(
            _("“%(word)s” cannot be a container: a name or id has letters, digits and _ . - only.") % {"word": word}
        )
    return word.removeprefix("/")


def container_name(word: str) -> str:
    """A name for a new container (moby: names.RestrictedNamePattern; that one letter is too few, the engine says)."""
    if not re.fullmatch(r"/?[a-zA-Z0-9][a-zA-Z0-9_.-]*", word, re.ASCII):
        raise ValueError(
            _("“%(word)s” cannot be a name: it begins with a letter or digit, and has letters, digits and _ . - only.")
            % {"word": word}
        )
    return word


def checked(
    placeholder: str, widget: str, check: Callable[[str], Any], *, repeated: bool = False, example: str = ""
) -> Kind:
    """A kind that keeps the text as typed once `check` accepted it (it raises ValueError with a sentence)."""

    def read(word: str) -> str:
        check(_text(word))
        return word

    return Kind(placeholder, widget, read, repeated=repeated, example=example)


FLAG = Kind("", "switch", _flag, lambda value: "true" if value else "false")
TEXT = Kind("string", "text", _text)
FILLED = Kind("string", "text", _filled)
WORDS = Kind("", "words", _text, repeated=True)
INTEGER = Kind("int", "number", _integer)
TAIL = Kind("string", "text", _tail, example="100")
LIST = Kind("list", "rows", _filled, repeated=True)
KEY_VALUES = Kind("list", "pairs", _key_value, repeated=True, example="NAME=value")
CONTAINER = Kind("CONTAINER", "text", _container)
CONTAINER_NAME = Kind("string", "text", container_name, example="web")
