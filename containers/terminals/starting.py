"""Starting an exec with its mark, and what becomes of it when its terminal is over."""

import logging
import secrets
import threading
from collections.abc import Callable

from django.db import connections
from django.utils import translation

from containers.audit import trail
from containers.audit.models import AuditEntry, Outcome
from containers.engine import execs
from containers.engine.connection import Engine
from containers.engine.ends import End
from containers.engine.errors import EngineError
from containers.engine.execs import ExecRequest, ExecSession
from containers.engine.reap import marked
from containers.engine.session import Session
from containers.engine.sessions import refuse_too_many
from containers.jobs import alive
from containers.terminals import models, reaping
from containers.terminals.endings import ended_by_itself

log = logging.getLogger(__name__)

# An end is kept in the trail after the beginning, also when a program is faster than that is written.
_LONGEST_BEGINNING_SECONDS = 5.0


def start_exec(
    engine: Engine, container: str, container_id: str, request: ExecRequest, *, owner: int, asked: AuditEntry | None
) -> tuple[ExecSession, Callable[[], None]]:
    """Starts a program in a container and attaches to it; the session, and what to call once the start is in the trail.

    `container` is the word it was named by. Raises EngineError; then nothing of it is left to run.
    """
    refuse_too_many()
    begun = threading.Event()
    language = translation.get_language()

    def concluded(session: Session) -> None:
        begun.wait(_LONGEST_BEGINNING_SECONDS)
        with translation.override(language):
            _conclude(row.mark, session)

    alive.announce()
    row = models.ExecSession.objects.create(
        mark=secrets.token_hex(12), host=engine.name, container=container_id, server=alive.THIS_SERVER, asked=asked
    )
    try:
        exec_id = execs.create(engine, container, request, [marked(row.mark)])
    except EngineError:
        row.delete()
        raise
    try:
        session = execs.open_session(engine, container_id, exec_id, request, owner=owner, concluded=concluded)
    except EngineError:
        # The engine may have started it before the answer was lost.
        row.ending = End.ENGINE_LOST
        row.save(update_fields=["ending"])
        reaping.look_now()
        raise
    return session, begun.set


def _conclude(mark: str, session: Session) -> None:
    """What ended by itself leaves what it left, as docker does; whatever else ended, its processes are ended too."""
    try:
        row = models.ExecSession.objects.get(pk=mark)
        if session.end is End.EXITED:
            row.delete()
            if row.asked is not None:
                trail.conclude(row.asked, Outcome.DONE, ended_by_itself(session.exit_code))
        else:
            row.ending = session.end or End.ENDED
            row.save(update_fields=["ending"])
            reaping.look_now()
    except Exception:
        log.exception("The end of the terminal %s was not kept", mark)
    finally:
        connections.close_all()
