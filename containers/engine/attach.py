"""Foreground `docker run`: an attachment opened before its container starts, as by the CLI, kept until a viewer comes.

A session keeps the newest output within BUFFER_BYTES while nobody watches, and ends WAIT_SECONDS after the last look.
With a viewer the container is held back to the viewer's pace, but never longer than HOLD_SECONDS: then output is lost,
and the loss is counted.
"""

import contextlib
import json
import secrets
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Full, Queue

from .connection import Engine
from .errors import Conflict, EngineError, EngineUnreachable, error_for, gettext_noop
from .log_lines import frames_of
from .logs import ANSWER_SECONDS, read_head, read_refusal

BUFFER_BYTES = 1024 * 1024
WAIT_SECONDS = 60.0
HOLD_SECONDS = 2.0
MOST_SESSIONS = 100
_READ_BYTES = 64 * 1024
_INPUTS_WAITING = 256


@dataclass(frozen=True)
class Output:
    """Some bytes of a stream: b"o", b"e", or b"t" of a terminal. `lost` bytes before them are gone."""

    stream: bytes
    data: bytes
    lost: int = 0


class Session:
    """The attachment to one container. Safe between threads."""

    def __init__(self, engine: Engine, container_id: str, *, tty: bool, stdin: bool, owner: int) -> None:
        self.id = secrets.token_urlsafe(18)
        self.engine = engine
        self.container_id = container_id
        self.tty = tty
        self.stdin = stdin
        self.owner = owner
        self.exit_code: int | None = None
        self._parts_going_on = 2  # the output, and the wait for the exit code
        self._attached: socket.socket | None = None
        self._exit: socket.socket | None = None
        self._changed = threading.Condition()
        self._kept: deque[Output] = deque()
        self._size = 0
        self._lost = 0
        self._viewer: Callable[[], None] | None = None
        self._inputs: Queue[bytes | None] = Queue(_INPUTS_WAITING)
        self._closed = False
        self._timer: threading.Timer | None = None

    def open(self, auto_remove: bool) -> None:
        """Attaches and asks for the exit code, both before the container starts; raises EngineError."""
        path = f"/containers/{self.container_id}"
        asked = "stderr=1" + ("&stdin=1" if self.stdin else "") + "&stdout=1&stream=1"
        try:
            self._attached, first = _opened(self.engine, f"{path}/attach", asked, upgrade=True)
            condition = "removed" if auto_remove else "next-exit"
            self._exit, answer = _opened(self.engine, f"{path}/wait", f"condition={condition}", upgrade=False)
        except EngineError:
            self.close()
            raise
        works = [lambda: self._read(first), lambda: self._wait(answer), *([self._write_inputs] if self.stdin else [])]
        for work in works:
            threading.Thread(target=work, name=f"attach-{self.container_id[:12]}", daemon=True).start()
        self._expire_later()

    @property
    def over(self) -> bool:
        """Whether the container has ended (or the engine gone) and nothing more comes than is kept."""
        return self._parts_going_on == 0

    def watch(self, changed: Callable[[], None]) -> None:
        """A viewer has come: `changed` is called, from other threads, whenever there is something to take.

        It takes the place of a viewer before it, who is told by a last call.
        """
        with self._changed:
            before, self._viewer = self._viewer, changed
            if self._timer is not None:
                self._timer.cancel()
        if before is not None:
            before()
        changed()

    def watched_by(self, changed: Callable[[], None]) -> bool:
        """Whether this viewer is still the one."""
        return self._viewer is changed

    def leave(self, changed: Callable[[], None]) -> None:
        """The viewer has gone; another may come within WAIT_SECONDS."""
        with self._changed:
            if self._viewer is changed:
                self._viewer = None
                self._changed.notify_all()
                self._expire_later()

    def take(self, most_bytes: int) -> Output | None:
        """The oldest output that is kept, at most so many bytes of one stream; None when there is nothing now."""
        with self._changed:
            if not self._kept:
                return None
            oldest = self._kept.popleft()
            data = oldest.data[:most_bytes]
            if len(oldest.data) > most_bytes:
                self._kept.appendleft(Output(oldest.stream, oldest.data[most_bytes:]))
            self._size -= len(data)
            lost, self._lost = self._lost, 0
            self._changed.notify_all()
        return Output(oldest.stream, data, lost)

    def write(self, data: bytes | None) -> bool:
        """Types `data`, or ends the input when it is None; False when the container has not read what came before."""
        try:
            self._inputs.put_nowait(data)
        except Full:
            return False
        return True

    def resize(self, columns: int, rows: int) -> None:
        """The size of the viewer's terminal. A container that does not run has no size."""
        with contextlib.suppress(EngineError):
            self.engine.post(f"/containers/{self.container_id}/resize", {"h": rows, "w": columns})

    def close(self) -> None:
        """Ends the session. The container goes on, as it does when a CLI that attached to it is killed."""
        with self._changed:
            self._closed = True
            if self._timer is not None:
                self._timer.cancel()
            self._changed.notify_all()
        for raw in (self._attached, self._exit):
            if raw is not None:
                with contextlib.suppress(OSError):
                    raw.shutdown(socket.SHUT_RDWR)
                raw.close()
        with contextlib.suppress(Full):
            self._inputs.put_nowait(None)
        _sessions.pop(self.id, None)

    def _expire_later(self) -> None:
        self._timer = threading.Timer(WAIT_SECONDS, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _read(self, data: bytes) -> None:
        frames = frames_of()
        while True:
            for stream, payload in [(b"t", data)] if self.tty else frames(data):
                self._keep(stream, payload)
            try:
                data = self._attached.recv(_READ_BYTES) if self._attached else b""
            except OSError:
                data = b""
            if not data:
                self._part_ended()
                return

    def _part_ended(self) -> None:
        with self._changed:
            self._parts_going_on -= 1
        self._tell()

    def _keep(self, stream: bytes, data: bytes) -> None:
        if not data:
            return
        with self._changed:
            if self._size + len(data) > BUFFER_BYTES and self._viewer is not None:
                self._changed.wait_for(
                    lambda: self._size + len(data) <= BUFFER_BYTES or self._viewer is None or self._closed, HOLD_SECONDS
                )
            self._kept.append(Output(stream, data))
            self._size += len(data)
            while self._size > BUFFER_BYTES:
                gone = len(self._kept.popleft().data)
                self._size -= gone
                self._lost += gone
        self._tell()

    def _wait(self, answer: bytes) -> None:
        try:
            while self._exit and (data := self._exit.recv(8192)):
                answer += data
            self.exit_code = int(json.loads(answer)["StatusCode"])
        except (OSError, ValueError, KeyError, TypeError):
            self.exit_code = None  # the engine went away: how it ended is not known
        self._part_ended()

    def _write_inputs(self) -> None:
        while not self._closed and (raw := self._attached) is not None:
            data = self._inputs.get()
            try:
                if data is not None:
                    raw.sendall(data)
                else:
                    raw.shutdown(socket.SHUT_WR)
                    return
            except OSError:
                return

    def _tell(self) -> None:
        viewer = self._viewer
        if viewer is not None:
            viewer()


_sessions: dict[str, Session] = {}


def open_session(
    engine: Engine, container_id: str, *, tty: bool, stdin: bool, auto_remove: bool, owner: int
) -> Session:
    """Attaches to a container that was created and not yet started; `owner` is the id of the user who may type.

    Raises Conflict when there are too many already, and the other EngineErrors.
    """
    if len(_sessions) >= MOST_SESSIONS:
        raise Conflict(
            gettext_noop("%(most)d containers run in the foreground already; run this one with -d."), most=MOST_SESSIONS
        )
    session = Session(engine, container_id, tty=tty, stdin=stdin, owner=owner)
    session.open(auto_remove)
    _sessions[session.id] = session
    return session


def session_of(session_id: str) -> Session | None:
    """The session with this id; None when there is none, or it has ended because nobody looked."""
    return _sessions.get(session_id)


def _opened(engine: Engine, path: str, query: str, *, upgrade: bool) -> tuple[socket.socket, bytes]:
    """An answer of the engine that goes on: its socket, and what came after the head."""
    raw = engine.connect()
    # An upgrade is a matter of HTTP/1.1; without one, HTTP/1.0 makes the engine answer without chunks.
    how = "HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp" if upgrade else "HTTP/1.0"
    head = f"POST {engine.versioned(path)}?{query} {how}\r\nHost: docker\r\nContent-Type: text/plain\r\n\r\n"
    try:
        raw.settimeout(ANSWER_SECONDS)
        raw.sendall(head.encode())
        status, first = read_head(raw)
        if status not in (101, 200):
            raise error_for(status, read_refusal(raw, first), f"POST {path}")
        raw.settimeout(None)
    except OSError as error:
        raw.close()
        raise EngineUnreachable(
            gettext_noop("The docker engine went away while the container was attached to."), str(error)
        ) from error
    except EngineError:
        raw.close()
        raise
    return raw, first
