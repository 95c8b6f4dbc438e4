"""The engine's times as seconds since the epoch."""

import re
from datetime import datetime

_FRACTION = re.compile(r"\.(\d+)")


def epoch(stamp: str | None) -> float | None:
    """An RFC 3339 stamp in seconds since the epoch, to the microsecond; None for the engine's "never" (year 1)."""
    if not stamp or stamp.startswith("0001-"):
        return None
    # fromisoformat takes at most six digits of a second; the engine writes nine
    return datetime.fromisoformat(_FRACTION.sub(lambda match: f".{match[1][:6]:0<6}", stamp)).timestamp()
