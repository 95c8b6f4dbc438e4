"""What the exit code of a program in a terminal means, for every code that has a meaning of its own."""

from typing import Any

from django.utils.translation import gettext_lazy

from containers.commands.exit_explained import explained
from containers.engine.exit_codes import LAST_SIGNAL, Ending, explain

_CODES = (*range(3), 125, 126, 127, *range(129, 128 + LAST_SIGNAL + 1), 255)
# Of a program that was executed in a container which goes on: it has no log, and no image ends with it.
_EXECUTED: dict[Ending, Any] = {
    Ending.SUCCESS: gettext_lazy("It ended by itself: 0 means that nothing went wrong. The container goes on."),
    Ending.FAILURE: gettext_lazy(
        "It ended by itself and reported an error: 1 is what most programs say. A shell ends with what its last "
        "command said."
    ),
    Ending.MISUSE: gettext_lazy(
        "2 is what shells and many programs say for a wrong option or a script they cannot read."
    ),
    Ending.OUT_OF_RANGE: gettext_lazy(
        "255 is the largest exit code, and what is left of -1: many programs say so of a failure."
    ),
    Ending.KILLED: gettext_lazy(
        "137 is 128 + 9: it was ended by SIGKILL, which no program can catch. That happens when its container is "
        "stopped or killed, and when it needs more memory than it may have."
    ),
    Ending.TERMINATED: gettext_lazy("143 is 128 + 15: it was ended by SIGTERM."),
    Ending.NOT_RUNNABLE: gettext_lazy(
        "126: the container has no such program, or it cannot be run (a folder, no permission, made for another "
        "machine); what was printed says which. Small images often have no bash: try sh. One without any shell still "
        "has programs of its own: name one with its path. docker top and docker logs look into it from outside."
    ),
    Ending.NOT_FOUND: gettext_lazy(
        "127: the container has no such program, or a shell in it found none. Small images often have no bash: try sh. "
        "One without any shell still has programs of its own: name one with its path. docker top and docker logs look "
        "into it from outside."
    ),
}
_EXECUTED_OTHER = gettext_lazy("It ended by itself with {code}, which has a meaning of its own to that program.")
_RUN_OTHER = gettext_lazy(
    "It ended by itself with {code}, which has a meaning of its own to that program; its log tells more."
)


def ends(kind: str) -> dict[str, Any]:
    """`ends`: a sentence by code; `endOther`: the sentence for all other codes, {code} to be filled in.

    `kind` is "exec" for a program that was executed in a container, else it is the container's own.
    """
    executed = kind == "exec"
    return {
        "ends": {code: _sentence(code, executed=executed) for code in _CODES},
        "endOther": str(_EXECUTED_OTHER if executed else _RUN_OTHER),
    }


def _sentence(code: int, *, executed: bool) -> str:
    explanation = explain(code)
    if executed and explanation.ending in _EXECUTED:
        return str(_EXECUTED[explanation.ending])
    return explained(explanation)[1]
