"""A terminal: an attachment of ours to a container or to a program in it, kept while its viewer is away.

A session keeps the newest BUFFER_BYTES of output and ends for good WAIT_SECONDS after its viewer has gone. With a
viewer the program is held back to the viewer's pace (hold.py), but at most HOLD_SECONDS without the viewer taking
anything: then output is lost, and the loss counted. What a program printed last is kept whole. All sockets are read and
written by one thread (pump.py).
"""

import secrets
import socket
import ssl
import threading
import time
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

from . import sessions
from .connection import Engine
from .ends import End
from .errors import EngineError
from .hold import Hold
from .inputs import Inputs
from .log_lines import frames_of
from .output import Kept, Output
from .pump import beside_pump, in_pump, pump
from .sizes import Sizes
from .upgraded import NOT_NOW, end_input

BUFFER_BYTES = 1024 * 1024
# What an engine may have of both streams when a program ends: a buffer of 1 MB and pipes for each, and a socket's.
LAST_BYTES = 3 * 1024 * 1024
LAST_SECONDS = 3.0
WAIT_SECONDS = 60.0
HOLD_SECONDS = 2.0
_READ_BYTES = 64 * 1024


class Session:
    """One attachment; a subclass opens it and finds its exit code. Safe between threads.

    `command` is the docker command whose right it stands on, `owner` the id of the user who may open it. `concluded` is
    called once, beside the pump, when it has ended for good; it handles its own errors.
    """

    first_patience_seconds = 0.0  # how long its first viewer is waited for before output is lost

    def __init__(
        self,
        engine: Engine,
        container_id: str,
        *,
        command: str,
        tty: bool,
        stdin: bool,
        owner: int,
        concluded: "Callable[[Session], None]",
    ) -> None:
        self.id = secrets.token_urlsafe(18)
        self.engine = engine
        self.container_id = container_id
        self.command = command
        self.tty = tty
        self.stdin = stdin
        self.owner = owner
        self.exit_code: int | None = None
        self.end: End | None = None
        self._concluded = concluded
        self._raw: socket.socket | None = None
        self._frames = frames_of()
        self._lock = threading.Lock()
        self._kept = Kept(BUFFER_BYTES)
        self._viewer: Callable[[], None] | None = None
        self._inputs = Inputs()
        self._reading = self._writing = False
        self._sizes = Sizes(self._resize, lambda: in_pump(self._write), lambda: self._raw is not None)
        self._may_hold = True
        self._reads_all_until = 0.0
        self._first_patience = self.first_patience_seconds
        self._hold = Hold(self._state, self._held_long_enough, self._read_the_last)
        self._expiry: TimerHandle | None = None

    # What a viewer does ----------------------------------------------------------------------------------------------

    @property
    def typed(self) -> int:
        """The number of the last input that was taken."""
        return self._inputs.typed

    @property
    def over(self) -> bool:
        """Whether nothing more comes than is kept."""
        return self.end is not None

    def watch(self, changed: Callable[[], None], place: int = 0) -> None:
        """A viewer has come, who has all output before `place`: `changed` is called, from other threads, whenever there
        is something to take.

        It takes the place of a viewer before it, who is told by a last call.
        """
        with self._lock:
            before, self._viewer = self._viewer, changed
            self._kept.look_from(place)
            self._may_hold, self._first_patience = True, 0.0
        in_pump(self._keep_alive)
        if before is not None:
            before()
        changed()

    def watched_by(self, changed: Callable[[], None]) -> bool:
        """Whether this viewer is still the one."""
        return self._viewer is changed

    def leave(self, changed: Callable[[], None]) -> None:
        """The viewer has gone; another may come within WAIT_SECONDS."""
        with self._lock:
            if self._viewer is not changed:
                return
            self._viewer = None
        in_pump(self._resume)
        in_pump(self._expire_later)

    def take(self, most_bytes: int) -> Output | None:
        """The oldest output that the viewer has not taken, at most so many bytes of one stream; None when there is
        nothing now."""
        with self._lock:
            output = self._kept.take(most_bytes)
            held, self._may_hold = self._hold.on, True
            room = self._kept.unseen <= BUFFER_BYTES // 2
        if held:
            in_pump(self._resume if room else self._hold_on)
        return output

    def write(self, data: bytes | None, number: int | None = None) -> bool:
        """Types `data`, or ends the input when it is None; False when the program has not read what came before.

        `number` is `typed` plus one; one that came before is passed over, one that leaves a gap is not taken.
        """
        taken = self._inputs.add(data, number, self._sizes.wanted)
        in_pump(self._write)
        return taken

    def resize(self, columns: int, rows: int) -> None:
        """The size of the viewer's terminal."""
        self._sizes.want(columns, rows)

    def close(self, end: End = End.ENDED) -> None:
        """Ends the session for good, if it has not ended already."""
        in_pump(self._end, end)

    # What subclasses give ---------------------------------------------------------------------------------------------

    def _resize(self, size: dict[str, int]) -> None:
        raise NotImplementedError

    def _state(self) -> dict[str, Any]:
        """What the engine says of the program, "Running" among it. Beside the pump; raises EngineError."""
        raise NotImplementedError

    def _find_end(self) -> None:
        """The stream is over: sets `exit_code` and has `_end` called, as soon as it is known how the program ended."""
        raise NotImplementedError

    def _begin(self, raw: socket.socket, first: bytes) -> None:
        """Hands the opened stream to the pump."""
        self._raw = raw
        raw.setblocking(False)
        sessions.add(self)
        in_pump(self._start, first)

    # In the pump's thread ---------------------------------------------------------------------------------------------

    def _start(self, first: bytes) -> None:
        if self._keep(first):
            self._resume()
            self._expire_later()

    def _resume(self) -> None:
        """Reads on, after a hold too."""
        self._hold.end()
        if self._raw is not None and not self._reading:
            self._reading = True
            pump().add_reader(self._raw, self._read)
            if isinstance(self._raw, ssl.SSLSocket) and self._raw.pending():
                pump().call_soon(self._read)

    def _read(self) -> None:
        raw = self._raw
        if raw is None or not self._reading:
            return
        try:
            data = raw.recv(_READ_BYTES)
            while data and isinstance(raw, ssl.SSLSocket) and raw.pending():
                data += raw.recv(_READ_BYTES)
        except NOT_NOW:
            return
        except OSError:
            data = b""
        if not data or not self._keep(data):
            self._stream_over()

    def _keep(self, data: bytes) -> bool:
        """Keeps what was read, and says so; False when it is no output of an engine."""
        try:
            frames = [(b"t", data)] if self.tty else self._frames(data)
        except EngineError:
            return False
        with self._lock:
            for stream, payload in frames:
                self._kept.add(stream, payload)
            full = self._kept.unseen > BUFFER_BYTES - 2 * _READ_BYTES
            patience = self._first_patience if self._viewer is None else HOLD_SECONDS
        may_hold = self._may_hold and not self._hold.on and time.monotonic() > self._reads_all_until
        if full and patience and may_hold and self._raw is not None:
            self._reading = False
            pump().remove_reader(self._raw)
            self._hold.begin(patience)
        self._tell()
        return True

    def _hold_on(self) -> None:
        """The viewer takes, though slowly: it is given its time anew."""
        self._hold.renew(HOLD_SECONDS)

    def _held_long_enough(self) -> None:
        self._may_hold = False
        self._resume()

    def _read_the_last(self) -> None:
        """The program may have exited: the engine has what it printed last for two seconds, and here is room for it."""
        with self._lock:
            self._kept.most = BUFFER_BYTES + LAST_BYTES
        self._reads_all_until = time.monotonic() + LAST_SECONDS
        self._resume()

    def _stream_over(self) -> None:
        self._close_stream()
        with self._lock:
            self._kept.finish()
        self._find_end()

    def _close_stream(self) -> None:
        raw, self._raw = self._raw, None
        if raw is None:
            return
        self._reading = self._writing = False
        pump().remove_reader(raw)
        pump().remove_writer(raw)
        self._hold.end()
        raw.close()

    def _write(self) -> None:
        while (raw := self._raw) is not None and self._inputs.is_next(self._sizes.asked):
            data, sent = self._inputs.next(), 0
            try:
                if data is None:
                    end_input(raw)
                else:
                    sent = raw.send(data)
            except NOT_NOW:
                if not self._writing:
                    self._writing = True
                    pump().add_writer(raw, self._write)
                return
            except OSError:
                return  # the reader hears of it too
            self._inputs.written(sent)
        if self._writing and self._raw is not None:
            self._writing = False
            pump().remove_writer(self._raw)

    def _end(self, end: End) -> None:
        if self.end is None:
            self.end = end
            self._close_stream()
            beside_pump(lambda: self._concluded(self))
        if end in (End.LEFT, End.ENDED, End.REVOKED):
            self._keep_alive()
            sessions.discard(self)
        elif self._viewer is None:
            self._expire_later()
        self._tell()

    def _keep_alive(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    def _expire_later(self) -> None:
        self._keep_alive()
        if sessions.session_of(self.id) is self and self._viewer is None:
            self._expiry = pump().call_later(WAIT_SECONDS, self._end, End.LEFT)

    def _tell(self) -> None:
        viewer = self._viewer
        if viewer is not None:
            viewer()
