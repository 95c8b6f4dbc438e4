"""What is looked for in a log: a text or a regular expression, matched in linear time whatever it is (RE2).

Many lines are searched as one text, which costs one call and not one for each: `(?m)` makes ^ and $ those of a line,
and RE2's never_nl keeps any match within a line.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import re2

from .log_lines import STAMP, Line

# The longest pattern (characters), and the memory that RE2 may take for one (bytes).
LONGEST = 1000
_MEMORY = 8 * 1024 * 1024
_TEXT_AT = STAMP + 1
# These speak of the ends of the text, not of a line: such a pattern is tried on each line by itself.
_ENDS_OF_TEXT = re.compile(r"\\[AzZ]|\(\?[a-zA-Z]*-[a-zA-Z]*m")
_SENTENCES = {
    "missing )": "a “(” is not closed",
    "missing ]": "a “[” is not closed",
    "unexpected )": "a “)” was not opened",
    "missing argument to repetition operator": "nothing stands before the repetition",
    "bad repetition operator": "a repetition follows another",
    "invalid repetition size": "more than 1,000 repetitions are not possible",
    "invalid perl operator": "look-around is not possible, since it cannot be searched in linear time",
    "invalid escape sequence": "this escape is unknown; a back-reference cannot be searched in linear time",
    "invalid character class range": "a range runs backwards or is unknown",
    "invalid named capture group": "a group's name is not complete",
    "trailing \\ at end of regexp": "it ends with a “\\”",
    "pattern too large": "it is too large",
}


class PatternError(ValueError):
    """A pattern that cannot be read: a sentence that says why, and where."""


@dataclass(frozen=True)
class LogPattern:
    """Lines that hold `text`, or match it with `regex`; those that do not with `invert`. `cased`: capitals matter."""

    text: str
    regex: bool = False
    invert: bool = False
    cased: bool = False
    _compiled: Any = field(init=False, repr=False, compare=False)
    _alone: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the pattern; raises PatternError."""
        if len(self.text) > LONGEST:
            raise PatternError(f"What is searched for is longer than {LONGEST:,} characters.")
        object.__setattr__(self, "_alone", self.regex and _ENDS_OF_TEXT.search(self.text) is not None)
        object.__setattr__(self, "_compiled", _compiled(self.text, self.regex, self.cased))

    def matching(self, lines: list[Line]) -> list[int]:
        """Which of the lines match, by their index."""
        texts = [payload[_TEXT_AT:] for _stream, payload in lines]
        found = self._each_alone(texts) if self._alone else self._all_at_once(texts)
        if not self.invert:
            return found
        matching = set(found)
        return [at for at in range(len(lines)) if at not in matching]

    def _each_alone(self, texts: list[bytes]) -> list[int]:
        search = self._compiled.search
        return [at for at, text in enumerate(texts) if search(text[:-1]) is not None]

    def _all_at_once(self, texts: list[bytes]) -> list[int]:
        search, joined = self._compiled.search, b"".join(texts)
        match = search(joined)
        if match is None:
            return []
        begins = [0, *accumulate(map(len, texts))]
        found: list[int] = []
        while match is not None:
            at = bisect_right(begins, match.start()) - 1
            if at >= len(texts):
                break
            found.append(at)
            match = search(joined, begins[at + 1])
        return found


def log_pattern(text: str, *, regex: bool = False, invert: bool = False, case: str = "auto") -> LogPattern:
    """A pattern whose `case` is "1" (it matters), "0", or "auto": it matters when the text has a capital letter."""
    letters = re.sub(r"\\.", "", text) if regex else text
    cased = letters != letters.lower() if case == "auto" else case == "1"
    return LogPattern(text, regex, invert, cased)


def _compiled(text: str, regex: bool, cased: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = cased
    options.literal = not regex
    options.never_nl = options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        if regex:
            re2.compile(text.encode("utf-8", "replace"), options)  # by itself first, so that an error is about it alone
        return re2.compile((f"(?m){text}" if regex else text).encode("utf-8", "replace"), options)
    except re2.error as error:
        raise PatternError(_sentence(text, error)) from error


def _sentence(text: str, error: Exception) -> str:
    said = error.args[0].decode("utf-8", "replace") if error.args else ""
    kind, _colon, part = said.partition(": ")
    place = text.rfind(part) if kind == "unexpected )" else text.find(part)
    where = f" at character {place + 1} (“{part[:40]}”)" if part and place >= 0 else ""
    return f"This regular expression cannot be read{where}: {_SENTENCES.get(kind, said)}."
