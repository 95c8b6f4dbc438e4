"""Runs long work in a few threads; what becomes of it stands in the job's row."""

import json
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import OperationalError, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from containers.access.errors import Refused
from containers.audit.models import AuditEntry
from containers.engine.errors import EngineError
from containers.jobs import alive, notices
from containers.jobs.models import Job, State
from containers.jobs.progress import Cancelled, Progress
from containers.jobs.saving import Saver

log = logging.getLogger(__name__)

THREADS = 8
# Jobs that only wait (docker wait) have a thread each beside those.
MOST_WAITS = 32
# Jobs that run or wait; each keeps what it was asked for in memory.
MOST_UNFINISHED = 200
SAVE_ATTEMPTS = 5

Work = Callable[[Progress], dict[str, Any]]
Done = Callable[[Job], None]


class TooManyJobs(EngineError):
    """So many jobs wait that no more are taken."""

    code = "too_many_jobs"
    status = 429


def start(
    *,
    user: User,
    host: str,
    command: str,
    line: str,
    work: Work,
    done: Done,
    started: Done = lambda job: None,
    asked: AuditEntry | None = None,
    waits: bool = False,
) -> Job:
    """Runs `work` when a thread is free, and returns its job at once.

    `work` returns the job's result, a JSON-able dict, or raises; `line` has its secrets masked. `started` is called
    with the job before its work can begin, `done` with the job in its final state, just before that state is saved.
    `asked` is the command's row in the trail, in which a job that is lost with its server gets its outcome. A job that
    only `waits` for others takes no thread that works. Raises TooManyJobs when too many wait already.
    """
    if waits and not _pool.has_room_to_wait():
        raise TooManyJobs(_too_many_waits())
    if len(_pool.unfinished) >= MOST_UNFINISHED:
        raise TooManyJobs(_too_many())
    alive.announce()
    job = Job.objects.create(
        user=user, host=host, command=command, line=line, asked=asked, server=alive.THIS_SERVER, snapshot=_EMPTY
    )
    started(job)
    mine = Job.objects.get(pk=job.pk)
    progress = Progress(lambda progress: _saver.changed(mine.pk, progress))
    work_of_job = _Work(mine, progress, work, done, translation.get_language(), waits)
    transaction.on_commit(lambda: _pool.submit(work_of_job))
    return job


def cancel(job_id: str) -> bool:
    """Cancels a job of this process, closing the engine's stream it reads; False when there is none to cancel."""
    work = _pool.unfinished.get(job_id)
    if work is None or not work.progress.cancel():
        return False
    if work.begin():
        _finish(work, State.CANCELLED)
    return True


@dataclass
class _Work:
    job: Job
    progress: Progress
    work: Work
    done: Done
    language: str | None
    waits: bool = False
    _beginning: threading.Lock = field(default_factory=threading.Lock)

    def begin(self) -> bool:
        """True for the first who asks: the thread that runs the work, or who cancels it while it waits."""
        return self._beginning.acquire(blocking=False)


class _Pool:
    """Up to THREADS threads, started as they are needed. They are daemons: a server that stops waits for no job."""

    def __init__(self) -> None:
        self.unfinished: dict[str, _Work] = {}
        self._waiting: queue.SimpleQueue[_Work] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0

    def has_room_to_wait(self) -> bool:
        """Whether one more job that only waits is taken."""
        return sum(work.waits for work in list(self.unfinished.values())) < MOST_WAITS

    def submit(self, work: _Work) -> None:
        self.unfinished[work.job.pk] = work
        if work.waits:
            threading.Thread(target=self._run_alone, args=[work], name="wait", daemon=True).start()
            return
        self._waiting.put(work)
        with self._lock:
            if self._threads < THREADS:
                self._threads += 1
                threading.Thread(target=self._run_one_after_the_other, name="job", daemon=True).start()

    def _run_alone(self, work: _Work) -> None:
        if work.begin():
            _run(work)

    def _run_one_after_the_other(self) -> None:
        while True:
            work = self._waiting.get()
            if work.begin():
                _run(work)


def _run(work: _Work) -> None:
    try:
        with translation.override(work.language):
            _note_start(work)
            state, result, error = _outcome(work)
            _finish(work, state, result, error)
    except Exception:
        log.exception("Job %s was lost", work.job.pk)
    finally:
        connections.close_all()


def _note_start(work: _Work) -> None:
    work.job.state, work.job.started = State.RUNNING, timezone.now()
    _save(work)


def _outcome(work: _Work) -> tuple[State, dict[str, Any] | None, str]:
    try:
        result = work.work(work.progress)
        json.dumps(result)
    except Cancelled:
        return State.CANCELLED, None, ""
    except (EngineError, Refused) as error:
        log.info("Job %s (%s): %s", work.job.pk, work.job.line, error.detail)
        return State.FAILED, None, error.message
    except Exception:
        if work.progress.cancelled:  # what its work says when its stream is closed under it
            return State.CANCELLED, None, ""
        reference = secrets.token_hex(4)
        log.exception("Job %s (%s), reference %s", work.job.pk, work.job.line, reference)
        return State.FAILED, None, _failed_here(reference)
    return State.DONE, result, ""


def _finish(work: _Work, state: State, result: dict[str, Any] | None = None, error: str = "") -> None:
    job = work.job
    if work.progress.seal():
        state, result, error = State.CANCELLED, None, ""
    job.state, job.result, job.ended = state, result, timezone.now()
    job.error = error.encode("utf-8", "replace").decode()
    try:
        work.done(job)
    except Exception:
        log.exception("What follows the end of job %s (%s) failed", job.pk, job.line)
    try:
        _save(work)
    finally:
        _pool.unfinished.pop(job.pk, None)


def _save(work: _Work) -> None:
    """Saves the job with its newest snapshot. A state must not be lost to a database that is busy for a while."""
    taken = work.progress.take(always=True)
    if taken is not None:
        work.job.number, work.job.snapshot = taken
    for attempt in range(1, SAVE_ATTEMPTS + 1):
        try:
            work.job.save(update_fields=_OF_THE_WORKER)
            break
        except OperationalError:
            if attempt == SAVE_ATTEMPTS:
                raise
            log.warning("Could not save job %s; trying again", work.job.pk, exc_info=True)
            time.sleep(attempt)
    notices.changed(work.job.pk)


def _too_many() -> str:
    return _("%(most)d jobs run or wait already. Wait until some have ended, or cancel those that nobody needs.") % {
        "most": MOST_UNFINISHED
    }


def _too_many_waits() -> str:
    return _("%(most)d jobs wait for containers to end already; cancel those that nobody needs.") % {"most": MOST_WAITS}


def _failed_here(reference: str) -> str:
    return _(
        "Dockline failed at this, not the engine. Try again; if it stays so, give this reference to the admin, "
        "who finds it in the server's log: %(reference)s"
    ) % {"reference": reference}


# Not the user, whose account may have been deleted since.
_OF_THE_WORKER = ["state", "snapshot", "number", "result", "error", "started", "ended"]
_EMPTY: dict[str, Any] = {"items": [], "lines": []}
_saver = Saver()
_pool = _Pool()
