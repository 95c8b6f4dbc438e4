"""What a client of a log's socket asks for beside the stream of lines: parts of the log, each answered by one frame."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.errors import EngineError
from containers.engine.logs import LogSubject, log_subject
from containers.engine.moments import engine_moment
from containers.streaming.backlog import READERS
from containers.streaming.batch import Batch
from containers.streaming.credit import Credit
from containers.streaming.cursor import Cursor, CursorError, read_place
from containers.streaming.options import LogOptions
from containers.streaming.window import Window, Windows

MOST_LINES = 5000
LINES = 500
MOST_WAITING = 8
MOST_PLACES = 50
_WAYS = ("before", "after", "at")


@dataclass(frozen=True)
class Request:
    """`way` is before, after or at; `where` a place or a moment as the client wrote it (of a merged log before and
    after: places, one for each container); `number` its own for it."""

    way: str
    where: str | tuple[str, ...]
    lines: int
    number: int | None


def read_request(text: str, *, merged: bool = False) -> Request:
    """A request as a client sent it; raises ValueError when it is none of the protocol's."""
    try:
        said = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    ways = [way for way in _WAYS if isinstance(said, dict) and way in said]
    if len(ways) != 1 or not set(said) <= {ways[0], "lines", "id"}:
        raise ValueError(text[:80])
    where, lines, number = said[ways[0]], said.get("lines", LINES), said.get("id")
    several = merged and ways[0] != "at" and isinstance(where, list)
    places = where if several else [where]
    if not 1 <= len(places) <= MOST_PLACES:
        raise ValueError(text[:80])
    if type(lines) is not int or type(number) not in (int, type(None)) or not 1 <= lines <= MOST_LINES:
        raise ValueError(text[:80])
    if not all(isinstance(place, str) and 0 < len(place) <= 200 for place in places):
        raise ValueError(text[:80])
    return Request(ways[0], tuple(places) if several else where, lines, number)


class Answers:
    """Answers the requests of one socket, one after the other. Lives in one loop. Subclasses give `_read`."""

    def __init__(self, options: LogOptions, credit: Credit, send: Callable[[str], Awaitable[None]]) -> None:
        self._options = options
        self._credit = credit
        self._send = send
        self._waiting: asyncio.Queue[Request] = asyncio.Queue(MOST_WAITING)
        self._room = asyncio.Event()

    def ask(self, request: Request) -> None:
        """Takes a request; raises ValueError when too many wait."""
        try:
            self._waiting.put_nowait(request)
        except asyncio.QueueFull as error:
            raise ValueError("too many requests") from error

    def acknowledged(self) -> None:
        """The client has read something: there may be room for an answer."""
        self._room.set()

    async def answer(self) -> None:
        """Answers for ever."""
        while True:
            request = await self._waiting.get()
            try:
                said, text, size = await self._read(request)
            except (EngineError, ValueError) as error:
                await self._answer(request, {"error": str(error)})
            else:
                await self._answer(request, {**said, "sent": await self._taken(size)}, text)

    async def _read(self, request: Request) -> tuple[dict[str, Any], str, int]:
        """What the answer's header says, its lines, and how much they count; raises EngineError and ValueError."""
        raise NotImplementedError

    async def _taken(self, size: int) -> int:
        while (total := self._credit.take(size)) is None:
            self._room.clear()
            if not self._credit.fits(size):
                await self._room.wait()
        return total

    async def _answer(self, request: Request, said: dict[str, Any], text: str = "") -> None:
        header = {"backlog": request.way, **({} if request.number is None else {"id": request.number}), **said}
        await self._send(json.dumps(header) + "\n" + text)


class Requests(Answers):
    """Those for one container's log."""

    def __init__(
        self,
        engine: Engine,
        container: str,
        options: LogOptions,
        credit: Credit,
        send: Callable[[str], Awaitable[None]],
    ) -> None:
        super().__init__(options, credit, send)
        self._engine = engine
        self._container = container
        self._windows: Windows | None = None
        self._subject: LogSubject | None = None

    async def _read(self, request: Request) -> tuple[dict[str, Any], str, int]:
        window = await asyncio.get_running_loop().run_in_executor(READERS, self._window, request)
        batch = Batch(window.lines, window.last or Cursor())
        container = self._subject.id if self._subject is not None else ""
        said = {
            "first": window.first.text(container) if window.first else request.where,
            "last": window.last.text(container) if window.last else request.where,
            "more": window.more,
        }
        text = batch.text(self._options.timestamps) if batch.count else ""
        return said, text, batch.bytes_sent(self._options.timestamps)

    def _window(self, request: Request) -> Window:
        if self._windows is None or self._subject is None:
            self._subject = log_subject(self._engine, self._container)
            self._windows = Windows(self._engine, self._subject, self._options.filter)
        windows, lines, where = self._windows, request.lines, str(request.where)
        if request.way == "at" and where == "start":
            return windows.since("", lines)
        place = _place(where, self._subject, required=request.way != "at")
        if place is None:
            return windows.since(engine_moment(where), lines)
        return {"before": windows.before, "after": windows.after, "at": windows.at}[request.way](place, lines)


def _place(text: str, subject: LogSubject, *, required: bool) -> Cursor | None:
    """The place that a client wrote, None when it wrote something else and may."""
    try:
        container, place = read_place(text)
    except CursorError as error:
        if not required:
            return None
        raise ValueError(_("This is no place in a log: a cursor, or a line's letter and time.")) from error
    if container not in ("", subject.id[:12]):
        raise ValueError(_("This place is in the log of another container."))
    if place.last_mark is None:
        raise ValueError(_("This place names no line."))
    return place
