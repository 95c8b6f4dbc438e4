"""A program that is run in a container to its end and looked at: its exit code and the beginning of what it printed."""

import json
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .connection import Engine
from .errors import EngineUnreachable, gettext_noop
from .execs import ExecRequest, create
from .log_lines import frames_of
from .upgraded import opened

_READ_BYTES = 64 * 1024
# After its output has ended a program is seen to run for a moment longer.
_LOOK_AGAIN_SECONDS = 0.02


@dataclass(frozen=True)
class Ran:
    """How a program came out. `exit_code` is None when it still ran after its time, which `timed_out` says.

    `output` is what it printed first, of both its streams; `cut` when there was more. `took` is in seconds.
    """

    exit_code: int | None
    output: str
    took: float
    cut: bool = False

    @property
    def timed_out(self) -> bool:
        """Whether it had not ended in its time."""
        return self.exit_code is None


def run_program(
    engine: Engine, container: str, request: ExecRequest, more_env: Sequence[str], *, seconds: float, most_bytes: int
) -> Ran:
    """Runs a program in a container that runs, waits for its end for at most so many `seconds`, and reads on meanwhile.

    One that takes longer goes on running; whoever asked ends it. Raises EngineError: Conflict when the container does
    not run or is paused.
    """
    begun = time.monotonic()
    exec_id = create(engine, container, request, more_env)
    raw, first = opened(engine, f"/exec/{exec_id}/start", body=json.dumps({"Detach": False, "Tty": False}).encode())
    output, size = bytearray(), 0
    with raw:
        for payload in _payloads(raw, first, begun + seconds):
            size += len(payload)
            output += payload[: max(most_bytes - len(output), 0)]
    code = _exit_code(engine, exec_id, begun + seconds)
    return Ran(code, output.decode(errors="replace"), time.monotonic() - begun, cut=size > most_bytes)


def _payloads(raw: socket.socket, data: bytes, until: float) -> Iterator[bytes]:
    """What the program prints, until it ends or its time is over."""
    frames = frames_of()
    try:
        while True:
            yield from (payload for _stream, payload in frames(data))
            raw.settimeout(max(until - time.monotonic(), 0.001))
            data = raw.recv(_READ_BYTES)
            if not data:
                return
    except TimeoutError:
        return
    except OSError as error:
        raise EngineUnreachable(
            gettext_noop("The docker engine went away while the container was attached to."), str(error)
        ) from error


def _exit_code(engine: Engine, exec_id: str, until: float) -> int | None:
    """Its exit code; None when it still runs once its time is over."""
    while (told := engine.get(f"/exec/{exec_id}/json"))["Running"]:
        if time.monotonic() > until:
            return None
        time.sleep(_LOOK_AGAIN_SECONDS)
    return int(told["ExitCode"])
