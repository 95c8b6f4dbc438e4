"""What a client of a merged log's socket asks for beside the stream: parts of the log, each answered by one frame."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.errors import EngineError, NotFound, NotSupported
from containers.engine.log_lines import STAMP
from containers.engine.moments import engine_moment
from containers.streaming.backlog import READERS
from containers.streaming.batch import EMPTY_BYTES
from containers.streaming.credit import Credit
from containers.streaming.cursor import CursorError, moment_of, read_place
from containers.streaming.merge_part import line_text
from containers.streaming.merged_place import MergedPlace, read_merged_place
from containers.streaming.merged_window import (
    MergedWindows,
    Piece,
    Share,
    lines_of_each,
    shares_after,
    shares_before,
)
from containers.streaming.options import LogOptions
from containers.streaming.requests import Answers, Request

Read = Callable[[MergedWindows, MergedPlace, int], Piece]
# What an `at` asks for that is no moment and no line.
START, END = "start", "end"


class MergedRequests(Answers):
    """Those for the logs of the containers that `joined` tells: by the first 12 digits of its id, each one's index and
    its whole id. Nothing is answered before `ready` is set."""

    def __init__(
        self, engine: Engine, options: LogOptions, credit: Credit, send: Callable[[str], Awaitable[None]]
    ) -> None:
        super().__init__(options, credit, send)
        self._engine = engine
        self._windows: dict[str, MergedWindows] = {}
        self.joined: dict[str, tuple[int, str]] = {}
        self.ready = asyncio.Event()

    async def _read(self, request: Request) -> tuple[dict[str, Any], str, int]:
        await self.ready.wait()
        read, asked = self._asked(request)
        count = lines_of_each(request.lines, len(asked))
        loop = asyncio.get_running_loop()
        found = await asyncio.gather(
            *[loop.run_in_executor(READERS, self._piece, read, each, place, count) for each, place in asked.items()]
        )
        pieces = [piece for piece in found if piece is not None]
        backwards = request.way == "before" or request.where == END
        shares, more = (shares_before if backwards else shares_after)(pieces)
        text = self._text(shares)
        said = {"first": [share.first.text() for share in shares], "last": [share.last.text() for share in shares]}
        return {**said, "more": more}, text, len(text.encode()) or EMPTY_BYTES

    def _asked(self, request: Request) -> tuple[Read, dict[str, MergedPlace]]:
        """How, and from which place of each container it is read."""
        if request.way == "at" and request.where in (START, END):
            places = [MergedPlace(container) for container in self.joined]
        elif isinstance(request.where, str):
            moment = _moment(request.where)
            places = [MergedPlace(container, moment=moment) for container in self.joined]
        else:
            places = [read_merged_place(text) for text in request.where]
        read: Read = MergedWindows.before if request.way == "before" else MergedWindows.after
        if request.where == END:
            read = MergedWindows.end
        return read, {place.container: place for place in places if place.container in self.joined}

    def _piece(self, read: Read, container: str, place: MergedPlace, count: int) -> Piece | None:
        """What is read of one container's log; None when it has none that can be read (any more)."""
        try:
            if container not in self._windows:
                self._windows[container] = MergedWindows(self._engine, self.joined[container][1], self._options.filter)
            return read(self._windows[container], place, count)
        except (NotFound, NotSupported):
            return None
        except EngineError as error:
            if error.status in (404, 409):  # it is being removed
                return None
            raise

    def _text(self, shares: list[Share]) -> str:
        lines = [
            (line[1][:STAMP], line_text(self.joined[share.container][0], line, self._options.timestamps))
            for share in shares
            for line in share.lines
        ]
        lines.sort(key=lambda each: each[0])
        return "".join([line for _stamp, line in lines])


def _moment(where: str) -> str:
    try:
        _container, place = read_place(where)
    except CursorError:
        return engine_moment(where)
    if place.last_mark is None:
        raise ValueError(_("This place names no line."))
    return moment_of(place.last_mark.stamp)
