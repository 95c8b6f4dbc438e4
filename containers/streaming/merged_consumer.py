"""The socket of several containers' logs in one."""

import asyncio
import re
from contextlib import nullcontext
from dataclasses import replace
from urllib.parse import parse_qs

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.engine.connection import Engine
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound
from containers.engine.hosts import engine_of
from containers.streaming.asking import COMMAND, performed_logs
from containers.streaming.comings import Comings
from containers.streaming.merge import Merge
from containers.streaming.merged_place import MergedPlace, read_merged_place
from containers.streaming.merged_requests import MergedRequests
from containers.streaming.options import LogOptions, asked_by, log_options
from containers.streaming.requests import read_request
from containers.streaming.selection import Selection, selection
from containers.streaming.socket import BAD_REQUEST, DONE, NOT_FOUND, RIGHT_LOST, StreamConsumer
from containers.streaming.state import State

TAIL = "200"

_ACKNOWLEDGEMENT = re.compile(r'\s*\{\s*"ack"\s*:\s*(\d{1,15})\s*\}\s*', re.ASCII)


class MergedConsumer(StreamConsumer):
    """Sends the logs in frames, and takes {"ack": bytes} and requests for parts of them."""

    command_name = COMMAND
    merge: Merge | None = None
    requests: MergedRequests | None = None

    async def stream(self, actor: Actor) -> None:
        """For each container passes the spine as `docker logs` does; then sends until it is over."""
        host, query = self.scope["url_route"]["kwargs"]["host"], self.scope["query_string"]
        try:
            chosen, places = selection(query), _places(query)
            options = log_options(query)
            options = replace(options, tail=asked_by(query).get("tail", TAIL), cursor=None, cursor_container="")
            engine = engine_of(host)
            # Made before anything is waited for: a client may ask as soon as the socket is open.
            self.merge = Merge(engine, options, self.send)
            self.requests = MergedRequests(engine, options, self.merge.credit, self.send)
            if not await asyncio.to_thread(actor.may, self.command_name):
                # refused, and kept in the trail, whether anything matches or not: that is not for everybody to know
                await performed_logs(actor, host, (*chosen.names, *chosen.labels)[0], options)
            self._comings = Comings()
            # nothing joins what is not followed
            with self._comings.followed(engine) if options.follow else nullcontext():
                await self._run(actor, engine, chosen, options, places)
        except Refused as error:
            await self.refuse(RIGHT_LOST, error.message)
        except NotFound as error:
            await self.refuse(NOT_FOUND, error.message)
        except (EngineError, ValueError) as error:
            await self.refuse(BAD_REQUEST, str(error))
        await self.end(DONE)

    async def heard(self, text: str) -> None:
        """An acknowledgement, or a request for a part of the logs."""
        said = _ACKNOWLEDGEMENT.fullmatch(text)
        if self.merge is None or self.requests is None:
            raise ValueError(text[:80])
        if said is None:
            self.requests.ask(read_request(text, merged=True))
        else:
            self.merge.acknowledge(int(said[1]))
            self.requests.acknowledged()

    async def _run(
        self, actor: Actor, engine: Engine, chosen: Selection, options: LogOptions, places: dict[str, MergedPlace]
    ) -> None:
        merge, requests = self.merge, self.requests
        assert merge is not None
        assert requests is not None
        first = asyncio.Event()
        joining = asyncio.create_task(self._join(actor, engine, chosen, options, places, first))
        try:
            async with asyncio.timeout(options.seconds_left() if options.follow else None):
                waiting = asyncio.create_task(first.wait())
                await asyncio.wait((joining, waiting), return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                requests.ready.set()
                sending = asyncio.create_task(merge.run())
                answering = asyncio.create_task(requests.answer())
                try:
                    done, _others = await asyncio.wait(
                        (joining, sending, answering), return_when=asyncio.FIRST_COMPLETED
                    )
                    for task in done:
                        await task
                finally:
                    sending.cancel()
                    answering.cancel()
        except TimeoutError:
            await merge.say(State("done"))
        finally:
            joining.cancel()
            merge.stop()

    async def _join(
        self,
        actor: Actor,
        engine: Engine,
        chosen: Selection,
        options: LogOptions,
        places: dict[str, MergedPlace],
        first: asyncio.Event,
    ) -> None:
        """Adds the containers that match, now and whenever others come to."""
        assert self.merge is not None
        assert self.requests is not None
        known: set[str] = set()
        said: State | None = None
        while True:
            try:
                found = await asyncio.to_thread(chosen.containers, engine)
                new = [each for each in found if each[0] not in known]
                for container_id, name in new:
                    place = places.get(container_id[:12])
                    going_on = place.cursor if place else None
                    await performed_logs(actor, engine.name, name, replace(options, cursor=going_on))
                known.update(container_id for container_id, _name in new)
                for part in await self.merge.add(new, places):
                    self.requests.joined[part.id[:12]] = (part.index, part.id)
                state = None if found else State("empty")
            except (EngineUnreachable, EnginePermissionDenied):
                state = State("engine_lost")
            except NotFound:
                state = said  # one that was removed in this moment; the next look will not have it
            if state is not None and state != said:
                await self.merge.say(state)
            said = state
            first.set()
            if not options.follow and state is None:
                await asyncio.Event().wait()
            await self._comings.next()


def _places(query: bytes) -> dict[str, MergedPlace]:
    """Where each container's log goes on, of a query string, by its id (12 digits); raises ValueError."""
    places = [read_merged_place(text) for text in parse_qs(query.decode("latin-1")).get("cursor", [])]
    return {place.container: place for place in places}
