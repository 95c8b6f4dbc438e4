"""A program that Dockline itself runs in a container: with a mark, so that it is ended when its time is over."""

import secrets

from containers.engine.connection import Engine
from containers.engine.ends import End
from containers.engine.errors import EngineError
from containers.engine.execs import ExecRequest
from containers.engine.programs import Ran, run_program
from containers.engine.reap import marked
from containers.jobs import alive
from containers.terminals import models, reaping


def run_bounded(engine: Engine, container_id: str, request: ExecRequest, *, seconds: float, most_bytes: int) -> Ran:
    """Runs a program to its end, for at most so many `seconds`; what still runs then is ended soon, with all that it
    started, also when this server is ended meanwhile. Raises EngineError."""
    alive.announce()
    row = models.ExecSession.objects.create(
        mark=secrets.token_hex(12), host=engine.name, container=container_id, server=alive.THIS_SERVER
    )
    try:
        ran = run_program(engine, container_id, request, [marked(row.mark)], seconds=seconds, most_bytes=most_bytes)
    except EngineError:
        _end_soon(row, End.ENGINE_LOST)
        raise
    if ran.timed_out:
        _end_soon(row, End.LEFT)
    else:
        row.delete()
    return ran


def _end_soon(row: models.ExecSession, ending: End) -> None:
    row.ending = ending
    row.save(update_fields=["ending"])
    reaping.look_now()
