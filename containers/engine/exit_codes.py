"""Why a container ended, as far as its exit code and the engine's words tell."""

import signal
from dataclasses import dataclass
from enum import StrEnum

LAST_SIGNAL = 64


class Ending(StrEnum):
    """The kinds of end that are worth a sentence of their own."""

    SUCCESS = "success"
    FAILURE = "failure"
    MISUSE = "misuse"
    NOT_STARTED = "not_started"
    NOT_RUNNABLE = "not_runnable"
    NOT_FOUND = "not_found"
    DOCKER_FAILED = "docker_failed"
    OUT_OF_MEMORY = "out_of_memory"
    KILLED = "killed"
    KILLED_AFTER_GRACE = "killed_after_grace"
    INTERRUPTED = "interrupted"
    TERMINATED = "terminated"
    CRASHED = "crashed"
    SIGNALLED = "signalled"
    OUT_OF_RANGE = "out_of_range"
    PROGRAMS_OWN = "programs_own"


_CRASHES = (signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT)
_NAMED = {
    0: Ending.SUCCESS,
    1: Ending.FAILURE,
    2: Ending.MISUSE,
    125: Ending.DOCKER_FAILED,
    126: Ending.NOT_RUNNABLE,
    127: Ending.NOT_FOUND,
    130: Ending.INTERRUPTED,
    137: Ending.KILLED,
    143: Ending.TERMINATED,
    255: Ending.OUT_OF_RANGE,
}


@dataclass(frozen=True)
class Explanation:
    """Why it ended. `signal` is a name such as SIGTERM, `grace` the seconds a stop waited before it killed (or None),
    `error` the engine's own words where it could not start the program."""

    ending: Ending
    code: int
    signal: str = ""
    grace: int | None = None
    error: str = ""


def explain(code: int, *, oom_killed: bool = False, error: str = "", killed_after: int | None = None) -> Explanation:
    """Why a container that ended with `code` did so.

    `oom_killed` and `error` are the engine's. `killed_after` is for those who know that a stop of ours ended it: how
    many seconds it had waited before it sent KILL.
    """
    name = signal_name(code)
    if error:
        kind = _NAMED.get(code)
        return Explanation(
            kind if kind in (Ending.NOT_RUNNABLE, Ending.NOT_FOUND) else Ending.NOT_STARTED, code, error=error
        )
    if oom_killed:
        return Explanation(Ending.OUT_OF_MEMORY, code, name)
    if code == 137 and killed_after is not None:
        return Explanation(Ending.KILLED_AFTER_GRACE, code, name, killed_after)
    if code in _NAMED:
        return Explanation(_NAMED[code], code, name)
    if name:
        crashed = code - 128 in _CRASHES
        return Explanation(Ending.CRASHED if crashed else Ending.SIGNALLED, code, name)
    return Explanation(Ending.PROGRAMS_OWN, code)


def signal_name(code: int) -> str:
    """The signal that an exit code of 128 + n stands for, for example SIGKILL; empty for other codes."""
    number = code - 128
    if not 1 <= number <= LAST_SIGNAL:
        return ""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIGRTMIN+{number - signal.SIGRTMIN}" if number > signal.SIGRTMIN else ""
