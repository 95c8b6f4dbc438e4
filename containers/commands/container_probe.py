"""`docker container probe`, a command of Dockline's own: runs a container's health check now, once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine.containers import inspect_container
from containers.engine.errors import Conflict, InvalidRequest, gettext_noop
from containers.engine.execs import ExecRequest
from containers.terminals.programs import run_bounded

from .declare import Asked, Command, Effect, Positional
from .kinds import CONTAINER

# As much as the engine itself keeps of a check's output.
MOST_BYTES = 4096
_LONGEST_SECONDS = 120.0
_SHELL = ["/bin/sh", "-c"]


def check_words(config: dict[str, Any]) -> list[str]:
    """The words that the engine runs as the health check of a container with this Config; none without a check."""
    kind, *words = (config.get("Healthcheck") or {}).get("Test") or ["NONE"]
    if kind == "CMD-SHELL":
        return [*(config.get("Shell") or _SHELL), *words]
    return words if kind == "CMD" else []


def _probe(asked: Asked) -> dict[str, Any]:
    detail = inspect_container(asked.engine, asked.values["container"])
    words = check_words(detail.raw.get("Config") or {})
    if not words:
        raise InvalidRequest(gettext_noop("%(name)s has no health check; --health-cmd gives it one."), name=detail.name)
    if not detail.running or detail.paused or detail.health is None:
        raise Conflict(gettext_noop("%(name)s does not run, so nothing can be checked in it."), name=detail.name)
    seconds = min(detail.health.check.timeout, _LONGEST_SECONDS)
    ran = run_bounded(asked.engine, detail.id, ExecRequest(tuple(words)), seconds=seconds, most_bytes=MOST_BYTES)
    return {
        "passed": ran.exit_code == 0,
        "exit_code": ran.exit_code,
        "took": round(ran.took, 3),
        "timed_out": ran.timed_out,
        "output": ran.output,
        "cut": ran.cut,
    }


COMMANDS = (
    Command(
        name="container probe",
        summary=_("Run a container's health check now, once"),
        effect=Effect.CHANGES,
        role="operator",
        call=_probe,
        positionals=(
            Positional("container", CONTAINER, _("name or id of a running container"), suggestions="containers"),
        ),
        explanation=_(
            "A command of Dockline's own: the check's command line is run as the engine runs it, in the container, as "
            "its own user. The engine does not count the result."
        ),
    ),
)
