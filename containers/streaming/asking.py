"""Passes the spine as `docker logs` does: trail, permit, guard, engine. Every way to a log does so first."""

from typing import Any

from channels.db import database_sync_to_async

from containers.access.actor import Actor
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable
from containers.streaming.options import LogOptions

COMMAND = "container logs"
MOST_REMEMBERED = 10_000


async def performed_logs(actor: Actor, host: str, container: str, options: LogOptions) -> None:
    """Raises Refused, and EngineError of an engine that answers; one that does not is waited for by who reads on."""
    values: dict[str, Any] = {"container": container, "tail": options.tail, "since": options.since}
    values |= {"until": options.until, "timestamps": options.timestamps, "follow": True}
    given = {name: value for name, value in values.items() if value}
    # One that goes on where it was is not asked for anew: the page does so by itself. A cursor alone proves nothing,
    # since anybody can write one down.
    opening = (actor.user.pk, actor.session_key, actor.token and actor.token.pk, host, container)
    try:
        await _perform(actor, host, find(COMMAND), given, trailed=options.cursor is None or opening not in _opened)
        _remember(opening)
    except (EngineUnreachable, EnginePermissionDenied):
        return  # permitted


def _remember(opening: tuple[Any, ...]) -> None:
    _opened.pop(opening, None)
    _opened[opening] = None
    while len(_opened) > MOST_REMEMBERED:
        del _opened[next(iter(_opened))]


# Who opened which log since the server started, the newest last; who is forgotten is kept in the trail once more.
_opened: dict[tuple[Any, ...], None] = {}
_perform = database_sync_to_async(perform, thread_sensitive=False)
