"""Leaves out what an engine sends twice while it follows a log that is rotated.

Engine 20.10 reads the new file from its beginning although it has sent some of it already; `docker logs -f` prints such
lines twice. Only lines that were seen, word for word and with their stamps, are left out: a clock that was set back
loses none.
"""

from collections import deque
from operator import lt

from containers.engine.log_lines import STAMP, Line
from containers.streaming.cursor import STREAMS

# What is remembered (lines): far more than is written between a rotation and the engine's notice of it.
REMEMBERED = 20_000


class Repeats:
    """Remembers the newest lines of one answer of the engine."""

    def __init__(self) -> None:
        self._recent: deque[list[Line]] = deque()
        self._count = 0
        self._last = b""
        self._newest: dict[bytes, bytes] = {}

    def keep(self, lines: list[Line]) -> list[Line]:
        """Those of the lines that did not come before."""
        stamps = [payload[:STAMP] for _stream, payload in lines]
        if not stamps:
            return lines
        if stamps[0] <= self._last or not all(map(lt, stamps, stamps[1:])):
            lines = self._looked_at(lines)
        self._last = max(self._last, max(stamps))
        for stream in STREAMS:
            newest = next((payload for each, payload in reversed(lines) if each == stream), None)
            if newest is not None:
                self._newest[stream] = newest[:STAMP]
        self._remember(lines)
        return lines

    def _looked_at(self, lines: list[Line]) -> list[Line]:
        newest = dict(self._newest)
        for stream, payload in lines:
            if payload[:STAMP] <= newest.get(stream, b""):
                break
            newest[stream] = payload[:STAMP]
        else:
            return lines  # only the streams' stamps ran past each other
        seen = {line for some in self._recent for line in some}
        kept: list[Line] = []
        for line in lines:
            if line not in seen:
                seen.add(line)
                kept.append(line)
        return kept

    def _remember(self, lines: list[Line]) -> None:
        self._recent.append(lines)
        self._count += len(lines)
        while self._count > REMEMBERED and len(self._recent) > 1:
            self._count -= len(self._recent.popleft())
