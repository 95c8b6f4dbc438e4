"""The thread that reads one container's log from a cursor on, for ever: through its ends, restarts and lost engines."""

import logging
import threading
import time
from collections.abc import Callable

from containers.engine.connection import Engine
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound, NotSupported
from containers.engine.log_lines import Line
from containers.engine.logs import LogSubject, log_subject
from containers.streaming.batch import batches_of
from containers.streaming.bell import Bell
from containers.streaming.cursor import Cursor
from containers.streaming.grouping import BATCH_SECONDS, FRAMES_A_SECOND, LONGEST_BATCH_SECONDS, Grouping
from containers.streaming.reading import NEAR_THE_END, Reading
from containers.streaming.ring import Entry
from containers.streaming.state import GAP, State

log = logging.getLogger(__name__)

# A log that rotates is read again after so many seconds, or so many times as long as its last reading took.
READ_AGAIN, REST = 0.1, 2
# In how many of its last messages such a reading looks for its place: some times what came last, and at least so many.
MOST_LIKELY, LEAST_LOOKED_AT = 4, 500
# How often (seconds) an ended container is looked at, whether it runs again: where events tell of its start, and where
# they do not.
LOOK_ALL_THE_SAME = 30.0
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
        self.is_told = False  # whether somebody calls `look` when an ended container is started
        self._reading: Reading | None = None
        self._bell: Bell | None = None
        self._lines_last = 0
        self._said: State | None = None
        self._failures = 0

    def stop(self) -> None:
        """Ends the thread soon; does not wait for it."""
        self._stopped.set()
        self._look.set()
        for open_now in (self._reading, self._bell):
            if open_now is not None:
                open_now.close()

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
        if self._subject.rotates:
            self._read_whenever_it_moves()
        else:
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

    def _read_whenever_it_moves(self) -> None:
        """Reads what is new, again and again, until the engine says that the log has ended.

        An engine that follows a log leaves lines out where it rotates under it, and nothing in its answer shows that
        (seen on 20.10 and 26.1). Each reading from the cursor does, so what is followed only tells when to read.
        """
        bell = self._bell = Bell(self._engine, self._subject)
        try:
            while not self._stopped.is_set():
                started = time.monotonic()
                if self._read(follow=False):
                    self._stopped.wait(max(READ_AGAIN, REST * (time.monotonic() - started)))
                elif not bell.wait():
                    return
        finally:
            self._bell = None
            bell.close()

    def _wait_for_the_next_start(self) -> None:
        ended = self._subject
        if ended.exit_code is None:
            self._say(State("waiting"))
        else:
            self._say(State("ended", exit_code=ended.exit_code, finished=ended.finished))
        while not self._stopped.is_set():
            self._look.wait(LOOK_ALL_THE_SAME if self.is_told else LOOK_AGAIN)
            self._look.clear()
            self._subject = log_subject(self._engine, ended.id)
            if self._subject.started != ended.started:
                self._say(State("restarted"))
                return

    def _read(self, *, follow: bool, ended: bool = False) -> bool:
        """Reads to the end of one answer of the engine; whether it held anything new."""
        reading = self._reading = Reading(self._engine, self._subject, self._cursor, follow=follow, tails=self._tails())
        if self._stopped.is_set():
            reading.close()
        self._say_it_answers()
        grouping = Grouping(reading, self._publish_batches, self._batch_seconds)
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
        self._lines_last = grouping.lines
        return grouping.lines > 0

    def _publish_batches(self, lines: list[Line], cursor: Cursor) -> None:
        for batch in batches_of(lines, self._cursor, cursor):
            self._publish(batch)
        self._cursor = cursor
        if self._said is not None and self._said.name == "failed" and self._subject.running:
            self._say(State("live"))

    def _tails(self) -> tuple[str, ...]:
        if self._bell is None:
            return NEAR_THE_END
        return (str(max(MOST_LIKELY * self._lines_last, LEAST_LOOKED_AT)), *NEAR_THE_END)

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
