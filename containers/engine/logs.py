"""A container's log off the engine's own socket: what must be known before, bytes as they come, and the named errors.

The docker SDK is not used for the reading: it drops which stream a line came from, floors `since` to seconds and takes
three times the CPU. A request by HTTP/1.0 makes the engine answer without chunks, so that what follows the head is
the log itself.
"""

import contextlib
import json
import socket
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .connection import Engine
from .errors import EngineError, EngineFailed, EngineUnreachable, NotSupported, error_for, gettext_noop
from .log_filter import LogFilter
from .log_lines import STAMP, lines_of, payloads_of
from .moments import engine_moment

# The engine writes once per line into a buffer of about 265 lines. Reading without a pause costs a wake-up per line on
# both sides; this short one lets a buffer fill, and is far below what asyncio's timers can do.
READ_PAUSE = 0.0002
READ_BYTES = 256 * 1024
ANSWER_SECONDS = 30
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True)
class LogSubject:
    """What must be known of a container before its log can be read, as the engine said it at one moment.

    `status` is docker's word (created, running, paused, restarting, exited, dead, removing); `started` and `finished`
    are RFC 3339 stamps of the engine; `exit_code` is None unless the container has ended; `rotates` says whether its
    log driver throws old lines away by itself.
    """

    id: str
    name: str
    tty: bool
    status: str
    exit_code: int | None
    started: str
    finished: str
    rotates: bool

    @property
    def running(self) -> bool:
        """Whether a process of it may still write."""
        return self.status in ("running", "paused", "restarting")


def log_subject(engine: Engine, container: str) -> LogSubject:
    """The container called so, by name or id; raises NotFound and the other EngineErrors."""
    found = engine.get(f"/containers/{container}/json")
    state = found["State"]
    ended = state["Status"] in ("exited", "dead")
    return LogSubject(
        id=found["Id"],
        name=found["Name"].lstrip("/"),
        tty=bool(found["Config"]["Tty"]),
        status=state["Status"],
        exit_code=state["ExitCode"] if ended else None,
        started=state["StartedAt"],
        finished=state["FinishedAt"],
        rotates=_rotates(found["HostConfig"]["LogConfig"]),
    )


def _rotates(config: dict[str, Any]) -> bool:
    """Whether a log has a largest size: `local` always has one.

    https://docs.docker.com/engine/logging/drivers/json-file/ and .../local/ (max-size)
    """
    return config["Type"] == "local" or "max-size" in (config["Config"] or {})


class LogReader:
    """An open answer of the engine's logs endpoint. One thread reads; any thread may close it."""

    def __init__(self, raw: socket.socket, first: bytes) -> None:
        self._raw = raw
        self._first = first
        self._read_before = False

    def read(self, timeout: float | None = None, pause: float = READ_PAUSE) -> bytes | None:
        """The next bytes, b"" at the end, None when none came within `timeout` seconds.

        An engine that goes away looks like an end too: the end of a log proves nothing, ask the engine what happened.
        """
        if self._first:
            first, self._first = self._first, b""
            return first
        if self._read_before and pause:
            time.sleep(pause)
        try:
            self._raw.settimeout(timeout)
            data = self._raw.recv(READ_BYTES)
        except TimeoutError:
            self._read_before = False
            return None
        except OSError:
            return b""
        self._read_before = True
        return data

    def close(self) -> None:
        """Ends the reading, also one that waits in another thread; the engine then stops sending."""
        with contextlib.suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)
        self._raw.close()


