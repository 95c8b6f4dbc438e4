"""A container's health check for people: what it does, when it counts, and how it came out the last times."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from containers.commands.secrets import line_without_secrets
from containers.commands.words import join
from containers.engine.shapes import Health, HealthCheck

# The page looks no more often (seconds), however often the check runs; the engine writes a result down a moment late.
SHORTEST_LOOK = 2.0
WRITTEN_AFTER = 0.3
_SHELL = "CMD-SHELL"


@dataclass(frozen=True)
class HealthTold:
    """The check's command line, sentences, and in how many seconds its next result is due."""

    command: str
    sentences: tuple[str, ...]
    streak: str
    next_look: float


def health_told(health: Health | None, now: float) -> HealthTold | None:
    """What the page says beside the results; None without a check. `now` is the epoch in seconds."""
    if health is None:
        return None
    check = health.check
    return HealthTold(
        command=line_without_secrets(check.test[1] if check.test[:1] == (_SHELL,) else join(list(check.test[1:]))),
        sentences=_sentences(check),
        streak=ngettext("%(n)s failure in a row", "%(n)s failures in a row", health.failing_streak)
        % {"n": health.failing_streak},
        next_look=_next_look(health, now),
    )


def _sentences(check: HealthCheck) -> tuple[str, ...]:
    said: dict[str, Any] = {
        "interval": _seconds(check.interval),
        "timeout": _seconds(check.timeout),
        "start": _seconds(check.start_period),
        "n": check.retries,
    }
    sentences = [
        _("The engine runs this in the container, %(interval)s after the start and after each result.") % said,
        _("It passes when it exits with 0, and fails with any other code or when it takes longer than %(timeout)s.")
        % said,
        ngettext(
            "%(n)s failure makes the container unhealthy, one pass makes it healthy again.",
            "%(n)s failures in a row make the container unhealthy, one pass makes it healthy again.",
            check.retries,
        )
        % said,
    ]
    if check.start_period:
        sentences.append(_("Failures in its first %(start)s do not count, until it has passed once.") % said)
    return tuple(sentences)


def _next_look(health: Health, now: float) -> float:
    due = health.probes[-1].ended + health.check.interval - now if health.probes and health.probes[-1].ended else 0
    return round(min(max(due + WRITTEN_AFTER, SHORTEST_LOOK), max(health.check.interval, SHORTEST_LOOK)), 1)


def _seconds(seconds: float) -> str:
    if seconds >= 60 and seconds % 60 == 0:
        return _("%(count)s min") % {"count": f"{seconds / 60:g}"}
    return _("%(count)s s") % {"count": f"{seconds:g}"}
