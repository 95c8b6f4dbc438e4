"""The socket of one container's log."""

import re
from typing import Any

from channels.db import database_sync_to_async

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound
from containers.engine.hosts import engine_of
from containers.streaming.options import LogOptions, log_options
from containers.streaming.socket import BAD_REQUEST, DONE, NOT_FOUND, RIGHT_LOST, StreamConsumer
from containers.streaming.viewer import Viewer

_ACKNOWLEDGEMENT = re.compile(r'\s*\{\s*"ack"\s*:\s*(\d{1,15})\s*\}\s*', re.ASCII)


class LogConsumer(StreamConsumer):
    """Sends the log in frames, and takes {"ack": bytes}."""

    command_name = "container logs"
    viewer: Viewer | None = None

    async def stream(self, actor: Actor) -> None:
        """Passes the spine as `docker logs` does, then sends until the log is over for good."""
        names = self.scope["url_route"]["kwargs"]
        try:
            options = log_options(self.scope["query_string"])
            await self._performed(actor, names["host"], names["name"], options)
            self.viewer = Viewer(engine_of(names["host"]), names["name"], options, self.send)
            await self.viewer.run()
        except Refused as error:
            await self.refuse(RIGHT_LOST, error.message)
        except NotFound as error:
            await self.refuse(NOT_FOUND, error.message)
        except EngineError as error:
            await self.refuse(BAD_REQUEST, error.message)
        except ValueError as error:
            await self.refuse(BAD_REQUEST, str(error))
        await self.end(DONE)

    async def heard(self, text: str) -> None:
        """An acknowledgement."""
        said = _ACKNOWLEDGEMENT.fullmatch(text)
        if said is None or self.viewer is None:
            raise ValueError(text[:80])
        self.viewer.acknowledge(int(said[1]))

    async def _performed(self, actor: Actor, host: str, name: str, options: LogOptions) -> None:
        values: dict[str, Any] = {"container": name, "tail": options.tail, "since": options.since}
        values |= {"until": options.until, "timestamps": options.timestamps, "follow": True}
        given = {name: value for name, value in values.items() if value}
        try:
            # One that goes on where it was is not asked for anew: the page does so by itself.
            await _perform(actor, host, find(self.command_name), given, trailed=options.cursor is None)
        except (EngineUnreachable, EnginePermissionDenied):
            return  # permitted; the viewer says so and waits for the engine


_perform = database_sync_to_async(perform, thread_sensitive=False)
