"""`docker start`, `stop`, `restart`, `kill`, `pause`, `unpause` and `rm`."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import containers

from . import hooks
from .container_terminal import DETACH_KEYS, start_attached
from .declare import Answer, Asked, Command, Effect, Option, Positional, Risk, Values
from .kinds import CONTAINER, FILLED, FLAG, INTEGER
from .several import each

CONTAINERS = Positional("containers", CONTAINER, _("names or ids of containers"), rest=True, suggestions="containers")

_TIMEOUT = Option(
    "timeout",
    ("-t", "--timeout", "--time"),
    INTEGER,
    _("Seconds to wait before it is killed (-1: wait as long as it takes; default: the container's own, else 10)"),
)
_SIGNAL = Option("signal", ("-s", "--signal"), FILLED, _("Signal to send instead of the container's own"), since="1.42")


def _start(asked: Asked) -> Any:
    if _attaches(asked.values):
        return start_attached(asked)
    return each(asked.values["containers"], lambda name: hooks.start(asked, name), parallel=False)


def _attaches(values: Values) -> bool:
    return bool(values.get("attach") or values.get("interactive"))


def _start_answer(values: Values) -> Answer:
    return Answer.STREAM if _attaches(values) else Answer.VALUE


def _start_check(values: Values) -> None:
    if _attaches(values) and len(values["containers"]) > 1:
        raise ValueError(_now("-a and -i are for one container: you cannot start and attach several at once."))


def _stop(asked: Asked) -> dict[str, Any]:
    timeout, signal = asked.values.get("timeout"), asked.values.get("signal", "")
    return each(
        asked.values["containers"],
        lambda name: hooks.stop(asked, name, timeout, signal),
        parallel=True,
    )


def _restart(asked: Asked) -> dict[str, Any]:
    timeout, signal = asked.values.get("timeout"), asked.values.get("signal", "")
    return each(
        asked.values["containers"],
        lambda name: hooks.restart(asked, name, timeout, signal),
        parallel=False,
    )


def _kill(asked: Asked) -> dict[str, Any]:
    signal = asked.values.get("signal", "")
    return each(asked.values["containers"], lambda name: containers.kill(asked.engine, name, signal), parallel=True)


def _pause(asked: Asked) -> dict[str, Any]:
    return each(asked.values["containers"], lambda name: containers.pause(asked.engine, name), parallel=True)


def _unpause(asked: Asked) -> dict[str, Any]:
    return each(asked.values["containers"], lambda name: containers.unpause(asked.engine, name), parallel=True)


def _remove(asked: Asked) -> dict[str, Any]:
    values = asked.values
    return each(
        values["containers"],
        lambda name: containers.remove(asked.engine, name, values.get("force", False), values.get("volumes", False)),
        parallel=True,
    )


COMMANDS = (
    Command(
        name="container start",
        aliases=("start",),
        summary=_("Start stopped containers"),
        effect=Effect.CHANGES,
        role="operator",
        call=_start,
        positionals=(CONTAINERS,),
        options=(
            Option("attach", ("-a", "--attach"), FLAG, _("See what it prints")),
            Option("interactive", ("-i", "--interactive"), FLAG, _("Type into it, where it has its input open")),
            DETACH_KEYS,
        ),
        answer=_start_answer,
        check=_start_check,
        explanation=_("The main process begins anew, with the files that the container had when it stopped."),
    ),
    Command(
        name="container stop",
        aliases=("stop",),
        summary=_("Stop running containers: ask, wait, then kill"),
        effect=Effect.CHANGES,
        role="operator",
        call=_stop,
        positionals=(CONTAINERS,),
        options=(_TIMEOUT, _SIGNAL),
        explanation=_(
            "The main process gets TERM (or the container's own stop signal) and may clean up; if it still runs "
            "after the grace period it is killed."
        ),
    ),
    Command(
        name="container restart",
        aliases=("restart",),
        summary=_("Stop containers and start them again"),
        effect=Effect.CHANGES,
        role="operator",
        call=_restart,
        positionals=(CONTAINERS,),
        options=(_TIMEOUT, _SIGNAL),
        explanation=_("As a stop and a start; one that does not run is started."),
    ),
    Command(
        name="container kill",
        aliases=("kill",),
        summary=_("Send a signal to running containers: KILL unless another is named"),
        effect=Effect.CHANGES,
        role="operator",
        call=_kill,
        positionals=(CONTAINERS,),
        options=(Option("signal", ("-s", "--signal"), FILLED, _("Signal to send (a name or number)")),),
        explanation=_("KILL ends the process at once, without a chance to save anything."),
    ),
    Command(
        name="container pause",
        aliases=("pause",),
        summary=_("Freeze every process of containers"),
        effect=Effect.CHANGES,
        role="operator",
        call=_pause,
        positionals=(CONTAINERS,),
        explanation=_("They keep their memory and connections, and do nothing until they are unpaused."),
    ),
    Command(
        name="container unpause",
        aliases=("unpause",),
        summary=_("Let paused containers go on"),
        effect=Effect.CHANGES,
        role="operator",
        call=_unpause,
        positionals=(CONTAINERS,),
    ),
    Command(
        name="container rm",
        aliases=("rm", "container remove"),
        summary=_("Remove containers and the files they wrote outside of volumes"),
        effect=Effect.DESTROYS,
        role="operator",
        call=_remove,
        positionals=(CONTAINERS,),
        options=(
            Option("force", ("-f", "--force"), FLAG, _("Kill it first when it runs"), risk=Risk.DESTROYS),
            Option(
                "volumes",
                ("-v", "--volumes"),
                FLAG,
                _("Remove its anonymous volumes too, with all that is in them"),
                risk=Risk.DESTROYS,
            ),
        ),
        explanation=_("What it wrote outside of volumes is lost; named volumes stay."),
    ),
)
