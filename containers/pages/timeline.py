"""The way to a container's end, from the engine's events: which signal at which second, and what the process did."""

import signal
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from containers.engine.end_events import end_events
from containers.engine.engine_events import EngineEvent
from containers.engine.hosts import engine_of
from containers.engine.shapes import ContainerDetail

from .stopping import Asking, last_asking

# Signals longer before the end than this have nothing to do with it.
_RELATED_SECONDS = 600
_MOST_SIGNALS = 8
# The clocks of a remote engine and of this server may differ, and an asking is written down before it is done.
_CLOCKS_SECONDS = 2.0
_NANO = 1e9
_NO_HANDLER = (signal.SIGKILL, signal.SIGSTOP)


@dataclass(frozen=True)
class Step:
    """Something that happened on the way to the end; `at` is seconds after the first of them."""

    at: float
    what: str
    tone: str = ""


@dataclass(frozen=True)
class Timeline:
    """One end of a container. `took` is seconds from the first signal or asking to the end, None when it ended by
    itself; `killed_after` the seconds that a stop waited before it killed, None without that."""

    code: int
    ended: float
    took: float | None
    killed_after: float | None
    oom: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Run:
    """The events of one run of the container, up to its end and beyond it."""

    signals: tuple[EngineEvent, ...]
    oom: EngineEvent | None
    ill: EngineEvent | None
    die: EngineEvent
    stop: EngineEvent | None
    start: EngineEvent | None


def last_timeline(host: str, detail: ContainerDetail) -> Timeline | None:
    """The last end of a container that has ended, as the engine on `host` remembers it, and who asked for it here."""
    if not detail.finished:
        return None
    since = detail.finished - _RELATED_SECONDS
    events = end_events(engine_of(host), detail.id, since)
    return timeline_of(events, last_asking(host, detail, since), detail.restart_policy)


def timeline_of(events: Sequence[EngineEvent], asking: Asking | None, policy: str) -> Timeline | None:
    """The last end among the events; None when they have none. `asking` is what was asked for here, None for nothing;
    `policy` the container's restart policy."""
    run = _last_run(events)
    if run is None:
        return None
    asking = asking if asking is not None and _belongs(asking, run) else None
    code = int(run.die.attributes.get("exitCode") or 0)
    moments = [_at(event) for event in run.signals] + ([asking.at.timestamp()] if asking else [])
    zero = min(moments, default=_at(run.die))
    zero = min(zero, _at(run.oom)) if run.oom else zero
    killed = _killed_by_stop(run)
    steps = [
        *_illness(run, zero),
        *_asked(asking, zero),
        *_signals(run, zero, code, killed),
        *([Step(_at(run.oom) - zero, _("out of memory: the kernel killed a process of it"), "bad")] if run.oom else []),
        Step(_at(run.die) - zero, _ended(run, code, killed), _tone(run, code)),
        *_afterwards(run, zero, policy),
    ]
    killed_after = _at(killed) - _at(run.signals[0]) if killed else None
    took = _at(run.die) - zero if moments else None
    return Timeline(code, _at(run.die), took, killed_after, run.oom is not None, tuple(steps))


def _last_run(events: Sequence[EngineEvent]) -> _Run | None:
    ends = [number for number, event in enumerate(events) if event.action == "die"]
    if not ends:
        return None
    before, die, after = events[: ends[-1]], events[ends[-1]], events[ends[-1] + 1 :]
    began = max((number for number, event in enumerate(before) if event.action == "start"), default=-1)
    during = before[began + 1 :]
    health = [event for event in during if event.action.startswith("health_status")]
    signals = [event for event in during if event.action == "kill" and _at(die) - _at(event) < _RELATED_SECONDS]
    return _Run(
        signals=tuple(signals[-_MOST_SIGNALS:]),
        oom=next((event for event in during if event.action == "oom"), None),
        ill=health[-1] if health and health[-1].action.endswith("unhealthy") else None,
        die=die,
        stop=_stop_of(during, after),
        start=next((event for event in after if event.action == "start"), None),
    )


def _stop_of(during: Sequence[EngineEvent], after: Sequence[EngineEvent]) -> EngineEvent | None:
    """The engine's note that a stop is done, which newer engines write just before that of the end."""
    until = next((number for number, event in enumerate(after) if event.action == "start"), len(after))
    return next((event for event in (*during, *after[:until]) if event.action == "stop"), None)


def _belongs(asking: Asking, run: _Run) -> bool:
    """Whether what was asked for is what ended it: before its end, and not after its first signal."""
    asked, first = asking.at.timestamp(), _at(run.signals[0]) if run.signals else _at(run.die)
    return asked <= min(first, _at(run.die)) + _CLOCKS_SECONDS and bool(run.signals)


def _killed_by_stop(run: _Run) -> EngineEvent | None:
    """The SIGKILL that a stop sends when its grace period is over: a stop ends with an event of its own."""
    if run.stop is None or len(run.signals) < 2 or _number(run.signals[-1]) != signal.SIGKILL:
        return None
    return run.signals[-1]


def _illness(run: _Run, zero: float) -> list[Step]:
    return [Step(_at(run.ill) - zero, _("its health check had failed: unhealthy"), "warn")] if run.ill else []


def _asked(asking: Asking | None, zero: float) -> list[Step]:
    if asking is None:
        return []
    return [Step(asking.at.timestamp() - zero, _("%(by)s asked: %(line)s") % {"by": asking.by, "line": asking.line})]


def _signals(run: _Run, zero: float, code: int, killed: EngineEvent | None) -> list[Step]:
    steps = []
    for number, event in enumerate(run.signals):
        following = run.signals[number + 1] if number + 1 < len(run.signals) else None
        said = {"signal": _name(_number(event))}
        if event is killed:
            what, tone = _("still running after its grace period: SIGKILL sent"), "bad"
        elif _number(event) in _NO_HANDLER:
            what, tone = _("%(signal)s sent, which no program can handle") % said, "bad"
        elif following is not None:
            what = _("%(signal)s sent to its main process, which went on running") % said
            tone = "warn" if following is killed else ""
        elif code == 128 + _number(event):
            what = _("%(signal)s sent to its main process, which does not handle it and was ended by it") % said
            tone = "warn"
        else:
            what, tone = _("%(signal)s sent to its main process, which handled it") % said, "good"
        steps.append(Step(_at(event) - zero, what, tone))
    return steps


def _ended(run: _Run, code: int, killed: EngineEvent | None) -> str:
    if run.signals or run.oom:
        return _("ended with exit code %(code)d") % {"code": code}
    return _("ended by itself with exit code %(code)d, without a signal from docker") % {"code": code}


def _tone(run: _Run, code: int) -> str:
    if code == 0:
        return "good"
    return "bad" if run.oom or code == 128 + signal.SIGKILL or not run.signals else "warn"


def _afterwards(run: _Run, zero: float, policy: str) -> list[Step]:
    if run.start is None:
        return []
    at = _at(run.start) - zero
    if run.stop is None and policy != "no":
        return [Step(at, _("started again by its restart policy (%(policy)s)") % {"policy": policy})]
    return [Step(at, _("started again"))]


def _at(event: EngineEvent) -> float:
    return event.nanoseconds / _NANO


def _number(event: EngineEvent) -> int:
    said = event.attributes.get("signal", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return _("signal %(number)d") % {"number": number}
