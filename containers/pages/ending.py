"""How a container ended: its exit code explained, and which signal came at which second."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from containers.commands.exit_explained import explained
from containers.engine.exit_codes import Ending as Kind
from containers.engine.exit_codes import Explanation, explain
from containers.engine.shapes import ContainerDetail

from .stopping import Asking
from .timeline import Step, Timeline

# The engine's clock for the end and ours for the asking may differ by this much around the grace period's end.
_TOLERANCE_SECONDS = 0.5
# Between the engine's own two notes of one end.
_SAME_END_SECONDS = 2.0
_DEFAULT_SIGNAL = "SIGTERM"
_GOOD = (Kind.SUCCESS,)
_ASKED_FOR = (Kind.TERMINATED, Kind.INTERRUPTED)


@dataclass(frozen=True)
class Ending:
    """A container's end: what its exit code says, and the `steps` to it when it was asked for here.

    `took` is seconds from the asking to the end, `grace` the seconds it had, both None without an asking. `tone` is
    good, warn or bad.
    """

    code: int
    short: str
    sentence: str
    tone: str
    took: float | None = None
    grace: int | None = None
    steps: tuple[Step, ...] = ()


def short_ending(code: int) -> str:
    """A word or two on an exit code, for a row of a list."""
    return explained(explain(code))[0]


def ending_of(detail: ContainerDetail, asking: Asking | None, timeline: Timeline | None = None) -> Ending | None:
    """The last end of a container, or why it never began; None while it runs and before its first start.

    The `timeline` is of the engine's events; where it has forgotten them, what the trail knows has to do.
    """
    if detail.state not in ("exited", "dead") and not (detail.state == "created" and detail.error):
        return None
    if timeline is not None and abs(timeline.ended - (detail.finished or 0)) < _SAME_END_SECONDS:
        return _of_events(detail, asking, timeline)
    took = _seconds_taken(detail, asking)
    if asking is None or took is None:
        explanation = explain(detail.exit_code, oom_killed=detail.oom_killed, error=detail.error)
        return Ending(detail.exit_code, *explained(explanation), _tone(explanation))
    killed_after = asking.grace if _was_killed_at_the_end_of(asking.grace, detail, took) else None
    explanation = explain(detail.exit_code, oom_killed=detail.oom_killed, error=detail.error, killed_after=killed_after)
    steps = _steps(detail, asking, took, killed_after)
    return Ending(detail.exit_code, *explained(explanation), _tone(explanation), took, asking.grace, steps)


def last_end(detail: ContainerDetail, timeline: Timeline | None) -> Ending | None:
    """How a container that runs again ended before; None when the engine does not remember it."""
    if timeline is None or not detail.running:
        return None
    return _told(explain_end(timeline), timeline, None)


def explain_end(timeline: Timeline, error: str = "") -> Explanation:
    """What the exit code and the way to it say."""
    killed = None if timeline.killed_after is None else round(timeline.killed_after)
    return explain(timeline.code, oom_killed=timeline.oom, error=error, killed_after=killed)


def _of_events(detail: ContainerDetail, asking: Asking | None, timeline: Timeline) -> Ending:
    asked = asking.grace if asking else None
    return _told(explain_end(timeline, detail.error), timeline, asked)


def _told(explanation: Explanation, timeline: Timeline, grace: int | None) -> Ending:
    if grace is None and timeline.killed_after is not None:
        grace = round(timeline.killed_after)
    took = timeline.took
    return Ending(timeline.code, *explained(explanation), _tone(explanation), took, grace, timeline.steps)


def _seconds_taken(detail: ContainerDetail, asking: Asking | None) -> float | None:
    """From the asking to the end; None when it had ended before."""
    if asking is None or not detail.finished:
        return None
    took = detail.finished - asking.at.timestamp()
    return took if took >= 0 else None


def _was_killed_at_the_end_of(grace: int | None, detail: ContainerDetail, took: float) -> bool:
    return grace is not None and 0 <= grace <= took + _TOLERANCE_SECONDS and detail.exit_code == 137


def _steps(detail: ContainerDetail, asking: Asking, took: float, killed_after: int | None) -> tuple[Step, ...]:
    steps = [Step(0, _("%(by)s asked: %(line)s") % {"by": asking.by, "line": asking.line})]
    if asking.grace is not None:
        signal = detail.stop_signal or _DEFAULT_SIGNAL
        steps.append(Step(0, _("%(signal)s sent to its main process") % {"signal": signal}))
    if killed_after is not None:
        steps.append(Step(killed_after, _("still running after its grace period: SIGKILL sent"), "bad"))
    tone = "bad" if killed_after is not None else "good" if detail.exit_code == 0 else "warn"
    steps.append(Step(took, _("ended with exit code %(code)d") % {"code": detail.exit_code}, tone))
    return tuple(steps)


def _tone(explanation: Explanation) -> str:
    if explanation.ending in _GOOD:
        return "good"
    return "warn" if explanation.ending in _ASKED_FOR else "bad"