def open_log(
    engine: Engine,
    container: str,
    *,
    follow: bool = False,
    tail: str = "all",
    since: str = "",
    until: str = "",
    timestamps: bool = True,
) -> LogReader:
    """Opens the log of a container, both streams, each message with its stamp unless `timestamps` is False.

    `since` and `until` are "seconds.nanoseconds" text, `since` inclusive; `tail` a number of messages or "all". Raises
    NotFound, NotSupported (a log driver that cannot be read) and the other EngineErrors.
    """
    query = {"stdout": "1", "stderr": "1", "timestamps": str(int(timestamps))}
    query |= {"follow": str(int(follow)), "tail": tail}
    query |= {name: value for name, value in (("since", since), ("until", until)) if value}
    path = engine.versioned(f"/containers/{container}/logs")
    raw = engine.connect()
    try:
        raw.settimeout(ANSWER_SECONDS)
        raw.sendall(f"GET {path}?{urlencode(query)} HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        status, first = read_head(raw)
        if status != 200:
            raise _refusal(status, read_refusal(raw, first), f"GET {path}")
    except OSError as error:
        raw.close()
        raise EngineUnreachable(
            gettext_noop("The docker engine went away while its log was opened."), str(error)
        ) from error
    except EngineError:
        raw.close()
        raise
    return LogReader(raw, first)


def read_head(raw: socket.socket) -> tuple[int, bytes]:
    """Reads an HTTP answer's head off a socket; its status and the bytes that came after the head."""
    head = b""
    while (read := head_of(head)) is None:
        data = raw.recv(8192)
        if not data:
            raise EngineUnreachable(
                gettext_noop("The docker engine closed the connection without an answer."), repr(head)
            )
        head += data
    return read


def head_of(answer: bytes) -> tuple[int, bytes] | None:
    """An HTTP answer's status and what came after its head; None while that has not come whole."""
    head, blank, first = answer.partition(b"\r\n\r\n")
    if not blank and len(head) <= _HEAD_BYTES:
        return None
    words = head.split(b" ", 2)
    if not blank or len(words) < 2 or not words[1].isdigit():
        raise EngineFailed(gettext_noop("What answers there does not speak as a docker engine."), repr(head[:200]))
    return int(words[1]), first


def read_refusal(raw: socket.socket, body: bytes) -> str:
    """The engine's own words in an answer that is an error; `body` is what was read of it already."""
    while data := raw.recv(8192):
        body += data
    return words_of(body)


def words_of(body: bytes) -> str:
    """The engine's own words in the body of a refusal."""
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return body.decode("utf-8", "replace")


def _refusal(status: int, message: str, asked: str) -> EngineError:
    if status == 501:
        return NotSupported(
            gettext_noop(
                "This container's log driver cannot be read: its lines go elsewhere (see HostConfig.LogConfig in "
                "inspect)."
            ),
            f"{asked}: {message}",
        )
    return error_for(status, message, asked)


@dataclass(frozen=True)
class LogText:
    """The beginning of what was asked for; `complete` says whether it is all."""

    text: str
    complete: bool


def read_text(engine: Engine, container: str, *, most_bytes: int, **options: Any) -> LogText:
    """A log as `docker logs` prints it, both streams in the log's order, cut at a line's end before `most_bytes`.

    Options as for `text_chunks`.
    """
    size, parts = 0, []
    for chunk in text_chunks(engine, container, **options):
        parts.append(chunk)
        size += len(chunk)
        if size > most_bytes:
            whole = b"".join(parts)[:most_bytes]
            cut = whole[: whole.rfind(b"\n") + 1] or whole
            return LogText(cut.decode("utf-8", "ignore"), complete=False)
    return LogText(b"".join(parts).decode("utf-8", "replace"), complete=True)


def text_chunks(
    engine: Engine, container: str, *, tail: str = "all", since: str = "", until: str = "", timestamps: bool = False
) -> Generator[bytes, None, None]:
    """A log as `docker logs` prints it, in pieces of about a read; `since` and `until` as the CLI takes them.

    Raises ValueError for a moment that cannot be read, and EngineErrors. Closing the iterator closes the connection.
    """
    subject = log_subject(engine, container)
    reader = open_log(engine, subject.id, tail=tail, since=_moment(since), until=_moment(until), timestamps=timestamps)
    payloads = payloads_of(subject.tty)
    try:
        while data := reader.read():
            yield payloads(data)
    finally:
        reader.close()
    log_subject(engine, subject.id)  # an engine that went away looks like an end: then this is none


def matching_chunks(
    engine: Engine,
    container: str,
    wanted: LogFilter,
    *,
    tail: str = "all",
    since: str = "",
    until: str = "",
    timestamps: bool = False,
) -> Generator[bytes, None, None]:
    """As `text_chunks`, only the lines that are wanted, each ended by a newline and cut at log_lines.LINE_CAP."""
    subject = log_subject(engine, container)
    reader = open_log(engine, subject.id, tail=tail, since=_moment(since), until=_moment(until))
    parts, first = lines_of(subject.tty), 0 if timestamps else STAMP + 1
    try:
        while data := reader.read():
            kept = wanted.keep(parts.feed(data))
            if kept:
                yield b"".join([payload[first:] for _stream, payload in kept])
        yield b"".join([payload[first:] for _stream, payload in wanted.keep(parts.flush())])
    finally:
        reader.close()
    log_subject(engine, subject.id)


def _moment(text: str) -> str:
    return engine_moment(text) if text else ""
