"""The size of a terminal as its viewer wants it: the newest counts, and only one at a time is asked of the engine."""

import threading
import time
from collections.abc import Callable

from .errors import EngineError
from .pump import beside_pump

# A program that has only just started has no terminal for a moment; one that has ended has none any more.
_ATTEMPTS = 6

Size = dict[str, int]


class Sizes:
    """Safe between threads. `wanted` and `asked` count, so that what is typed after a size can wait for it."""

    def __init__(self, ask: Callable[[Size], None], was_asked: Callable[[], None], goes_on: Callable[[], bool]) -> None:
        self._ask, self._was_asked, self._goes_on = ask, was_asked, goes_on
        self._lock = threading.Lock()
        self._newest: Size | None = None
        self._asking = False
        self.wanted = self.asked = 0

    def want(self, columns: int, rows: int) -> None:
        """Has the engine asked for this size soon."""
        with self._lock:
            asking, self._newest = self._asking, {"h": rows, "w": columns}
            self._asking = True
            self.wanted += 1
        if not asking:
            beside_pump(self._ask_for_all)

    def _ask_for_all(self) -> None:
        while True:
            with self._lock:
                size, self._newest, number = self._newest, None, self.wanted
                if size is None:
                    self._asking = False
                    return
            self._ask_for(size)
            self.asked = number
            self._was_asked()

    def _ask_for(self, size: Size) -> None:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._ask(size)
                return
            except EngineError:
                if self._newest is not None or not self._goes_on():
                    return
                time.sleep(attempt * 0.02)
