"""How much a viewer may be sent before it says that it has read: daphne takes any amount, whatever the client does."""

import threading

WINDOW = 1024 * 1024
# A client need not acknowledge before a fourth of the window is under way: nothing may wait for that.
UNASKED = 4


class AcknowledgementError(ValueError):
    """An acknowledgement of what was never sent, or of less than before."""


class Credit:
    """Counts the bytes of lines sent and acknowledged; at most `window` are on their way. Safe between threads."""

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._changed = threading.Condition()
        self.sent = 0
        self.acknowledged = 0

    def take(self, size: int, timeout: float = 0) -> int | None:
        """Room for `size` bytes: all that is sent with them; None when there is none within `timeout` seconds.

        However large a batch is, it fits when less is under way than a client must have acknowledged.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._fits(size), timeout):
                return None
            self.sent += size
            return self.sent

    def fits(self, size: int) -> bool:
        """Whether `take` would succeed at once."""
        with self._changed:
            return self._fits(size)

    def acknowledge(self, total: int) -> None:
        """The viewer has read `total` bytes since its socket opened; raises AcknowledgementError if it cannot have."""
        with self._changed:
            if not self.acknowledged <= total <= self.sent:
                raise AcknowledgementError(str(total))
            self.acknowledged = total
            self._changed.notify_all()

    def _fits(self, size: int) -> bool:
        under_way = self.sent - self.acknowledged
        return under_way < self._window / UNASKED or under_way + size <= self._window
