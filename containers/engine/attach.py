"""Attaching to a container's own program: foreground `docker run`, `docker start -a` and `docker attach`."""

import json
import socket
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from .connection import Engine
from .ends import End
from .errors import EngineError
from .pump import in_pump, pump
from .session import Session
from .sessions import refuse_too_many
from .upgraded import NOT_NOW, opened

NEXT_EXIT, REMOVED, NOT_RUNNING = "next-exit", "removed", "not-running"
DETACHED_AFTER_SECONDS = 5.0


def _unheard(session: Session) -> None:
    """Nothing is to be done at a session's end."""


class ContainerSession(Session):
    """The attachment to one container. When it ends the container goes on, as when a CLI is killed."""

    _exit: socket.socket | None = None
    _exit_answer = b""
    _exit_known = False
    _sized = True

    def open(self, condition: str, detach_keys: str, output: Sequence[str], *, runs_already: bool) -> None:
        """Attaches and asks for the exit code, both before the container starts; raises EngineError."""
        path = f"/containers/{self.container_id}"
        asked = {"detachKeys": detach_keys} if detach_keys else {}
        asked |= dict.fromkeys(sorted([*output, *(["stdin"] if self.stdin else []), "stream"]), "1")
        raw, first = opened(self.engine, f"{path}/attach", urlencode(asked))
        try:
            self._exit, self._exit_answer = opened(self.engine, f"{path}/wait", f"condition={condition}", upgrade=False)
        except EngineError:
            raw.close()
            raise
        self._sized = not runs_already
        self._exit.setblocking(False)
        in_pump(pump().add_reader, self._exit, self._read_exit)
        self._begin(raw, first)

    def _resize(self, size: dict[str, int]) -> None:
        path = f"/containers/{self.container_id}/resize"
        if not self._sized:
            # What runs already draws itself again when its size changes, and only then; so does the CLI ask.
            self._sized = True
            self.engine.post(path, {name: number + 1 for name, number in size.items()})
        self.engine.post(path, size)

    def _state(self) -> dict[str, Any]:
        return self.engine.get(f"/containers/{self.container_id}/json")["State"]

    def _read_exit(self) -> None:
        raw = self._exit
        if raw is None:
            return
        try:
            data = raw.recv(8192)
        except NOT_NOW:
            return
        except OSError:
            data = b""
        self._exit_answer += data
        if not data or self._answered():
            self._close_exit()
            self._exit_known = True
            self._end_when_both_are_over()

    def _answered(self) -> bool:
        try:
            self.exit_code = int(json.loads(self._exit_answer)["StatusCode"])
        except (ValueError, KeyError, TypeError):
            return False
        return True

    def _find_end(self) -> None:
        self._end_when_both_are_over()
        if not self._exit_known:
            # The stream may end a little before the exit is told, or long before when it was detached from.
            pump().call_later(DETACHED_AFTER_SECONDS, self._end_when_detached)

    def _end_when_both_are_over(self) -> None:
        if self._exit_known and self._raw is None:
            self._end(End.ENGINE_LOST if self.exit_code is None else End.EXITED)

    def _end_when_detached(self) -> None:
        if self.end is None and not self._exit_known:
            self._end(End.DETACHED)

    def _end(self, end: End) -> None:
        self._close_exit()
        super()._end(end)

    def _close_exit(self) -> None:
        raw, self._exit = self._exit, None
        if raw is not None:
            pump().remove_reader(raw)
            raw.close()


def open_session(
    engine: Engine,
    container_id: str,
    *,
    tty: bool,
    stdin: bool,
    owner: int,
    output: Sequence[str] = ("stdout", "stderr"),
    command: str = "container run",
    condition: str = NEXT_EXIT,
    detach_keys: str = "",
    runs_already: bool = False,
    concluded: Callable[[Session], None] = _unheard,
) -> ContainerSession:
    """Attaches to a container; `owner` is the id of the user who may type, `output` what of it is shown.

    `condition` says which end is meant: the next one, that it was removed (--rm), or that it does not run. Raises
    Conflict when there are too many sessions already, and the other EngineErrors.
    """
    refuse_too_many()
    session = ContainerSession(
        engine, container_id, command=command, tty=tty, stdin=stdin, owner=owner, concluded=concluded
    )
    session.open(condition, detach_keys, output, runs_already=runs_already)
    return session
