"""One viewer of a container's log: reads up to its end, then watches the shared source; again when it fell behind."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from containers.engine.connection import Engine
from containers.engine.errors import EngineError, EnginePermissionDenied, EngineUnreachable, NotFound, NotSupported
from containers.engine.logs import LogSubject, log_subject
from containers.streaming.backlog import READERS, Backlog
from containers.streaming.batch import BATCH_BYTES, Batch
from containers.streaming.credit import Credit
from containers.streaming.cursor import Cursor
from containers.streaming.frame import lines_frame, state_frame
from containers.streaming.options import LogOptions
from containers.streaming.source import Seat, sources
from containers.streaming.state import GAP, State

RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
# Before a viewer reads again that found neither new lines nor its place (seconds).
NOTHING_NEW = 0.2
# A viewer so late (seconds) is told how late.
BEHIND_SECONDS = 0.5

_FINAL = {NotFound: "removed", NotSupported: "unreadable"}


class Viewer:
    """Sends frames by `send` until a final state; `acknowledge` takes what the client has read. Lives in one loop."""

    def __init__(
        self, engine: Engine, container: str, options: LogOptions, send: Callable[[str], Awaitable[None]]
    ) -> None:
        self._engine = engine
        self._container = container
        self._options = options
        self._send = send
        self.credit = Credit()
        self.readers = READERS
        self._cursor = options.cursor
        self._subject: LogSubject | None = None
        self._said: State | None = None
        self._to_the_end = not options.follow
        self._wake = asyncio.Event()
        self._failures = 0
        self._first_said = False
        self._was_live = False

    def acknowledge(self, total: int) -> None:
        """The client has read `total` bytes of lines; raises AcknowledgementError when it cannot have."""
        self.credit.acknowledge(total)
        self._wake.set()

    async def run(self) -> None:
        """Sends until a final state was sent; raises NotFound when there is no such container to begin with."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._options.seconds_left() if self._options.follow else None):
                await self._send_all()
                return
        await self._say(State("done"))

    async def _send_all(self) -> None:
        while not (self._said and self._said.final):
            try:
                await self._go_on(await self._found())
                self._failures = 0
            except (EngineUnreachable, EnginePermissionDenied):
                await self._try_again(State("engine_lost"))
            except (NotFound, NotSupported) as error:
                if self._subject is None:
                    raise
                await self._say(State(_FINAL[type(error)]))
            except EngineError as error:
                await self._try_again(State("failed", error.message))

    async def _found(self) -> LogSubject:
        if self._subject is None:
            self._subject = await asyncio.to_thread(log_subject, self._engine, self._container)
            if self._options.cursor_container not in ("", self._subject.id[:12]):
                self._cursor = None
                await self._say(State("other_container"))
        return self._subject

    async def _go_on(self, subject: LogSubject) -> None:
        while True:
            new = await self._catch_up(subject)
            if not self._options.follow:
                if new:
                    continue
                await self._say(State("done"))
                return
            with sources().watching(self._engine, subject, self._cursor or Cursor(), self._wake) as seat:
                self._to_the_end = not seat.found and seat.source.quiet
                if seat.found and await self._watch(seat, subject):
                    return
            if not new:
                await asyncio.sleep(NOTHING_NEW)

    async def _catch_up(self, subject: LogSubject) -> bool:
        """Reads on to the log's present end; whether there was anything new."""
        new = False
        while True:
            while not self.credit.fits(BATCH_BYTES):  # who does not read costs the engine nothing
                await self._woken()
            backlog = await self._run_backlog(subject)
            new = new or backlog.delivered > 0
            if not backlog.stalled:
                return new
            await self._woken()

    async def _run_backlog(self, subject: LogSubject) -> Backlog:
        loop, frames = asyncio.get_running_loop(), asyncio.Queue[tuple[Batch | State, int] | None]()

        def deliver(entry: Batch | State, total: int) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closing
                loop.call_soon_threadsafe(frames.put_nowait, (entry, total))

        backlog = Backlog(
            self._engine, subject, self._options, self._cursor, self.credit, deliver, to_the_end=self._to_the_end
        )
        running = loop.run_in_executor(self.readers, backlog.run)
        running.add_done_callback(lambda _running: frames.put_nowait(None))
        try:
            while (frame := await frames.get()) is not None:
                await self._send_entry(*frame, live=False)
            await running
        finally:
            backlog.stop()
            running.cancel()
        self._cursor = backlog.cursor
        return backlog

    async def _watch(self, seat: Seat, subject: LogSubject) -> bool:
        """Sends what comes from the source; True at a final state, False when this viewer fell behind the ring."""
        if seat.state is not None and seat.state.finished and seat.state.finished < subject.started:
            seat.source.look()  # it runs again, which the source has not seen yet
        elif seat.state is not None:
            await self._say(seat.state)
        while not seat.missed:
            entry = seat.entry
            if entry is None:
                await self._woken()
                continue
            if isinstance(entry, State):
                await self._say(entry)
                if entry.final:
                    return True
            elif entry.count:
                entry = entry.shown(self._options.filter)
                total = self.credit.take(entry.bytes_sent(self._options.timestamps))
                if total is None:
                    await self._woken()
                    continue
                await self._send_entry(entry, total, live=True)
            seat.advance()
        return False

    async def _send_entry(self, entry: Batch | State, total: int, *, live: bool) -> None:
        if isinstance(entry, State):
            await self._say(entry)
            return
        self._cursor = entry.cursor
        cursor = entry.cursor_text(self._id)
        text = entry.text(self._options.timestamps)
        first, self._first_said = "" if self._first_said else entry.first_place, self._first_said or entry.count > 0
        self._was_live = self._was_live or live
        await self._send(lines_frame(cursor, total, live, text, entry.passed_over, first, self._behind(entry)))

    def _behind(self, batch: Batch) -> int:
        """How late these lines are (milliseconds), if that is worth a word; what was there before is not late."""
        if not batch.count or not self._was_live:
            return 0
        late = time.time() - batch.written
        return int(late * 1000) if late >= BEHIND_SECONDS else 0

    async def _say(self, state: State) -> None:
        if state == self._said:
            return
        if state is not GAP:
            self._said = state
        await self._send(state_frame(self._cursor_text(), self.credit.sent, state))

    def _cursor_text(self) -> str:
        return self._cursor.text(self._id) if self._cursor is not None else ""

    @property
    def _id(self) -> str:
        return self._subject.id if self._subject is not None else self._options.cursor_container

    async def _woken(self) -> None:
        await self._wake.wait()
        self._wake.clear()

    async def _try_again(self, state: State) -> None:
        await self._say(state)
        await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS) - 1)])
        self._failures += 1
