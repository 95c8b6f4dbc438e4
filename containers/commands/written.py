"""Numbers of the engine's as people write them for docker's flags."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

_UNITS = (("g", 1024**3), ("m", 1024**2), ("k", 1024))
_TIMES = (("h", 3600 * 10**9), ("m", 60 * 10**9), ("s", 10**9), ("ms", 10**6), ("us", 10**3), ("ns", 1))


def size(count: int) -> str:
    """Bytes in the largest unit that divides them: 536870912 -> 512m; -1 as it is."""
    for unit, worth in _UNITS:
        if count > 0 and count % worth == 0:
            return f"{count // worth}{unit}"
    return str(count)


def duration(nanoseconds: int) -> str:
    """Nanoseconds in the largest unit that divides them: 90000000000 -> 90s."""
    return next(f"{nanoseconds // worth}{unit}" for unit, worth in _TIMES if nanoseconds % worth == 0)


def processors(billionths: int) -> str:
    """Billionths of a processor: 1500000000 -> 1.5."""
    return f"{(Decimal(billionths) / 10**9).normalize():f}"


def fields(parts: Sequence[str]) -> str:
    """The comma-separated fields of a flag's long form, quoted where they must be."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(parts)
    return line.getvalue()
