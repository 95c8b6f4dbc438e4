"""One who watches figures: sends the rows that have changed, at most once a second, at the pace the client reads."""

import json
from collections.abc import Awaitable, Callable

from django.utils.translation import gettext_lazy as _

from containers.engine.connection import Engine
from containers.streaming.credit import Credit
from containers.streaming.stat_history import BRIEF_COLUMNS, COLUMNS
from containers.streaming.stat_options import StatOptions
from containers.streaming.stat_source import StatSource, Watcher, stat_sources
from containers.streaming.stat_table import Interest, Row

SENTENCES = {
    "live": _("Live."),
    "engine_lost": _("The docker engine does not answer. The figures go on by themselves when it is back."),
    "failed": _("The engine cannot tell its figures at the moment. They are asked for again by themselves."),
    "removed": _("The container was removed."),
}
# A client that does not read gets this much (characters); what it missed meanwhile is left out, it gets the newest.
WINDOW = 1024 * 1024
# Histories go in frames of about this size (characters).
FRAME_BYTES = 128 * 1024
# About so long are a row and a point of a history; to look at a point costs time as if it were so long.
_ROW, _POINT, _LOOK = 300, 60, 12


class StatViewer:
    """Sends frames by `send`. Lives in one loop."""

    def __init__(self, engine: Engine, options: StatOptions, send: Callable[[str], Awaitable[None]]) -> None:
        self._engine = engine
        self._options = options
        self._send = send
        self._only = ""
        self._interest = options.interest
        self._source: StatSource | None = None
        self._watcher: Watcher | None = None
        self.credit = Credit(WINDOW)
        self._shown: set[str] = set()
        self._seen = 0
        self._known_after = 0
        self._said = ""

    def acknowledge(self, total: int) -> None:
        """The client has read `total` of what was sent; raises AcknowledgementError when it cannot have."""
        self.credit.acknowledge(total)
        if self._watcher:
            self._watcher.wake.set()

    def show(self, names: frozenset[str]) -> None:
        """From now on the containers called so."""
        self._interest = Interest(names)
        if self._source and self._watcher:
            self._watcher.interest = self._interest
            self._watcher.wake.set()
            self._source.settle()

    async def tell(self, state: str) -> None:
        """Says what holds, once."""
        if state != self._said:
            self._said = state
            await self._say({"state": _told(state)}, [])

    async def run(self, only: str = "") -> None:
        """Sends for ever; with the id of the `only` container until that is removed, which it says."""
        if only:
            self._only, self._interest = only, Interest(frozenset({only}))
        with stat_sources().watching(self._engine, self._interest) as (source, watcher):
            self._source, self._watcher = source, watcher
            await source.begun()
            self._known_after = source.known_after(only) if only else 0
            while not self._is_removed(source):
                watcher.wake.clear()
                if not await self._send_news(source):
                    await watcher.wake.wait()
        await self._say({"state": _told("removed") | {"final": True}}, [])

    def _is_removed(self, source: StatSource) -> bool:
        known = source.state == "live" and source.lists >= self._known_after
        return bool(self._only) and known and self._only not in source.table.rows

    async def _send_news(self, source: StatSource) -> bool:
        """Sends a frame of what is new, as much as one holds; whether there may be more."""
        if not self.credit.fits(FRAME_BYTES):
            return False
        rows, new, more = self._news(source)
        gone = self._gone(source)
        said: dict[str, object] = {}
        if source.state != self._said:
            self._said = source.state
            said["state"] = _told(source.state)
        if gone:
            said["gone"] = gone
        if new and self._options.history:
            said["history"] = {row.id: self._history(row) for row in new if len(row.history)}
        if not more:
            self._seen = source.table.next - 1
        if rows or said:
            await self._say(said, [row.text(self._options.brief) for row in rows])
        return more

    def _news(self, source: StatSource) -> tuple[list[Row], list[Row], bool]:
        """The rows to send, those of them that this client has not had before, and whether others must wait."""
        rows: list[Row] = []
        new: list[Row] = []
        size = 0
        for row in source.table.rows.values():
            if not self._interest.wants(row):
                continue
            if row.id not in self._shown:
                if size > FRAME_BYTES:
                    return rows, new, True
                size += _ROW + min(len(row.history), self._options.history) * max(_POINT // self._options.step, _LOOK)
                self._shown.add(row.id)
                new.append(row)
            elif not self._seen < row.number < source.table.next:
                continue  # known, or of the turn that is still going on
            rows.append(row)
        return rows, new, False

    def _gone(self, source: StatSource) -> list[str]:
        table = source.table.rows
        gone = [each for each in self._shown if each not in table or not self._interest.wants(table[each])]
        self._shown.difference_update(gone)
        return gone

    def _history(self, row: Row) -> dict[str, list[float | int | None]]:
        columns = BRIEF_COLUMNS if self._options.brief else COLUMNS
        return row.history.since(self._options.history, self._options.step, columns)

    async def _say(self, said: dict[str, object], rows: list[str]) -> None:
        head = json.dumps(said, separators=(",", ":"))[1:-1]
        body = f'"rows":[{",".join(rows)}]' + (f",{head}" if head else "")
        sent = self.credit.take(len(body)) or self.credit.sent
        await self._send(f'{{"sent":{sent},{body}}}')


def _told(state: str) -> dict[str, object]:
    return {"name": state, "message": str(SENTENCES[state])}
