"""The last fifteen minutes of one container's figures, for as long as anybody watches it.

36 KB for each container: 900 points of 40 bytes. Beyond CONTAINERS_AT_FULL_RATE containers on an engine points are
taken less often, so that all histories together stay at about 36 MB however many containers there are.
"""

import math
from array import array
from bisect import bisect_left

from containers.engine.stat_figures import Figures

SECONDS = 900
CONTAINERS_AT_FULL_RATE = 1000
# Samples come a little more than a second apart; points are thinned by whole steps of this.
_A_STEP = 0.9
# The oldest points leave so many at a time, since what stays has to be moved.
_LEAVE_AT_ONCE = 60

# What a point holds, unknown as NaN: shares in percent, memory in bytes, the others as bytes a second; and a count.
COLUMNS = ("cpu", "memory", "received", "sent", "read", "written", "pids")
BRIEF_COLUMNS = ("cpu", "memory")
Column = list[float | int | None]


class History:
    """The points of one container, oldest first."""

    def __init__(self) -> None:
        self._at = array("d")
        self._points = {name: array("f") for name in COLUMNS}
        self._last: Figures | None = None

    def __len__(self) -> int:
        return len(self._at)

    def add(self, figures: Figures, containers: int = 1) -> None:
        """Takes the figures in; those of nothing known are left out, and what was not measured is a gap in time.

        `containers` is how many there are beside it.
        """
        if figures.at is None:
            self._last = None
            return
        step = max(1, math.ceil(containers / CONTAINERS_AT_FULL_RATE))
        if self._at and figures.at - self._at[-1] < step * _A_STEP:
            return
        self._at.append(figures.at)
        for name, value in self._point(figures).items():
            self._points[name].append(math.nan if value is None else value)
        self._last = figures
        self._leave_out_old(figures.at - SECONDS)

    def since(self, seconds: float, step: float, columns: tuple[str, ...] = COLUMNS) -> dict[str, Column]:
        """The columns of the last so many seconds; a point for each `step` seconds, the mean of what it stands for."""
        if not self._at:
            return {name: [] for name in ("at", *columns)}
        first = bisect_left(self._at, self._at[-1] - seconds)
        slots: dict[int, list[int]] = {}
        for place in range(first, len(self._at)):
            slots.setdefault(int(self._at[place] // step) if step > 1 else place, []).append(place)
        said: dict[str, Column] = {"at": [round(self._at[places[-1]], 2) for places in slots.values()]}
        for name in columns:
            values = self._points[name]
            said[name] = [_rounded(name, _mean([values[place] for place in places])) for places in slots.values()]
        return said

    def _point(self, figures: Figures) -> dict[str, float | None]:
        rates = {name: self._rate(figures, name) for name in ("received", "sent", "read", "written")}
        return {"cpu": figures.cpu_percent, "memory": figures.memory, "pids": figures.pids, **rates}

    def _rate(self, figures: Figures, name: str) -> float | None:
        """Bytes a second since the point before; None when there is none, or the container was started meanwhile."""
        now, last = getattr(figures, name), self._last
        before = getattr(last, name) if last else None
        if now is None or before is None or now < before or last is None or last.at is None or figures.at is None:
            return None
        return float((now - before) / (figures.at - last.at))

    def _leave_out_old(self, moment: float) -> None:
        if len(self._at) < SECONDS + _LEAVE_AT_ONCE and self._at[0] >= moment - _LEAVE_AT_ONCE:
            return
        old = max(bisect_left(self._at, moment), len(self._at) - SECONDS)
        del self._at[:old]
        for values in self._points.values():
            del values[:old]


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _rounded(name: str, value: float) -> float | int | None:
    if math.isnan(value):
        return None
    return round(value, 2) if name == "cpu" else round(value)
