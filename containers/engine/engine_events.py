"""What happens on an engine, as `docker events` has it: the events' shape, and the open answer that brings them.

As a log, the answer is read off the engine's own socket by HTTP/1.0, where each line is one JSON object
(https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemEvents). The engine keeps its
newest 256 events in memory and sends those of them that are asked for by `since` first; a restart forgets them.
"""

import contextlib
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .connection import Engine
from .errors import EngineError, EngineFailed, EngineUnreachable, error_for, gettext_noop
from .logs import ANSWER_SECONDS, read_head, read_refusal

READ_BYTES = 64 * 1024
# An event carries all labels of its container; more than this is no event.
MOST_BYTES = 1024 * 1024
# A connection to an engine elsewhere is asked after this many silent seconds whether it is still there.
_KEEPALIVE_SECONDS = 30


@dataclass(frozen=True)
class EngineEvent:
    """Something that happened: to what (`type` is container, image, volume, network, ..., `id` the engine's own id or
    name for it), what (`action` is docker's word, such as "start" or "health_status: healthy"), and when.

    `attributes` are the object's name, labels and what belongs to the action; `nanoseconds` count since the epoch.
    """

    type: str
    action: str
    id: str
    attributes: Mapping[str, str]
    scope: str
    nanoseconds: int

    @property
    def name(self) -> str:
        """The object's name, as far as the engine says it."""
        return self.attributes.get("name", "")

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What tells an event that is sent again from a new one."""
        return self.nanoseconds, self.type, self.action, self.id

    def concerns(self, container_id: str) -> bool:
        """Whether it is about the container: its own, or for example a network's that it was connected to."""
        return container_id in (self.id, self.attributes.get("container"))


class EventReader:
    """An open answer of the engine's events endpoint. One thread reads; any thread may close it."""

    def __init__(self, raw: socket.socket, first: bytes) -> None:
        self._raw = raw
        self._rest = first

    def read(self, timeout: float | None = None) -> list[EngineEvent] | None:
        """The next events; None when none came within `timeout` seconds. Raises EngineUnreachable at the end."""
        while b"\n" not in self._rest:
            try:
                self._raw.settimeout(timeout)
                data = self._raw.recv(READ_BYTES)
            except TimeoutError:
                return None
            except OSError as error:
                raise _ended(str(error)) from error
            if not data:
                raise _ended("end of the answer")
            self._rest += data
            if len(self._rest) > MOST_BYTES:
                raise EngineFailed(gettext_noop("The engine's answer was not what its API promises."), "endless event")
        *lines, self._rest = self._rest.split(b"\n")
        return [event_of(line) for line in lines if line.strip()]

    def close(self) -> None:
        """Ends the reading, also one that waits in another thread; the engine then stops sending."""
        with contextlib.suppress(OSError):
            self._raw.shutdown(socket.SHUT_RDWR)
        self._raw.close()


def open_events(engine: Engine, since: str) -> EventReader:
    """Opens the engine's events, all of them, beginning with those it still has from `since` ("seconds.nanoseconds").

    Raises EngineError.
    """
    path = engine.versioned("/events")
    raw = engine.connect()
    try:
        raw.settimeout(ANSWER_SECONDS)
        if raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _KEEPALIVE_SECONDS)
        raw.sendall(f"GET {path}?{urlencode({'since': since})} HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        status, first = read_head(raw)
        if status != 200:
            raise error_for(status, read_refusal(raw, first), f"GET {path}")
    except OSError as error:
        raw.close()
        raise _ended(str(error)) from error
    except EngineError:
        raw.close()
        raise
    return EventReader(raw, first)


def event_of(line: bytes) -> EngineEvent:
    """An event as the engine writes it; raises EngineFailed when it is none."""
    try:
        return event_from(json.loads(line))
    except ValueError as error:
        raise EngineFailed(
            gettext_noop("The engine's answer was not what its API promises."), repr(line[:300])
        ) from error


def event_from(said: dict[str, Any]) -> EngineEvent:
    """An event that was read already; raises EngineFailed when it is none."""
    try:
        actor = said.get("Actor") or {}
        return EngineEvent(
            type=said["Type"],
            action=said["Action"],
            id=actor.get("ID") or "",
            attributes=actor.get("Attributes") or {},
            scope=said.get("scope") or "local",
            nanoseconds=int(said["timeNano"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineFailed(
            gettext_noop("The engine's answer was not what its API promises."), repr(said)[:300]
        ) from error


def _ended(detail: str) -> EngineUnreachable:
    return EngineUnreachable(gettext_noop("The docker engine ended its stream of events."), detail)
