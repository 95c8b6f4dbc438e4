"""The one way a command is done, whatever asked for it: trail, permit, guard, engine, trail, result."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.access.guard import guard
from containers.access.ownership import keep_owner
from containers.access.permit import permit
from containers.audit import trail
from containers.audit.models import AuditEntry
from containers.engine.connection import Engine
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of
from containers.jobs import runner
from containers.jobs.models import Job
from containers.jobs.progress import Progress
from containers.uploads import receiving as uploads_of

from .advice import advise
from .declare import Answer, Asked, Command, Download, Later, Stream, Told, Values
from .errors import EngineTooOld, LineError, UploadRequired
from .render import masked, render

log = logging.getLogger(__name__)

# What a person is told, and the trail keeps, of an error that has no name of its own.
KNOWN_ERRORS = (EngineError, LineError, Refused, uploads_of.UploadMissing, uploads_of.UploadRefused)

# Their results name the container that they made.
_MAKING = ("container run", "container create")


@dataclass(frozen=True)
class Outcome:
    """What came of a command: `result` at once, or the id of a `job`, or the paths of a `stream` or `download`.

    `line` and `values` are masked.
    """

    command: Command
    line: str
    values: Values
    result: Any = None
    job: str = ""
    stream: str = ""
    download: str = ""


@dataclass(frozen=True)
class Preview:
    """What a command would be: its masked line and values, and the risks of what was given, as sentences."""

    command: Command
    line: str
    values: Values
    risks: list[dict[str, str]] = field(default_factory=list)


def preview(command: Command, values: Values) -> Preview:
    """What would be done, without doing or asking anything."""
    shown = masked(command, values)
    risks = [
        {"option": option.flag, "risk": option.risk.value, "help": str(option.help)}
        for option in command.options
        if option.name in values and option.risk.value != "none"
    ]
    return Preview(command, render(command, shown), shown, risks)


def perform(
    actor: Actor,
    host: str,
    command: Command,
    values: Values,
    upload_ids: Sequence[str] = (),
    *,
    trailed: bool = True,
    files: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Does a command for an actor on the engine called `host`.

    Raises LineError, Refused, UploadMissing or EngineError, each with a `message`, a `code` and a `status`; the trail
    has it before it is raised. Without `trailed`, for reads that a page makes by itself, nothing is kept. `files` are
    files of ours that stand in for uploads. With `progress`, inside a job that runs already, long work is done here
    and now instead of as a job of its own.
    """
    shown = masked(command, values)
    line = render(command, shown)
    entry = trail.ask(actor=actor, host=host, command=command.name, line=line) if trailed else None
    with outcome_kept(entry):
        permit(actor, command.name)
        engine = engine_of(host)
        files = files or _uploaded(actor, command, values, upload_ids)
        values = guard(actor, engine, command.name, command.effect.value, values, files)
        _refuse_what_the_engine_is_too_old_for(command, values, engine)
        asked = Asked(engine, host, values, actor, files, progress, entry)
        outcome = Outcome(command, line, shown)
        if command.answer(values) is Answer.JOB and progress is None:
            return replace(outcome, job=_as_job(asked, outcome, entry, command.call))
        answer = command.call(asked)
        if isinstance(answer, Later) and progress is None:
            return replace(outcome, job=_as_job(asked, outcome, entry, answer.work, waits=answer.waits))
        if isinstance(answer, Later):
            answer = answer.work(asked)
        _owned(asked, command, answer)
    if entry is not None:
        trail.conclude(entry, "done", answer.kept if isinstance(answer, Told) else "")
    if isinstance(answer, Stream):
        answer.begun()
    return _answered(outcome, answer)


def _answered(outcome: Outcome, answer: Any) -> Outcome:
    if isinstance(answer, Stream):
        return replace(outcome, stream=answer.path, result=dict(answer.result))
    if isinstance(answer, Download):
        return replace(outcome, download=answer.path, result=dict(answer.result))
    return replace(outcome, result=answer.result if isinstance(answer, Told) else answer)


def _owned(asked: Asked, command: Command, answer: Any) -> None:
    """Remembers who made a container."""
    result = answer.result if isinstance(answer, Stream) else answer
    if command.name in _MAKING and isinstance(result, Mapping) and result.get("container"):
        keep_owner(asked.host, result["container"], asked.actor.name)


@contextmanager
def outcome_kept(entry: AuditEntry | None) -> Iterator[None]:
    """Keeps in the trail how an attempt ended when it did not end well; None keeps nothing."""
    try:
        yield
    except Refused as error:
        _conclude(entry, "refused", error.message)
        raise
    except KNOWN_ERRORS as error:
        if isinstance(error, EngineError):
            advise(error)
        _conclude(entry, "failed", error.message)
        raise
    except Exception:
        _conclude(entry, "failed", _("Dockline failed; its log says why."))
        raise


def _conclude(entry: AuditEntry | None, outcome: str, why: str = "") -> None:
    if entry is not None:
        trail.conclude(entry, outcome, why)


def _as_job(asked: Asked, outcome: Outcome, entry: AuditEntry | None, work: Any, *, waits: bool = False) -> str:
    def do(progress: Progress) -> dict[str, Any]:
        try:
            answer = work(replace(asked, progress=progress))
        except EngineError as error:
            advise(error)
            raise
        _owned(asked, outcome.command, answer)
        if isinstance(answer, Stream):
            return {**answer.result, "stream": answer.path}
        return dict(answer)

    def keep(job: Job) -> None:
        ends = {"done": "done", "cancelled": "failed", "failed": "failed"}
        why = job.error or (_("Cancelled.") if job.state == "cancelled" else "")
        _conclude(entry, ends.get(job.state, "failed"), why)

    job = runner.start(
        user=asked.actor.user,
        host=asked.host,
        command=outcome.command.name,
        line=outcome.line,
        work=do,
        done=keep,
        started=lambda job: _conclude(entry, "started", _("as job %(id)s") % {"id": job.id}),
        asked=entry,
        waits=waits,
    )
    return str(job.id)


def _uploaded(actor: Actor, command: Command, values: Values, upload_ids: Sequence[str]) -> list[Path]:
    """The uploaded files of a line, in the order in which it names them."""
    wanted = command.inputs(values)
    if len(upload_ids) < len(wanted):
        names = [each.name for each in wanted]
        raise UploadRequired(
            _("This line needs files, uploaded beside it: %(names)s. Nothing is read from the server.")
            % {"names": ", ".join(names)},
            names,
        )
    return [upload.path for upload in uploads_of.claim(list(upload_ids), actor.user)]


def _refuse_what_the_engine_is_too_old_for(command: Command, values: Mapping[str, Any], engine: Engine) -> None:
    for option in command.options:
        if option.since and values.get(option.name) and not engine.supports(option.since):
            raise EngineTooOld(
                _("%(flag)s needs an engine with API %(since)s or newer; this one has %(version)s.")
                % {"flag": option.flag, "since": option.since, "version": engine.api_version},
                field=option.name,
            )
