"""The thread that reads one container's log from a cursor on, for ever: through its ends, restarts and lost engines."""

import logging
import threading
import time
from collections.abc import Callable

from containers.engine.connection import Engine
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound, NotSupported
from containers.engine.log_lines import Line
from containers.engine.logs import READ_PAUSE, LogSubject, log_subject
from containers.streaming.batch import batches_of
from containers.streaming.cursor import Cursor
from containers.streaming.reading import Reading
from containers.streaming.ring import Entry
from containers.streaming.state import GAP, State

log = logging.getLogger(__name__)

# A lone line waits only so long (seconds) for one written with it; those that follow within a batch's time go together.
LONE_SECONDS = 0.005
# A batch's time (seconds): as short as a page can use, longer for very many viewers, who together get so many frames.
BATCH_SECONDS = 0.04
LONGEST_BATCH_SECONDS = 0.2
FRAMES_A_SECOND = 10_000
BATCH_ENOUGH = 64 * 1024
# Between two batches a slow log is left to gather for this long (seconds), which costs fewer wake-ups.
GATHER_PAUSE = 0.005
BUSY_LINES = 64
# How often (seconds) an ended container is looked at, whether it runs again.
LOOK_AGAIN = 1.0
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class Follower(threading.Thread):
    """Calls `publish` with each batch and state, in order, from its own thread, until stopped or at a final state."""

    def __init__(
        self,
        engine: Engine,
        subject: LogSubject,
        cursor: Cursor,
        publish: Callable[[Entry], None],
        viewers: Callable[[], int] = lambda: 1,
    ) -> None:
        super().__init__(name=f"log-{subject.name}", daemon=True)
        self._engine = engine
        self._subject = subject
        self._cursor = cursor
        self._publish = publish
        self._viewers = viewers
        self._stopped = threading.Event()
        self._look = threading.Event()
        self._reading: Reading | None = None
        self._said: State | None = None
        self._failures = 0

    def stop(self) -> None:
        """Ends the thread soon; does not wait for it."""
        self._stopped.set()
        self._look.set()
        reading = self._reading
        if reading is not None:
            reading.close()

    def look(self) -> None:
        """Has an ended container looked at now: somebody saw it run again."""
        self._look.set()

    def run(self) -> None:
        """Reads until stopped or until nothing can come any more."""
        while not self._stopped.is_set() and not (self._said and self._said.final):
            try:
                self._follow_until_it_ends()
            except (EngineUnreachable, EnginePermissionDenied) as error:
                self._try_again(State("engine_lost"), error)
            except NotFound:
                self._say(State("removed"))
            except NotSupported:
                self._say(State("unreadable"))
            except EngineError as error:
                self._try_again(State("failed", error.message), error)
            except Exception as error:
                log.exception("The log of %s cannot be followed", self._subject.name)
                self._try_again(State("failed"), error)

    def _follow_until_it_ends(self) -> None:
        self._read(follow=True)
        # The engine may end a far-behind answer early, so its end counts only once nothing new comes.
        while not self._stopped.is_set() and self._read(follow=False):
            pass
        if self._stopped.is_set():
            return
        before, self._subject = self._subject, log_subject(self._engine, self._subject.id)
        self._failures = 0
        if self._subject.started != before.started:
            self._say(State("restarted"))
        elif not self._subject.running:
            self._read(follow=False, ended=True)
            self._wait_for_the_next_start()
        else:
            self._stopped.wait(RETRY_SECONDS[0])

    def _wait_for_the_next_start(self) -> None:
        ended = self._subject
        if ended.exit_code is None:
            self._say(State("waiting"))
        else:
            self._say(State("ended", exit_code=ended.exit_code, finished=ended.finished))
        while not self._stopped.is_set():
            self._look.wait(LOOK_AGAIN)
            self._look.clear()
            self._subject = log_subject(self._engine, ended.id)
            if self._subject.started != ended.started:
                self._say(State("restarted"))
                return

    def _read(self, *, follow: bool, ended: bool = False) -> bool:
        """Reads to the end of one answer of the engine; whether it held anything new."""
        reading = self._reading = Reading(self._engine, self._subject, self._cursor, follow=follow)
        if self._stopped.is_set():
            reading.close()
        self._say_it_answers()
        grouping = _Grouping(reading, self._publish_batches, self._batch_seconds)
        try:
            while not reading.ended and not self._stopped.is_set():
                lines = reading.read(grouping.timeout(), grouping.pause)
                if reading.gap:
                    reading.gap = False
                    grouping.hand_over()
                    self._publish(GAP)
                grouping.take(lines)
            grouping.hand_over()
            if ended:
                grouping.take(reading.flush())
                grouping.hand_over()
        finally:
            reading.close()
        return grouping.anything

    def _publish_batches(self, lines: list[Line], cursor: Cursor) -> None:
        for batch in batches_of(lines, self._cursor, cursor):
            self._publish(batch)
        self._cursor = cursor
        if self._said is not None and self._said.name == "failed" and self._subject.running:
            self._say(State("live"))

    def _batch_seconds(self) -> float:
        return min(max(BATCH_SECONDS, self._viewers() / FRAMES_A_SECOND), LONGEST_BATCH_SECONDS)

    def _say(self, state: State) -> None:
        if state != self._said:
            self._said = state
            self._publish(state)

    def _say_it_answers(self) -> None:
        if self._said is not None and self._said.name == "engine_lost":
            self._say(State("engine_back"))
        if self._subject.running and (self._said is None or self._said.name != "failed"):
            self._say(State("live"))

    def _try_again(self, state: State, error: Exception) -> None:
        log.info("The log of %s: %s", self._subject.name, error)
        self._say(state)
        self._stopped.wait(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
        self._failures += 1


class _Grouping:
    """Gathers lines until a batch is due."""

    def __init__(
        self, reading: Reading, publish: Callable[[list[Line], Cursor], None], batch_seconds: Callable[[], float]
    ) -> None:
        self._reading = reading
        self._publish = publish
        self._batch_seconds = batch_seconds
        self._lines: list[Line] = []
        self._size = 0
        self._due = 0.0
        self.pause = READ_PAUSE
        self.anything = False

    def timeout(self) -> float | None:
        """How long the next read may wait, in seconds; for ever while nothing is gathered."""
        return max(self._due - time.monotonic(), 0.001) if self._lines else None

    def take(self, lines: list[Line] | None) -> None:
        """Adds what a read brought, and hands over what is due."""
        now = time.monotonic()
        if lines:
            if not self._lines:
                self._due = max(self._due, now + LONE_SECONDS)
            self._lines += lines
            self._size += sum([len(payload) for _stream, payload in lines])
        self.pause = (
            READ_PAUSE if lines is None or len(lines) >= BUSY_LINES or self._size >= BATCH_ENOUGH else GATHER_PAUSE
        )
        if self._size >= BATCH_ENOUGH or now >= self._due:
            self.hand_over()

    def hand_over(self) -> None:
        """Publishes what is gathered."""
        if self._lines:
            self._publish(self._lines, self._reading.cursor)
            self._lines, self._size = [], 0
            self._due = time.monotonic() + self._batch_seconds()
            self.anything = True
