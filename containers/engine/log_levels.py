"""How serious a line is, guessed from its text: JSON's and logfmt's keys first, then the words that loggers write."""

import re
from itertools import chain
from typing import Any

import re2

LEVELS = ("error", "warn", "info", "debug", "trace")
NO_LEVEL = "none"

# The beginning of a line that is looked at (bytes): a level is written before what is told.
LOOKED_AT = 400

_WORDS = {
    "error": (
        "error",
        "err",
        "eror",
        "fatal",
        "ftl",
        "crit",
        "critical",
        "panic",
        "severe",
        "alert",
        "emerg",
        "emergency",
    ),
    "warn": ("warn", "warning", "wrn"),
    "info": ("info", "inf", "notice", "information", "informational"),
    "debug": ("debug", "dbg", "dbug", "fine"),
    "trace": ("trace", "trc", "verbose", "finer", "finest"),
}
_LEVEL_OF = {word.encode(): level for level, words in _WORDS.items() for word in words}
# pino and bunyan write numbers
_NUMBERS = {b"10": "trace", b"20": "debug", b"30": "info", b"40": "warn", b"50": "error", b"60": "error"}
# klog and glog begin a line with a letter and the month and day
_LETTERS = {b"E": "error", b"F": "error", b"W": "warn", b"I": "info"}

_ANY = "|".join(sorted(chain.from_iterable(_WORDS.values()), key=len, reverse=True))
_KEYS = r"""(?i:(?:^|[\s{,"'])(?:level|severity|lvl|loglevel|log\.level|levelname)["']?\s*[=:]\s*["']?(?P<key>\w+))"""
_KLOG = r"^(?P<letter>[EFWI])\d{4} \d\d:\d\d:\d\d"
# A word alone in capitals, or in any case within brackets, before a colon, or as the first of the line.
_CAPITALS = rf"\b(?P<capitals>{_ANY.upper()})\b"
_SMALL = rf"(?i:[\[(<|]\s*(?P<within>{_ANY})\s*[\])>|]|\b(?P<before>{_ANY}):|^\s*(?P<first>{_ANY})\b)"
_ESCAPES = re.compile(rb"\x1b\[[0-9;]*[A-Za-z]")


def _compiled(*expressions: str) -> Any:
    """RE2 and not `re`: on lines without a level, which is most of them, it is ten times as fast."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile("|".join(expressions).encode(), options)


_KEY = _compiled(_KEYS)
_WORD = _compiled(_KLOG, _CAPITALS, _SMALL)


def level_of(text: bytes) -> str:
    """One of LEVELS, or NO_LEVEL where the text does not say."""
    head = text[:LOOKED_AT]
    if b"\x1b" in head:
        head = _ESCAPES.sub(b"", head)
    if b"=" in head or b":" in head:
        level = _level_by_key(head)
        if level:
            return level
    word = _WORD.search(head)
    if word is None:
        return NO_LEVEL
    letter, *words = word.groups()
    return _LETTERS[letter] if letter else _LEVEL_OF[next(filter(None, words)).lower()]


def _level_by_key(head: bytes) -> str:
    key = _KEY.search(head)
    if key is None:
        return ""
    value = key[1].lower()
    return _LEVEL_OF.get(value) or _NUMBERS.get(value, "")
