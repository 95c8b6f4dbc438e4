"""A container's hooks, and how they came out the last times: what the trail has of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from containers.audit.models import AuditEntry, Outcome
from containers.commands.hooks import LABEL, POST_START, PRE_STOP, SECONDS, TRAIL
from containers.commands.secrets import line_without_secrets
from containers.commands.words import join
from containers.engine.shapes import ContainerDetail

_WHEN = {POST_START: _("after a start"), PRE_STOP: _("before a stop")}
_RUNS_SHOWN = 5


@dataclass(frozen=True)
class HookRun:
    """One run: when it ended, whether well, and the sentence and output that the trail has."""

    at: datetime
    passed: bool
    told: str
    output: str
    by: str


@dataclass(frozen=True)
class Hook:
    """A hook that a container has: `when` it is run, its command line, its time in seconds, and its last runs."""

    when: Any
    line: str
    seconds: float
    runs: tuple[HookRun, ...]


def hooks_told(host: str, detail: ContainerDetail) -> list[Hook]:
    """The hooks that the container's labels name."""
    named = {when: detail.labels[LABEL + when].strip() for when in _WHEN if detail.labels.get(LABEL + when, "").strip()}
    if not named:
        return []
    begun = datetime.fromtimestamp(int(detail.created or 0), tz=timezone.get_default_timezone())
    rows = AuditEntry.objects.filter(
        host=host, command=TRAIL, at__gte=begun, line__startswith=join(["docker", "exec", detail.name]) + " "
    ).exclude(outcome=Outcome.ASKED)
    return [
        Hook(
            _WHEN[when],
            line_without_secrets(line),
            SECONDS[when],
            tuple(_run(row) for row in rows.filter(why__startswith=f"{when}: ")[:_RUNS_SHOWN]),
        )
        for when, line in named.items()
    ]


def _run(row: AuditEntry) -> HookRun:
    told, _newline, output = row.why.partition(": ")[2].partition("\n")
    return HookRun(row.at, row.outcome == Outcome.DONE, told, output, row.user_name)
