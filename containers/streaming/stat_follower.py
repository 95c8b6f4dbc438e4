"""The thread that reads the samples of all containers that are watched on one engine, however many they are."""

import logging
import selectors
import socket
import threading
import time
from collections.abc import Callable

from containers.engine.connection import Engine
from containers.engine.errors import EngineError, EngineUnreachable
from containers.engine.stat_figures import NOTHING_KNOWN, Figures
from containers.engine.stat_streams import StatStream, open_stats

log = logging.getLogger(__name__)

# The engine measures one container after the other and writes each sample at once; those of a moment are read together,
# so that a hundred containers do not make a hundred wake-ups.
GATHER_SECONDS = 0.05
RETRY_SECONDS = (0.5, 1.0, 2.0, 5.0)

# What came of a container: its figures, in order.
Measured = list[tuple[str, Figures]]


class StatFollower(threading.Thread):
    """Keeps one open answer for each container of `follow`, and calls `publish` from its thread with what comes.

    An answer that ends is said by figures of which nothing is known, and is asked for again while it is wanted.
    """

    def __init__(self, engine: Engine, publish: Callable[[Measured], None]) -> None:
        super().__init__(name=f"stats-{engine.name}", daemon=True)
        self._engine = engine
        self._publish = publish
        self._stopped = threading.Event()
        self._wanted: frozenset[str] = frozenset()
        self._open: dict[str, StatStream] = {}
        self._failures: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, self._rung = socket.socketpair()
        self._rung.setblocking(False)

    def follow(self, containers: frozenset[str]) -> None:
        """From now on the containers with these ids, and no others."""
        if containers != self._wanted:
            self._wanted = containers
            self._ring()

    def stop(self) -> None:
        """Ends the thread soon; does not wait for it."""
        self._stopped.set()
        self._ring()

    def run(self) -> None:
        """Reads until stopped."""
        self._selector.register(self._rung, selectors.EVENT_READ)
        try:
            while not self._stopped.is_set():
                try:
                    self._look()
                except Exception:
                    log.exception("The figures of %s cannot be followed", self._engine.name)
                    self._stopped.wait(RETRY_SECONDS[-1])
                self._stopped.wait(GATHER_SECONDS)
        finally:
            for container in list(self._open):
                self._close(container)
            self._selector.close()
            self._bell.close()
            self._rung.close()

    def _look(self) -> None:
        """Waits until something comes, or others are wanted, and says what came."""
        self._close_unwanted()
        measured = self._open_wanted()
        if not measured:
            measured = self._read(self._selector.select(self._seconds_to_wait()))
        if measured:
            self._publish(measured)

    def _ring(self) -> None:
        try:
            self._bell.send(b"!")
        except OSError:
            return  # it has ended already

    def _close_unwanted(self) -> None:
        wanted = self._wanted
        for container in [each for each in self._open if each not in wanted]:
            self._close(container)
        for container in [each for each in self._not_before if each not in wanted]:
            del self._not_before[container]
            self._failures.pop(container, None)

    def _open_wanted(self) -> Measured:
        now = time.monotonic()
        failed: Measured = []
        for container in self._wanted - self._open.keys():
            if self._not_before.get(container, 0.0) > now:
                continue
            try:
                stream = open_stats(self._engine, container)
            except EngineError as error:
                failed.append((container, self._try_later(container, error)))
                if isinstance(error, EngineUnreachable):
                    return failed + [(each, self._try_later(each, error)) for each in self._waiting(now)]
            else:
                self._open[container] = stream
                self._selector.register(stream, selectors.EVENT_READ, container)
        return failed

    def _waiting(self, now: float) -> list[str]:
        return [each for each in self._wanted - self._open.keys() if self._not_before.get(each, 0.0) <= now]

    def _read(self, ready: list[tuple[selectors.SelectorKey, int]]) -> Measured:
        measured: Measured = []
        for key, _events in ready:
            if key.fileobj is self._rung:
                self._rung.recv(4096)
                continue
            container = key.data
            try:
                samples = self._open[container].read()
            except EngineError as error:
                self._close(container)
                measured.append((container, self._try_later(container, error)))
            except Exception as error:
                log.exception("The figures of %s cannot be read", container)
                self._close(container)
                measured.append((container, self._try_later(container, error)))
            else:
                measured += [(container, sample.figures) for sample in samples]
                if samples:
                    self._failures.pop(container, None)
        return measured

    def _try_later(self, container: str, error: Exception) -> Figures:
        log.info("The figures of %s on %s: %s", container[:12], self._engine.name, error)
        failures = self._failures.get(container, 0)
        self._failures[container] = failures + 1
        self._not_before[container] = time.monotonic() + RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)]
        return NOTHING_KNOWN

    def _close(self, container: str) -> None:
        stream = self._open.pop(container)
        self._selector.unregister(stream)
        stream.close()

    def _seconds_to_wait(self) -> float | None:
        missing = self._wanted - self._open.keys()
        if not missing:
            return None
        return max(min(self._not_before.get(each, 0.0) for each in missing) - time.monotonic(), 0.0)
