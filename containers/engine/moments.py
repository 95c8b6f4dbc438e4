"""Moments as the docker CLI takes them for --since and --until, into what the engine's API takes.

The CLI's rules: pkg.go.dev/github.com/docker/docker/api/types/time#GetTimestamp - a Go duration before now, a date or
time (in UTC here: the server's own time zone is none of the line's business), or seconds since the epoch.
"""

import re
from datetime import UTC, datetime

_UNIT_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
_NANOSECONDS = 1_000_000_000


def engine_moment(text: str, now: float | None = None) -> str:
    """`text` as seconds.nanoseconds since the epoch, which loses no digit (a float would skip lines).

    `now` is seconds since the epoch. Raises ValueError with a sentence.
    """
    if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", text, re.ASCII):
        seconds, _dot, fraction = text.partition(".")
        return f"{int(seconds)}.{fraction.ljust(9, '0')}"
    if (before := _duration(text)) is not None:
        moment = datetime.now(UTC).timestamp() if now is None else now
        return _written(round((moment - before) * _NANOSECONDS))
    return _written(_date(text))


def _duration(text: str) -> float | None:
    """A Go duration ("1h30m", "-5s") in seconds, None when it is none."""
    sign = -1 if text.startswith("-") else 1
    body = text.lstrip("+-") if len(text) - len(text.lstrip("+-")) <= 1 else ""
    if not body or not re.fullmatch(f"(?:{_DURATION_PART.pattern})+", body):
        return None
    return sign * sum(float(number) * _UNIT_SECONDS[unit] for number, unit in _DURATION_PART.findall(body))


def _date(text: str) -> int:
    """A date or time in nanoseconds since the epoch; without a zone it is UTC."""
    match = re.fullmatch(
        r"(\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2}(?::\d{2})?)?)?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?", text
    )
    if not match:
        raise ValueError(
            f"“{text}” is no moment: write 10m or 1h30m (that long ago), 2026-01-31, 2026-01-31T12:00:00Z or seconds."
        )
    day, fraction, zone = match.groups()
    try:
        whole = datetime.fromisoformat(day + ("Z" if zone in (None, "Z") else zone) if "T" in day else day)
    except ValueError as error:
        raise ValueError(f"“{text}” is no moment of the calendar: {error}.") from error
    whole = whole if whole.tzinfo else whole.replace(tzinfo=UTC)
    return round(whole.timestamp()) * _NANOSECONDS + int((fraction or "0").ljust(9, "0"))


def _written(nanoseconds: int) -> str:
    seconds, rest = divmod(nanoseconds, _NANOSECONDS)
    return f"{seconds}.{rest:09d}"
