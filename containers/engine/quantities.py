"""Sizes, processors and durations as the docker CLI reads them: 512m, 1.5, 1m30s."""

import re
from fractions import Fraction

from .invalid import InvalidOption, gettext_noop

_SIZE = re.compile(r"(\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?) ?(|b|[kmgtp](?:i?b)?)", re.ASCII | re.IGNORECASE)
_CPUS = re.compile(r"[+-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)", re.ASCII)
_DURATION = re.compile(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)", re.ASCII)
_PART = re.compile(r"(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "μs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9}
_NANOSECONDS["h"] = 60 * _NANOSECONDS["m"]
NANO = 10**9
LARGEST = 2**63 - 1
LONGEST_NUMBER = 40  # characters; a longer one is no size, and takes long to read


def parse_size(text: str) -> int:
    """Bytes of a size such as 512m or 1.5g, units of 1024; raises InvalidOption."""
    found = _SIZE.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if found is None:
        raise InvalidOption(
            gettext_noop("“%(text)s” is no size: write a number with b, k, m, g or t, for example 512m."), text=text
        )
    number, unit = found[1], found[2].lower()
    exponent = "bkmgtp".index(unit[0]) if unit else 0
    size = int(float(number) * 1024**exponent) if float(number) < LARGEST else LARGEST + 1
    if size > LARGEST:
        raise InvalidOption(gettext_noop("“%(text)s” is more than any engine counts."), text=text)
    return size


def parse_swap(text: str) -> int:
    """Bytes of a limit that may also be -1, without limit; raises InvalidOption."""
    return -1 if text == "-1" else parse_size(text)


def parse_cpus(text: str) -> int:
    """Billionths of a processor for a number such as 1.5; raises InvalidOption."""
    if len(text) > LONGEST_NUMBER or not _CPUS.fullmatch(text.replace("_", "")):
        raise InvalidOption(gettext_noop("“%(text)s” is no number of processors, such as 1.5."), text=text)
    try:
        nanos = Fraction(text.replace("_", "")) * NANO
    except ZeroDivisionError:
        raise InvalidOption(gettext_noop("“%(text)s” is no number of processors, such as 1.5."), text=text) from None
    if nanos.denominator != 1 or abs(nanos) > LARGEST:
        raise InvalidOption(
            gettext_noop("“%(text)s” is more exact than docker counts: nine digits after the point."), text=text
        )
    return int(nanos)


def parse_duration(text: str) -> int:
    """Nanoseconds of a duration such as 1m30s or 500ms; raises InvalidOption."""
    if len(text) > LONGEST_NUMBER or not _DURATION.fullmatch(text):
        raise InvalidOption(
            gettext_noop("“%(text)s” is no duration: write a number with ms, s, m or h, for example 1m30s."), text=text
        )
    nanos = sum(Fraction(number) * _NANOSECONDS[unit] for number, unit in _PART.findall(text))
    if nanos > LARGEST:
        raise InvalidOption(gettext_noop("“%(text)s” is longer than any engine waits."), text=text)
    return -int(nanos) if text.startswith("-") else int(nanos)


def parse_health_duration(text: str) -> int:
    """As `parse_duration`, for the times of a health check, which are never negative."""
    nanos = parse_duration(text)
    if nanos < 0:
        raise InvalidOption(gettext_noop("“%(text)s” is negative; a check's time cannot be."), text=text)
    return nanos
