"""What was typed and not written yet: numbered, so that nothing is typed twice, and bounded."""

import threading
from collections import deque

MOST_BYTES = 1024 * 1024


class Inputs:
    """A queue from viewers to the pump. `typed` is the number of the newest input that was taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[bytes | None, int]] = deque()
        self._bytes = 0
        self.typed = 0

    def add(self, data: bytes | None, number: int | None, after: int) -> bool:
        """Takes an input, None being the end of all; False when there is no room, or inputs before it are missing.

        One whose number came before is passed over. It is written once the size number `after` was asked for.
        """
        with self._lock:
            if number is not None and number <= self.typed:
                return True
            gap = number is not None and number != self.typed + 1
            if gap or self._bytes + len(data or b"") > MOST_BYTES:
                return False
            self.typed += 1
            self._waiting.append((data, after))
            self._bytes += len(data or b"")
        return True

    def is_next(self, sizes_asked: int) -> bool:
        """Whether there is something to write now."""
        return bool(self._waiting) and self._waiting[0][1] <= sizes_asked

    def next(self) -> bytes | None:
        """What is to be written, None for the end."""
        return self._waiting[0][0]

    def written(self, count: int) -> None:
        """So many bytes of it were."""
        with self._lock:
            data, after = self._waiting[0]
            self._bytes -= count
            if data is None or count == len(data):
                self._waiting.popleft()
            else:
                self._waiting[0] = data[count:], after
