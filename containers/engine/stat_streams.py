"""Containers' samples off the engine's own socket: many open answers in one thread, none of which is waited for.

The engine measures each container that somebody follows once a second, and writes a sample to each open answer. By
HTTP/1.0 what follows the head is the samples, each of them a line.
"""

import contextlib
import selectors
import socket
import ssl
import time
from collections.abc import Iterable

from .connection import Engine
from .errors import EngineError, EngineFailed, EngineUnreachable, error_for, gettext_noop
from .logs import ANSWER_SECONDS, head_of, words_of
from .stat_figures import Sample, sample_of

READ_BYTES = 64 * 1024
# A sample is two to four KiB; one of a machine with hundreds of processors is some more.
MOST_BYTES = 1024 * 1024
# A machine lets a process have 1,024 connections, unless it is told otherwise; these many are asked at once.
AT_ONCE = 200
_REFUSAL_BYTES = 64 * 1024


class StatStream:
    """An open answer of the engine's stats endpoint, for a selector: it has `fileno`, and `read` never waits."""

    def __init__(self, raw: socket.socket, asked: str) -> None:
        self._raw = raw
        self._asked = asked
        self._rest = b""
        self._status = 0

    def fileno(self) -> int:
        """The file descriptor that tells when there is something to read."""
        return self._raw.fileno()

    def read(self) -> list[Sample]:
        """The samples that have come; raises NotFound, EngineUnreachable at the end, and the other EngineErrors."""
        over = self._receive()
        if not self._status:
            self._status, self._rest = head_of(self._rest) or (0, self._rest)
        if self._status not in (0, 200):
            return self._refused(over)
        *lines, rest = self._rest.split(b"\n") if self._status else [self._rest]
        if len(rest) > MOST_BYTES:
            raise EngineFailed(gettext_noop("The engine's answer was not what its API promises."), "endless sample")
        samples = [sample_of(line) for line in lines if line.strip()]
        self._rest = rest
        if over and not samples:
            raise _ended("end of the answer")
        return samples

    def close(self) -> None:
        """Ends it; the engine then stops to measure for it."""
        self._raw.close()

    def _receive(self) -> bool:
        """Takes in all that is there; whether it is the end."""
        while True:
            try:
                data = self._raw.recv(READ_BYTES)
            except (BlockingIOError, ssl.SSLWantReadError):
                return False
            except OSError as error:
                raise _ended(str(error)) from error
            self._rest += data
            if not data or len(self._rest) > MOST_BYTES:
                return not data
            if len(data) < READ_BYTES and not isinstance(self._raw, ssl.SSLSocket):
                return False

    def _refused(self, over: bool) -> list[Sample]:
        if over or len(self._rest) > _REFUSAL_BYTES:
            raise error_for(self._status, words_of(self._rest), self._asked)
        return []


def open_stats(engine: Engine, container: str, *, follow: bool = True) -> StatStream:
    """Asks for the samples of a container, one a second; without `follow` for one, with the one before it in it.

    Does not wait for the answer. Raises EngineUnreachable.
    """
    path = engine.versioned(f"/containers/{container}/stats")
    raw = engine.connect()
    try:
        raw.settimeout(ANSWER_SECONDS)
        raw.sendall(f"GET {path}?stream={int(follow)} HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        raw.setblocking(False)
    except OSError as error:
        raw.close()
        raise _ended(str(error)) from error
    return StatStream(raw, f"GET {path}")


def measure(engine: Engine, containers: Iterable[str], seconds: float = 20) -> dict[str, Sample]:
    """One sample of each of the containers, by what they were asked for, as `docker stats --no-stream`.

    One that is gone meanwhile, or that the engine has not measured within `seconds`, is left out. Raises EngineError.
    """
    wanted = list(containers)
    measured: dict[str, Sample] = {}
    for first in range(0, len(wanted), AT_ONCE):
        measured |= _measure(engine, wanted[first : first + AT_ONCE], time.monotonic() + seconds)
    return measured


def _measure(engine: Engine, containers: list[str], deadline: float) -> dict[str, Sample]:
    measured: dict[str, Sample] = {}
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as opened:
        for container in containers:
            stream = open_stats(engine, container, follow=False)
            opened.callback(stream.close)
            selector.register(stream, selectors.EVENT_READ, container)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _events in selector.select(left):
                try:
                    samples = key.fileobj.read()  # type: ignore[union-attr]
                except EngineUnreachable:
                    selector.unregister(key.fileobj)  # ended without a sample: the container has just gone
                except EngineError as error:
                    if error.status != 404:
                        raise
                    selector.unregister(key.fileobj)
                else:
                    if samples:
                        measured[key.data] = samples[0]
                        selector.unregister(key.fileobj)
    return measured


def _ended(detail: str) -> EngineUnreachable:
    return EngineUnreachable(gettext_noop("The docker engine ended its stream of figures."), detail)
