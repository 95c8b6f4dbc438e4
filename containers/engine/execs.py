"""`docker exec`: a program in a container that runs. What is asked of the engine is what the docker CLI 28 asks."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .connection import Engine
from .ends import End
from .errors import EngineError, EngineUnreachable, NotFound
from .invalid import InvalidOption, gettext_noop
from .pump import beside_pump, in_pump
from .session import Session
from .upgraded import opened

# A program whose stream has ended is said to run for a moment longer.
_STILL_RUNNING_SECONDS = 2.0
_SPACES = " \t\v\f\r\n\x85\xa0"


@dataclass(frozen=True)
class ExecRequest:
    """The values of `docker exec`, lists in the order of their flags. `env` has what the --env-files said before it."""

    command: tuple[str, ...]
    env: tuple[str, ...] = ()
    user: str = ""
    workdir: str = ""
    tty: bool = False
    interactive: bool = False
    detach: bool = False
    privileged: bool = False
    detach_keys: str = ""


def create_body(request: ExecRequest, more_env: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON of POST /containers/X/exec."""
    attached = not request.detach
    return {
        "User": request.user,
        "Privileged": request.privileged,
        "Tty": request.tty,
        "AttachStdin": attached and request.interactive,
        "AttachStderr": attached,
        "AttachStdout": attached,
        "Detach": request.detach,
        "DetachKeys": request.detach_keys,
        "Env": [*request.env, *more_env] or None,
        "WorkingDir": request.workdir,
        "Cmd": list(request.command),
    }


def create(engine: Engine, container: str, request: ExecRequest, more_env: Sequence[str] = ()) -> str:
    """Makes the exec, which does not run yet; its id. Raises Conflict when the container does not run or is paused."""
    answer = engine.post(f"/containers/{container}/exec", body=create_body(request, more_env))
    return str(answer["Id"])


def start_detached(engine: Engine, exec_id: str, request: ExecRequest) -> None:
    """Starts the program and lets it run by itself."""
    engine.post(f"/exec/{exec_id}/start", body={"Detach": True, "Tty": request.tty})


class ExecSession(Session):
    """A program in a container, with its input and output."""

    first_patience_seconds = 10.0  # it holds up nobody but itself
    exec_id = ""

    def open(self, exec_id: str) -> None:
        """Starts the program; raises EngineError."""
        self.exec_id = exec_id
        body = json.dumps({"Detach": False, "Tty": self.tty}).encode()
        raw, first = opened(self.engine, f"/exec/{exec_id}/start", body=body)
        self._begin(raw, first)

    def _resize(self, size: dict[str, int]) -> None:
        self.engine.post(f"/exec/{self.exec_id}/resize", size)

    def _state(self) -> dict[str, Any]:
        return self.engine.get(f"/exec/{self.exec_id}/json")

    def _find_end(self) -> None:
        beside_pump(self._ask_for_the_end)

    def _ask_for_the_end(self) -> None:
        in_pump(self._end, self._asked_end())

    def _asked_end(self) -> End:
        until = time.monotonic() + _STILL_RUNNING_SECONDS
        try:
            while (told := self._state())["Running"]:
                if time.monotonic() > until:
                    return End.DETACHED
                time.sleep(0.05)
        except NotFound:
            return End.EXITED  # its container was removed, and with it what the engine knew of the exec
        except EngineUnreachable:
            return End.ENGINE_LOST
        except (EngineError, KeyError, TypeError):
            return End.ENGINE_LOST
        self.exit_code = told["ExitCode"]
        return End.EXITED


def open_session(
    engine: Engine,
    container_id: str,
    exec_id: str,
    request: ExecRequest,
    *,
    owner: int,
    concluded: Callable[[Session], None],
) -> ExecSession:
    """Starts an exec that was made, and attaches to it; `owner` is the id of the user who may type.

    Raises EngineError.
    """
    session = ExecSession(
        engine,
        container_id,
        command="container exec",
        tty=request.tty,
        stdin=request.interactive,
        owner=owner,
        concluded=concluded,
    )
    session.open(exec_id)
    return session


def variables_of_file(text: str) -> list[str]:
    """The variables in a file of --env-file, as the CLI reads it (docker/cli: opts/file.go).

    A name without a value would be the client's own variable; there is none here, and so it is left out. Raises
    InvalidOption for a line that is no variable.
    """
    found = []
    for line in text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").split("\n"):
        trimmed = line.removesuffix("\r").lstrip(_SPACES)
        if not trimmed or trimmed.startswith("#"):
            continue
        name, equals, value = trimmed.partition("=")
        if not name:
            raise InvalidOption(gettext_noop("--env-file: “%(line)s” has no name before the =."), line=line[:40])
        if any(space in name for space in _SPACES):
            raise InvalidOption(gettext_noop("--env-file: the name “%(name)s” contains spaces."), name=name[:40])
        if equals:
            found.append(f"{name}={value}")
    return found
