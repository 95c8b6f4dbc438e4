"""The newest part of a log that is read live, kept once for all who watch it."""

from collections import deque

from containers.streaming.batch import Batch
from containers.streaming.cursor import Cursor, Skip
from containers.streaming.state import GAP, State

# What a container of 20 MB/s writes in a third of a second: who is late by that much need not ask the engine.
RING_BYTES = 8 * 1024 * 1024

Entry = Batch | State


class Ring:
    """Batches and states in their order, each with a running number; the oldest leave when the bytes are too many."""

    def __init__(self, start: Cursor, state: State | None = None, capacity: int = RING_BYTES) -> None:
        self._capacity = capacity
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._first = 0
        self._start = start
        self._state_before = state
        self.end = start
        self.state = state

    @property
    def next(self) -> int:
        """The number that the next entry will have."""
        return self._first + len(self._entries)

    def add(self, entry: Entry) -> None:
        """Appends an entry."""
        self._entries.append(entry)
        if isinstance(entry, State):
            self.state = self.state if entry is GAP else entry
        else:
            self.end = entry.cursor
            self._bytes += entry.size
        while self._bytes > self._capacity and len(self._entries) > 1:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        oldest = self._entries.popleft()
        self._first += 1
        if isinstance(oldest, State):
            self._state_before = self._state_before if oldest is GAP else oldest
        else:
            self._start = oldest.cursor
            self._bytes -= oldest.size

    def entry(self, number: int) -> Entry | None:
        """The entry with this number; None when it has left or has not come yet."""
        at = number - self._first
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def holds(self, number: int) -> bool:
        """Whether a viewer who wants this number next has missed nothing."""
        return self._first <= number <= self.next

    def state_before(self, number: int) -> State | None:
        """The state that held when the entry with this number came."""
        for at in range(number - self._first - 1, -1, -1):
            entry = self._entries[at]
            if isinstance(entry, State) and entry is not GAP:
                return entry
        return self._state_before

    def place(self, cursor: Cursor) -> tuple[int, Skip | None] | None:
        """Where a viewer at `cursor` goes on: a number, and what it must leave out there.

        None when lines between the cursor and the ring's beginning are no longer here: they are read from the engine.
        """
        if cursor == self._start:
            return self._first, None
        mark = cursor.last_mark
        if mark is None:
            return (self._first, None) if self._start.last_mark is None else None
        if self._start.covers(cursor.last, mark):
            return None if not _same_place(self._start, cursor) else (self._first, None)
        for number, entry in enumerate(self._entries, self._first):
            if isinstance(entry, Batch) and entry.cursor.covers(cursor.last, mark):
                if _same_place(entry.cursor, cursor):
                    return number + 1, None
                return number, Skip(cursor)
        # the viewer has read further than the source has
        return self.next, Skip(cursor)


def _same_place(left: Cursor, right: Cursor) -> bool:
    return left.last == right.last and left.last_mark == right.last_mark
