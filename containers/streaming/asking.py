"""Passes the spine as `docker logs` does: trail, permit, guard, engine. Every way to a log does so first."""

from typing import Any

from channels.db import database_sync_to_async

from containers.access.actor import Actor
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable
from containers.streaming.options import LogOptions

COMMAND = "container logs"


async def performed_logs(actor: Actor, host: str, container: str, options: LogOptions) -> None:
    """Raises Refused, and EngineError of an engine that answers; one that does not is waited for by who reads on."""
    values: dict[str, Any] = {"container": container, "tail": options.tail, "since": options.since}
    values |= {"until": options.until, "timestamps": options.timestamps, "follow": True}
    given = {name: value for name, value in values.items() if value}
    try:
        # One that goes on where it was is not asked for anew: the page does so by itself.
        await _perform(actor, host, find(COMMAND), given, trailed=options.cursor is None)
    except (EngineUnreachable, EnginePermissionDenied):
        return  # permitted


_perform = database_sync_to_async(perform, thread_sensitive=False)
