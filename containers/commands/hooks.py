"""Hooks: a command line that a container's label has run in it after a start, or before a stop, through Dockline.

It is an exec of the container's own user, never privileged, and its words reach no shell unless they name one. How it
came out is a row of the trail, which the container's page shows. A hook never decides on a start or a stop.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _

from containers.audit import trail
from containers.audit.models import Outcome
from containers.engine import containers
from containers.engine.errors import EngineError, NotFound
from containers.engine.execs import ExecRequest
from containers.engine.programs import Ran
from containers.engine.shapes import ContainerDetail
from containers.terminals.programs import run_bounded

from .advice import advise
from .declare import Asked
from .errors import LineError
from .secrets import line_without_secrets
from .words import join, split

log = logging.getLogger(__name__)

POST_START, PRE_STOP = "post-start", "pre-stop"
LABEL = "dockline.hook."
# What its rows of the trail are of, and the line that they begin with.
TRAIL = "container hook"
SECONDS = {POST_START: 30.0, PRE_STOP: 10.0}
MOST_BYTES = 1000
_AFTER_STARTS = ThreadPoolExecutor(8, thread_name_prefix="hook")


def start(asked: Asked, container: str) -> None:
    """Starts a container; its hook runs beside whoever asked. One that runs already has no start, and so no hook."""
    detail = _looked_at(asked, container)
    containers.start(asked.engine, container)
    if detail is not None and not detail.running:
        after_start(asked, detail)


def stop(asked: Asked, container: str, timeout: int | None, signal: str) -> None:
    """Stops a container, after its hook has ended or taken its time."""
    before_stop(asked, _looked_at(asked, container))
    containers.stop(asked.engine, container, timeout, signal)


def restart(asked: Asked, container: str, timeout: int | None, signal: str) -> None:
    """Stops and starts a container, with the hooks of both."""
    detail = _looked_at(asked, container)
    before_stop(asked, detail)
    containers.restart(asked.engine, container, timeout, signal)
    if detail is not None:
        after_start(asked, detail)


def before_stop(asked: Asked, detail: ContainerDetail | None) -> None:
    """Runs the hook before a stop, whatever comes of it, in a container that runs."""
    if detail is not None and detail.running and not detail.restarting:
        _run(asked, detail, PRE_STOP)


def after_start(asked: Asked, detail: ContainerDetail) -> None:
    """Has the hook after a start run, in a thread of its own."""
    if LABEL + POST_START not in detail.labels:
        return
    language = translation.get_language()

    def run() -> None:
        try:
            with translation.override(language):
                _run(asked, detail, POST_START)
        except Exception:
            log.exception("The hook after the start of %s was not run", detail.name)
        finally:
            connections.close_all()

    _AFTER_STARTS.submit(run)


def _looked_at(asked: Asked, container: str) -> ContainerDetail | None:
    """The container; None for one that is missing, which the engine's answer to the command itself tells."""
    try:
        return containers.inspect_container(asked.engine, container)
    except NotFound:
        return None


def _run(asked: Asked, detail: ContainerDetail, when: str) -> None:
    """Runs a hook, where the container has it, and keeps in the trail how it came out."""
    line = detail.labels.get(LABEL + when, "").strip()
    if not line:
        return
    entry = trail.ask(
        actor=asked.actor,
        host=asked.host,
        command=TRAIL,
        line=f"{join(['docker', 'exec', detail.name])} {line_without_secrets(line)}",
    )
    try:
        request = ExecRequest(tuple(split(line)))
        ran = run_bounded(asked.engine, detail.id, request, seconds=SECONDS[when], most_bytes=MOST_BYTES)
    except (EngineError, LineError) as error:
        if isinstance(error, EngineError):
            advise(error)
        trail.conclude(entry, Outcome.FAILED, f"{when}: {error.message}")
        return
    outcome = Outcome.DONE if ran.exit_code == 0 else Outcome.FAILED
    trail.conclude(entry, outcome, f"{when}: {_came_out(ran, SECONDS[when])}")


def _came_out(ran: Ran, seconds: float) -> str:
    if ran.timed_out:
        told = _("not done after %(seconds)g s, and ended.") % {"seconds": seconds}
    else:
        told = _("exit code %(code)d after %(took).1f s.") % {"code": ran.exit_code, "took": ran.took}
    output = line_without_secrets(ran.output).strip()
    return "\n".join(filter(None, (told, output + ("…" if ran.cut else ""))))
