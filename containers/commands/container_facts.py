"""`docker port`, `diff` and `wait`: what there is to know of a container beside its inspect."""

import re
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import changes, containers, wait
from containers.engine.container_reading import published_ports
from containers.engine.errors import NotFound, gettext_noop

from .container_lifecycle import CONTAINERS
from .declare import Asked, Command, Effect, Later, Positional
from .kinds import CONTAINER, checked
from .several import each

ONE = Positional("container", CONTAINER, _("name or id of a container"), suggestions="containers")
_MOST_PORT = 65535


def _private_port(word: str) -> None:
    """A port of the container as the CLI takes it: 80 or 80/udp."""
    number, slash, protocol = word.partition("/")
    known = re.fullmatch(r"[0-9]{1,5}", number) and int(number) <= _MOST_PORT
    if not known or (slash and protocol not in ("tcp", "udp", "sctp")):
        raise ValueError(_now("“%(word)s” is no port: a number up to 65535, as in 80 or 53/udp.") % {"word": word})


PRIVATE_PORT = checked("PRIVATE_PORT", "text", _private_port, example="80/tcp")


def _port(asked: Asked) -> dict[str, Any]:
    name, wanted = asked.values["container"], asked.values.get("port", "")
    ports = published_ports(containers.raw_inspect(asked.engine, name))
    if wanted:
        number, _slash, protocol = wanted.partition("/")
        ports = tuple(each for each in ports if (each.private, each.protocol) == (int(number), protocol or "tcp"))
        if not ports:
            raise NotFound(
                gettext_noop("No port of the host leads to %(port)s of %(container)s."), port=wanted, container=name
            )
    return {"ports": [asdict(port) for port in ports]}


def _diff(asked: Asked) -> dict[str, Any]:
    return {"changes": [asdict(change) for change in changes.changes_of(asked.engine, asked.values["container"])]}


def _wait(asked: Asked) -> Any:
    if any(wait.runs(asked.engine, name) for name in asked.values["containers"]):
        return Later(_waited, waits=True)
    return _waited(asked)


def _waited(asked: Asked) -> dict[str, Any]:
    exits: dict[str, int] = {}

    def one(name: str) -> None:
        open_wait = wait.waiting(asked.engine, name)
        exits[name] = wait.exit_code(asked.progress.hold(open_wait) if asked.progress else open_wait)
        if asked.progress:
            asked.progress.say(f"{name}: {exits[name]}")

    each(asked.values["containers"], one, parallel=False)
    return {"exits": [{"container": name, "exit_code": exits[name]} for name in asked.values["containers"]]}


COMMANDS = (
    Command(
        name="container port",
        aliases=("port",),
        summary=_("List the ports of the host that lead to a container"),
        effect=Effect.READS,
        role="viewer",
        call=_port,
        positionals=(
            ONE,
            Positional("port", PRIVATE_PORT, _("only those that lead to this port of the container"), required=False),
        ),
        explanation=_("While a container does not run, none does."),
    ),
    Command(
        name="container diff",
        aliases=("diff",),
        summary=_("List the files that a container added, changed or deleted"),
        effect=Effect.READS,
        role="viewer",
        call=_diff,
        positionals=(ONE,),
        explanation=_("Compared with its image; what lies in volumes is not in it."),
    ),
    Command(
        name="container wait",
        aliases=("wait",),
        summary=_("Wait until containers have stopped, and tell their exit codes"),
        effect=Effect.READS,
        role="viewer",
        call=_wait,
        positionals=(CONTAINERS,),
        explanation=_("While one of them runs, a job waits for it: its page may be closed, and the waiting cancelled."),
    ),
)
