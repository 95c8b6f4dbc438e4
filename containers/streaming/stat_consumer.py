"""The sockets of figures: of all containers (or those named), and of one."""

import asyncio

from channels.db import database_sync_to_async

from containers.access.actor import Actor
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.connection import Engine
from containers.engine.errors import EnginePermissionDenied, EngineUnreachable
from containers.engine.hosts import engine_of
from containers.engine.logs import log_subject
from containers.streaming.socket import WatchConsumer
from containers.streaming.stat_options import StatOptions, stat_message, stat_options
from containers.streaming.stat_viewer import StatViewer

COMMAND = "container stats"
# How often (seconds) an engine that is away is asked which container a name means.
ASK_AGAIN = 2.0


class StatConsumer(WatchConsumer):
    """Sends the figures in frames; takes {"ack": count} and, of several containers, {"containers": [...]}."""

    command_name = COMMAND
    viewer: StatViewer | None = None

    async def watch(self, actor: Actor) -> None:
        """Passes the spine as `docker stats` does, then sends until the container is gone, if there is only one."""
        words = self.scope["url_route"]["kwargs"]
        host, name = words["host"], words.get("name", "")
        options = stat_options(self.scope["query_string"])
        engine = engine_of(host)
        # Made before anything is waited for: a client may say what it shows as soon as the socket is open.
        self.viewer = StatViewer(engine, options, self.send)
        await self._pass(actor, host, name, options)
        await self.viewer.run(await self._id_of(engine, name) if name else "")

    async def heard(self, text: str) -> None:
        """An acknowledgement, or other containers."""
        said = stat_message(text)
        if self.viewer is None or (said.containers is not None and "name" in self.scope["url_route"]["kwargs"]):
            raise ValueError(text[:80])
        if said.containers is not None:
            self.viewer.show(said.containers)
        if said.ack is not None:
            self.viewer.acknowledge(said.ack)

    async def _pass(self, actor: Actor, host: str, name: str, options: StatOptions) -> None:
        """Raises Refused. What a page shows by itself is in no trail; a token is no page's."""
        if options.page and actor.token is None and await asyncio.to_thread(actor.may, self.command_name):
            return
        names = [name] if name else sorted(options.interest.names or ())
        values = {"containers": names} if names else {"all": True} if options.interest.all else {}
        try:
            await _perform(actor, host, find(self.command_name), values)
        except (EngineUnreachable, EnginePermissionDenied):
            return  # permitted

    async def _id_of(self, engine: Engine, name: str) -> str:
        """The whole id of a container, as soon as the engine answers; raises NotFound."""
        assert self.viewer is not None
        while True:
            try:
                return (await asyncio.to_thread(log_subject, engine, name)).id
            except (EngineUnreachable, EnginePermissionDenied):
                await self.viewer.tell("engine_lost")
                await asyncio.sleep(ASK_AGAIN)


_perform = database_sync_to_async(perform, thread_sensitive=False)
