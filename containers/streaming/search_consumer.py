"""The socket of a search through one container's log."""

import asyncio
import contextlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound, NotSupported
from containers.engine.hosts import engine_of
from containers.engine.logs import log_subject
from containers.streaming.asking import COMMAND, performed_logs
from containers.streaming.credit import Credit
from containers.streaming.options import LogOptions, asked_by, log_options
from containers.streaming.search import Found, Search
from containers.streaming.socket import BAD_REQUEST, DONE, NOT_FOUND, RIGHT_LOST, StreamConsumer
from containers.streaming.state import GAP, State

# So many logs are searched at once; others wait for their turn.
SEARCHERS = ThreadPoolExecutor(max_workers=8, thread_name_prefix="log-search")
HITS, MOST_HITS = 10_000, 1_000_000
# A client that acknowledges nothing for so long (seconds) has left, or might as well.
PATIENCE_SECONDS = 30.0

_SAID = re.compile(r'\s*\{\s*(?:"ack"\s*:\s*(\d{1,15})|"stop"\s*:\s*true)\s*\}\s*', re.ASCII)
_STATES = {NotFound: "removed", NotSupported: "unreadable", EngineUnreachable: "engine_lost"}


class SearchConsumer(StreamConsumer):
    """Sends hits in frames, and takes {"ack": bytes} and {"stop": true}."""

    command_name = COMMAND

    _search: Search | None = None
    _stopped = False

    async def connect(self) -> None:
        """Lets in who is signed in."""
        self._credit = Credit()
        await super().connect()

    async def stream(self, actor: Actor) -> None:
        """Passes the spine as `docker logs` does, then searches to the end."""
        names = self.scope["url_route"]["kwargs"]
        try:
            options, limit = _options(self.scope["query_string"])
            engine = engine_of(names["host"])
            await performed_logs(actor, names["host"], names["name"], options)
            subject = await asyncio.to_thread(log_subject, engine, names["name"])
            await self._run(engine, subject, options, limit)
        except Refused as error:
            await self.refuse(RIGHT_LOST, error.message)
        except NotFound as error:
            await self.refuse(NOT_FOUND, error.message)
        except (EngineUnreachable, EnginePermissionDenied) as error:
            await self._say(State("engine_lost", error.message))
        except EngineError as error:
            await self._say(State(_STATES.get(type(error), "failed"), error.message))
        except ValueError as error:
            await self.refuse(BAD_REQUEST, str(error))
        await self.end(DONE)

    async def heard(self, text: str) -> None:
        """An acknowledgement, or that it is enough."""
        said = _SAID.fullmatch(text)
        if said is None:
            raise ValueError(text[:80])
        if said[1]:
            self._credit.acknowledge(int(said[1]))
            return
        self._stopped = True
        if self._search is not None:
            self._search.stop()

    async def _run(self, engine: Any, subject: Any, options: LogOptions, limit: int) -> None:
        loop, reports = asyncio.get_running_loop(), asyncio.Queue[tuple[Found, int] | None]()

        def report(found: Found) -> bool:
            waited = 0.0
            while (total := self._credit.take(_bytes_sent(found), 0.5)) is None:
                waited += 0.5
                if self._stopped or self.closing or waited >= PATIENCE_SECONDS:
                    self._stopped = True
                    return False
            with contextlib.suppress(RuntimeError):  # the loop is closing
                loop.call_soon_threadsafe(reports.put_nowait, (found, total))
            return not self._stopped

        search = self._search = Search(
            engine, subject, options.filter, report, since=options.since, until=options.until, limit=limit
        )
        running = loop.run_in_executor(SEARCHERS, search.run)
        running.add_done_callback(lambda _running: reports.put_nowait(None))
        last: dict[str, Any] = {}
        try:
            while (each := await reports.get()) is not None:
                last = _header(*each)
                await self.send(json.dumps(last) + "\n" + _text(each[0]))
            await running
        finally:
            search.stop()
            running.cancel()
        ended = (
            {"done": True}
            | ({"stopped": True} if self._stopped else {})
            | ({"limited": True} if search.limited else {})
        )
        await self.send(json.dumps({**last, **ended}) + "\n")

    async def _say(self, state: State) -> None:
        header = {"sent": self._credit.sent, "state": {**state.as_header(), "final": True}}
        with contextlib.suppress(RuntimeError):
            await self.send(json.dumps(header) + "\n")


def _options(query: bytes) -> tuple[LogOptions, int]:
    options, limit = log_options(query), asked_by(query).get("limit", str(HITS))
    if options.filter.keeps_all:
        raise ValueError(_("Say what to look for: q, level or stream."))
    if not re.fullmatch(r"\d{1,9}", limit, re.ASCII) or not 1 <= int(limit) <= MOST_HITS:
        raise ValueError(_("limit is a number from 1 to %(most)s.") % {"most": f"{MOST_HITS:,}"})
    return options, int(limit)


def _bytes_sent(found: Found) -> int:
    return found.size or 1


def _header(found: Found, total: int) -> dict[str, Any]:
    header: dict[str, Any] = {"hits": found.count, "searched": found.searched, "bytes": found.text_bytes}
    header |= {"reached": found.reached.decode(), "last": found.last.decode(), "sent": total}
    return header | ({"gap": GAP.as_header()["message"]} if found.gap else {})


def _text(found: Found) -> str:
    parts = [b"%b%d %b" % (stream, number, payload) for number, (stream, payload) in found.hits]
    return b"".join(parts).decode("utf-8", "replace")
