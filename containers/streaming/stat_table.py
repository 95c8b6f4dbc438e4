"""The containers of one engine with their newest figures: the rows that all who watch are sent, each encoded once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from containers.engine.shapes import ContainerSummary
from containers.engine.stat_figures import NOTHING_KNOWN, Figures
from containers.streaming.stat_history import History

# What `docker ps` shows without -a. Only these are measured: an ended container uses nothing.
RUNNING = frozenset({"running", "paused", "restarting"})


@dataclass(frozen=True)
class Interest:
    """Which containers somebody watches: those named (by name or id), or without names the running ones, or all."""

    names: frozenset[str] | None = None
    all: bool = False

    def wants(self, row: "Row") -> bool:
        """Whether the row is one of them."""
        if self.names is None:
            return self.all or row.runs
        return row.name in self.names or row.id[:12] in self.names or row.id in self.names


RUNNING_ONES = Interest()


class Row:
    """One container: who it is, in which state, its newest figures and its history. `number` is of its last change."""

    def __init__(self, summary: ContainerSummary, number: int) -> None:
        self.id, self.name, self.state = summary.id, summary.name, summary.state
        self.created = summary.created
        self.figures = NOTHING_KNOWN
        self.history = History()
        self.number = number
        self.needed_until = 0.0
        self._whole = self._brief = ""

    @property
    def runs(self) -> bool:
        """Whether there is anything to measure."""
        return self.state in RUNNING

    def change(self, number: int, summary: ContainerSummary | None = None, figures: Figures | None = None) -> None:
        """Takes in what is new; a container that does not run uses nothing that is known."""
        if summary is not None:
            self.name, self.state = summary.name, summary.state
        self.figures = (self.figures if figures is None else figures) if self.runs else NOTHING_KNOWN
        self.number = number
        self._whole = self._brief = ""

    def text(self, brief: bool) -> str:
        """The row as JSON; `brief` leaves out what a small curve does not need."""
        if brief:
            self._brief = self._brief or _json(self._said())
            return self._brief
        self._whole = self._whole or _json(self._said() | self._counted())
        return self._whole

    def _said(self) -> dict[str, object]:
        now = self.figures
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "at": None if now.at is None else round(now.at, 2),
            "cpu": now.cpu_percent,
            "memory": now.memory,
            "limit": now.memory_limit,
        }

    def _counted(self) -> dict[str, object]:
        now = self.figures
        return {
            "created": round(self.created),
            "received": now.received,
            "sent": now.sent,
            "read": now.read,
            "written": now.written,
            "pids": now.pids,
        }


class Table:
    """The rows by their container's id, and the number of the change that comes next."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.next = 1

    def listed(self, summaries: Iterable[ContainerSummary]) -> bool:
        """Takes in which containers there are now; whether that is news."""
        there, news = {each.id: each for each in summaries}, False
        for gone in self.rows.keys() - there.keys():
            del self.rows[gone]
            news = True
        for container_id, summary in there.items():
            row = self.rows.get(container_id)
            if row is None:
                self.rows[container_id] = Row(summary, self.next)
                news = True
            elif (row.name, row.state) != (summary.name, summary.state):
                row.change(self.next, summary)
                news = True
        return news

    def measured(self, container_id: str, figures: Figures) -> bool:
        """Takes in what a container uses; whether that is news to anybody."""
        row = self.rows.get(container_id)
        if row is None or (figures is NOTHING_KNOWN and row.figures is NOTHING_KNOWN):
            return False
        row.history.add(figures, len(self.rows))
        row.change(self.next, figures=figures)
        return True

    def turn(self) -> None:
        """What changes from now on has the next number."""
        self.next += 1


def _json(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
