"""How a container ended, said to somebody who learns docker."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from containers.engine.exit_codes import Ending, Explanation

_SENTENCES: dict[Ending, tuple[Any, Any]] = {
    Ending.SUCCESS: (
        gettext_lazy("done"),
        gettext_lazy("It ended by itself and reported success: 0 means that nothing went wrong."),
    ),
    Ending.FAILURE: (
        gettext_lazy("failed"),
        gettext_lazy("It ended by itself and reported an error. 1 is what most programs say; its log tells more."),
    ),
    Ending.MISUSE: (
        gettext_lazy("wrong use"),
        gettext_lazy(
            "It ended by itself with 2, which shells and many programs say for a wrong option or a script they cannot "
            "read; its log tells more."
        ),
    ),
    Ending.NOT_STARTED: (gettext_lazy("not started"), gettext_lazy("The engine could not start it: %(error)s")),
    Ending.DOCKER_FAILED: (
        gettext_lazy("docker failed"),
        gettext_lazy("125 is docker's own: the container could not be started, for example for a wrong option."),
    ),
    Ending.NOT_RUNNABLE: (
        gettext_lazy("cannot be run"),
        gettext_lazy(
            "126: the command is there but cannot be run. It may be a folder, lack the permission to be executed "
            "(chmod +x), or be made for another machine."
        ),
    ),
    Ending.NOT_FOUND: (
        gettext_lazy("command not found"),
        gettext_lazy(
            "127: there is no such command in the image. Look for a typing mistake, and whether the image has it: "
            "small images often lack bash."
        ),
    ),
    Ending.OUT_OF_MEMORY: (
        gettext_lazy("out of memory"),
        gettext_lazy(
            "%(code)d: it asked for more memory than it may have, and the kernel killed a process of it (OOM). Give it "
            "more with --memory, or make it need less."
        ),
    ),
    Ending.KILLED: (
        gettext_lazy("killed"),
        gettext_lazy(
            "137 is 128 + 9: it was ended by SIGKILL, which no program can catch. docker kill sends it at once, docker "
            "stop when the grace period is over. A program that traps SIGTERM ends before that, and in good order."
        ),
    ),
    Ending.KILLED_AFTER_GRACE: (
        gettext_lazy("killed after its grace period"),
        gettext_lazy(
            "137 is 128 + 9: it did not react to the stop signal, so docker stop waited %(grace)d seconds and then "
            "sent SIGKILL, which no program can catch. A program that traps SIGTERM ends at once, and in good order."
        ),
    ),
    Ending.INTERRUPTED: (
        gettext_lazy("interrupted"),
        gettext_lazy("130 is 128 + 2: it was ended by SIGINT, as Ctrl-C in a terminal sends it."),
    ),
    Ending.TERMINATED: (
        gettext_lazy("ended by SIGTERM"),
        gettext_lazy(
            "143 is 128 + 15: it was ended by SIGTERM, which docker stop sends first. It did not clean up by itself, "
            "but it went at once."
        ),
    ),
    Ending.CRASHED: (
        gettext_lazy("crashed"),
        gettext_lazy(
            "%(code)d is 128 + %(number)d: the program crashed with %(signal)s, a mistake in the program or in what it "
            "was built for."
        ),
    ),
    Ending.SIGNALLED: (
        gettext_lazy("ended by a signal"),
        gettext_lazy("%(code)d is 128 + %(number)d: it was ended by the signal %(signal)s."),
    ),
    Ending.OUT_OF_RANGE: (
        gettext_lazy("failed"),
        gettext_lazy(
            "255 is the largest exit code, and what is left of -1: many programs report a failure that way; its log "
            "tells more."
        ),
    ),
    Ending.PROGRAMS_OWN: (
        gettext_lazy("failed"),
        gettext_lazy(
            "It ended by itself with %(code)d, which has a meaning of its own to that program; its log tells more."
        ),
    ),
}


def explained(explanation: Explanation) -> tuple[str, str]:
    """A word or two for a badge, and a sentence or two that say why and what to do, in the reader's language."""
    short, sentence = _SENTENCES[explanation.ending]
    values = {
        "code": explanation.code,
        "number": explanation.code - 128,
        "signal": explanation.signal,
        "grace": explanation.grace,
        "error": explanation.error,
    }
    text = str(sentence) % values if "%(" in str(sentence) else str(sentence)
    if explanation.error and explanation.ending is not Ending.NOT_STARTED:
        text += " " + _("The engine says: %(error)s") % values
    return str(short), text
