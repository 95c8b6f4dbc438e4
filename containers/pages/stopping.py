"""Who asked a container to end, and how long it took: what the trail knows, beside what the engine says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from containers.audit.models import AuditEntry, Outcome
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.engine.containers import DEFAULT_GRACE_SECONDS
from containers.engine.shapes import ContainerDetail

_ENDING = ("container stop", "container restart", "container kill", "container rm")
# An asking that has no outcome after its grace period and this is no wait any more: the server was ended meanwhile.
_LATE = timedelta(seconds=60)
_ROWS = 20


@dataclass(frozen=True)
class Asking:
    """A command that ends a container was asked for: by whom, when (`at`), and whether it still waits for the end.

    `grace` is in seconds, None for those that wait for nothing, negative for ever.
    """

    command: str
    by: str
    at: datetime
    line: str
    grace: int | None
    waiting: bool


def last_asking(host: str, detail: ContainerDetail, since: float | None = None) -> Asking | None:
    """The newest asking for the end of this container since it started, or since another moment (seconds since the
    epoch); None when nobody asked here."""
    since = since or detail.started or detail.created or 0
    named = Q(line__contains=detail.name) | Q(line__contains=detail.id[:12])
    rows = (
        AuditEntry.objects.filter(named, host=host, command__in=_ENDING, outcome=Outcome.ASKED)
        .filter(at__gte=datetime.fromtimestamp(int(since), tz=timezone.get_default_timezone()))
        .prefetch_related("outcomes")[:_ROWS]
    )
    for row in rows:
        values = _values_of(row.line)
        outcomes = {outcome.outcome for outcome in row.outcomes.all()}
        if _names(values, detail) and not outcomes & {Outcome.REFUSED, Outcome.FAILED}:
            return _asking(row, values, detail, waiting=not outcomes)
    return None


def grace_of(detail: ContainerDetail) -> int:
    """The container's own grace period, in seconds."""
    return DEFAULT_GRACE_SECONDS if detail.stop_timeout is None else detail.stop_timeout


def _asking(row: AuditEntry, values: dict[str, Any], detail: ContainerDetail, waiting: bool) -> Asking:
    waits = row.command in ("container stop", "container restart")
    grace = values.get("timeout", grace_of(detail)) if waits else None
    if grace is not None and grace >= 0:
        waiting = waiting and timezone.now() < row.at + timedelta(seconds=grace) + _LATE
    return Asking(row.command.removeprefix("container "), row.user_name, row.at, row.line, grace, waiting)


def _values_of(line: str) -> dict[str, Any]:
    try:
        return parse(line)[1]
    except LineError:  # a line of an older Dockline, or one that was cut
        return {}


def _names(values: dict[str, Any], detail: ContainerDetail) -> bool:
    return any(name == detail.name or detail.id.startswith(name) for name in values.get("containers", ()))
