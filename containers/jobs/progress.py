"""How far a job is, as its work tells it: items with amounts, and lines of output, both bounded."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

log = logging.getLogger(__name__)

KEPT_ITEMS = 200
KEPT_LINES = 200
LINE_LENGTH = 2_000


class Cancelled(Exception):
    """Raised in a job's work, by whatever it asks of its progress, after the job was cancelled."""


class Closeable(Protocol):
    """What a job holds open while it works, such as an engine's stream. `close` may be called by another thread."""

    def close(self) -> Any:
        """Ends it, and whatever waits for it."""


Held = TypeVar("Held", bound=Closeable)


class Progress:
    """The progress of one job. Its work calls `item`, `say` and `hold`; safe between threads."""

    def __init__(self, changed: Callable[["Progress"], None] = lambda progress: None) -> None:
        self._lock = threading.Lock()
        self._changed = changed
        self._items: dict[str, dict[str, Any]] = {}
        self._lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._held: list[Closeable] = []
        self._cancelled = False
        self._sealed = False
        self._dirty = False
        self._number = 0

    def item(self, id: str, text: str, current: int | None = None, total: int | None = None) -> None:  # noqa: A002
        """Sets the row `id` (a layer, a step): what it does now, and how much of how much (bytes or steps).

        Raises Cancelled when the job was cancelled.
        """
        with self._lock:
            self._go_on()
            self._items[id] = {"id": _cut(id), "text": _cut(text), "current": current, "total": total}
            while len(self._items) > KEPT_ITEMS:
                del self._items[next(iter(self._items))]
        self._changed(self)

    def say(self, text: str) -> None:
        """Adds output, one line or several. Raises Cancelled when the job was cancelled."""
        with self._lock:
            self._go_on()
            self._lines.extend(_cut(line) for line in text.splitlines() or [""])
        self._changed(self)

    @property
    def cancelled(self) -> bool:
        """Whether the job was cancelled."""
        return self._cancelled

    def hold(self, closeable: Held) -> Held:
        """Gives `closeable` back, and closes it when the job is cancelled, from the cancelling thread.

        Raises Cancelled, with `closeable` closed, when the job was cancelled already.
        """
        with self._lock:
            if not self._cancelled:
                self._held.append(closeable)
                return closeable
        _close(closeable)
        raise Cancelled

    def cancel(self) -> bool:
        """Cancels the work and closes what it holds at once; False when it had ended already."""
        with self._lock:
            if self._sealed:
                return False
            self._cancelled = True
            held, self._held = self._held, []
        for closeable in held:
            _close(closeable)
        return True

    def seal(self) -> bool:
        """Ends the time in which it can be cancelled; whether it was."""
        with self._lock:
            self._sealed = True
            self._held.clear()
            return self._cancelled

    def take(self, always: bool = False) -> tuple[int, dict[str, Any]] | None:
        """The next number and the whole snapshot; None when nothing changed since the last one, unless `always`."""
        with self._lock:
            if not self._dirty and not always:
                return None
            self._dirty = False
            self._number += 1
            return self._number, {"items": [dict(item) for item in self._items.values()], "lines": list(self._lines)}

    def put_back(self) -> None:
        """Says that the snapshot that was taken could not be saved."""
        with self._lock:
            self._dirty = True

    def _go_on(self) -> None:
        if self._cancelled:
            raise Cancelled
        self._dirty = True


def _cut(text: str) -> str:
    return text if len(text) <= LINE_LENGTH else text[: LINE_LENGTH - 1] + "…"


def _close(closeable: Closeable) -> None:
    try:
        closeable.close()
    except Exception:
        # For example a generator that another thread is inside of: then the work stops at its next step.
        log.warning("A cancelled job's %s could not be closed", type(closeable).__name__, exc_info=True)
