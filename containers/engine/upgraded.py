"""An answer of the engine that goes on for ever: sent and begun here, then read and written by whoever asked."""

import contextlib
import socket
import ssl

from .connection import Engine
from .errors import EngineError, EngineUnreachable, error_for, gettext_noop
from .logs import ANSWER_SECONDS, read_head, read_refusal

# What a socket that waits for nobody says.
NOT_NOW = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


def opened(
    engine: Engine, path: str, query: str = "", *, body: bytes | None = None, upgrade: bool = True
) -> tuple[socket.socket, bytes]:
    """An answer of the engine that goes on: its socket, and what came after the head; raises EngineError."""
    raw = engine.connect()
    # An upgrade is a matter of HTTP/1.1; without one, HTTP/1.0 makes the engine answer without chunks.
    how = "HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp" if upgrade else "HTTP/1.0"
    kind = "text/plain" if body is None else f"application/json\r\nContent-Length: {len(body)}"
    target = engine.versioned(path) + (f"?{query}" if query else "")
    head = f"POST {target} {how}\r\nHost: docker\r\nContent-Type: {kind}\r\n\r\n"
    try:
        raw.settimeout(ANSWER_SECONDS)
        raw.sendall(head.encode() + (body or b""))
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


def end_input(raw: socket.socket) -> None:
    """Ends the input and leaves the output open; over TLS that is a word of TLS's own (close_notify)."""
    if isinstance(raw, ssl.SSLSocket):
        with contextlib.suppress(ssl.SSLError):
            raw.unwrap()
    else:
        raw.shutdown(socket.SHUT_WR)
