"""The socket of an engine's events."""

import asyncio
import re

from channels.db import database_sync_to_async

from containers.access.actor import Actor
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable
from containers.engine.hosts import engine_of
from containers.streaming.event_options import EventOptions, event_options
from containers.streaming.event_viewer import EventViewer
from containers.streaming.options import asked_by
from containers.streaming.socket import WatchConsumer

COMMAND = "system events"
_ACKNOWLEDGEMENT = re.compile(r'\s*\{\s*"ack"\s*:\s*(\d{1,15})\s*\}\s*', re.ASCII)


class EventConsumer(WatchConsumer):
    """Sends the events in frames, and takes {"ack": count}."""

    command_name = COMMAND
    viewer: EventViewer | None = None

    async def watch(self, actor: Actor) -> None:
        """Passes the spine as `docker events` does, then sends until `until`, if there is one."""
        host, query = self.scope["url_route"]["kwargs"]["host"], self.scope["query_string"]
        options = event_options(query)
        self.viewer = EventViewer(engine_of(host), options, self.send)
        await self._pass(actor, host, options)
        await self.viewer.run()

    async def heard(self, text: str) -> None:
        """An acknowledgement."""
        said = _ACKNOWLEDGEMENT.fullmatch(text)
        if said is None or self.viewer is None:
            raise ValueError(text[:80])
        self.viewer.acknowledge(int(said[1]))

    async def _pass(self, actor: Actor, host: str, options: EventOptions) -> None:
        """Raises Refused. A page that follows by itself, and who goes on where they were, are in no trail."""
        by_itself = options.brief or bool(options.cursor)
        if by_itself and await asyncio.to_thread(actor.may, self.command_name):
            return
        asked = asked_by(self.scope["query_string"])
        given = {name: asked[name] for name in ("since", "until") if asked.get(name)}
        try:
            await _perform(actor, host, find(self.command_name), given)
        except (EngineUnreachable, EnginePermissionDenied):
            return  # permitted


_perform = database_sync_to_async(perform, thread_sensitive=False)
