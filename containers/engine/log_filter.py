"""Which lines of a log are wanted: of one stream, of some levels, with a text. The same words on every way to a log."""

from collections.abc import Mapping
from dataclasses import dataclass

from .log_levels import LEVELS, NO_LEVEL, level_of
from .log_lines import STAMP, Line
from .log_pattern import LogPattern, log_pattern

FILTERS = ("stream", "level", "q", "regex", "invert", "case")
_STREAMS = {"": b"", "both": b"", "stdout": b"o", "stderr": b"e"}
_YES = {"1": True, "true": True, "": False, "0": False, "false": False}
_CASES = ("auto", "1", "0")
_TEXT_AT = STAMP + 1


@dataclass(frozen=True)
class LogFilter:
    """`stream` is b"o" or b"e", b"" for both; no `levels` are all of them."""

    stream: bytes = b""
    levels: frozenset[str] = frozenset()
    pattern: LogPattern | None = None

    @property
    def keeps_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.stream and not self.levels and self.pattern is None

    def matching(self, lines: list[Line]) -> list[int]:
        """Which of the lines are wanted, by their index."""
        wanted = range(len(lines)) if self.pattern is None else self.pattern.matching(lines)
        return [
            at
            for at in wanted
            if (not self.stream or lines[at][0] == self.stream)
            and (not self.levels or level_of(lines[at][1][_TEXT_AT:]) in self.levels)
        ]

    def keep(self, lines: list[Line]) -> list[Line]:
        """Those of the lines that are wanted."""
        return lines if self.keeps_all else [lines[at] for at in self.matching(lines)]


ALL_LINES = LogFilter()


def log_filter(asked: Mapping[str, str]) -> LogFilter:
    """The filter that a query's words ask for (FILTERS); raises ValueError with a sentence."""
    stream = asked.get("stream", "")
    if stream not in _STREAMS:
        raise ValueError(f"stream is stdout or stderr, not “{stream[:40]}”.")
    case = asked.get("case", "") or "auto"
    if case not in _CASES:
        raise ValueError(f"case is auto, 1 or 0, not “{case[:40]}”.")
    text = asked.get("q", "")
    pattern = (
        log_pattern(text, regex=_switch(asked, "regex"), invert=_switch(asked, "invert"), case=case) if text else None
    )
    return LogFilter(_STREAMS[stream], _levels(asked.get("level", "")), pattern)


def _levels(text: str) -> frozenset[str]:
    known = (*LEVELS, NO_LEVEL)
    levels = frozenset(word.strip().lower() for word in text.split(",") if word.strip())
    if unknown := levels - set(known):
        raise ValueError(f"level knows {', '.join(known)}, not “{min(unknown)[:40]}”.")
    return frozenset() if levels == set(known) else levels


def _switch(asked: Mapping[str, str], name: str) -> bool:
    value = asked.get(name, "").lower()
    if value not in _YES:
        raise ValueError(f"{name} is 1 or 0, not “{value[:40]}”.")
    return _YES[value]
