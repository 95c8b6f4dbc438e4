"""Ends the processes of execs, which the engine itself cannot: an exec's program survives its disconnect.

Each exec carries a mark in its environment, which what it starts inherits. A helper container of ours in the PID
namespace of the container looks for the marks and ends what has them (reap.sh). It works for images without any program
of their own, whoever the processes run as, and sees nothing of the container but its /proc.
"""

import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .connection import Engine
from .errors import EngineError, EngineFailed, NotFound, gettext_noop
from .helper_image import PROGRAM, helper_image
from .upgraded import opened

MARK = "DOCKLINE_EXEC"
LABEL = "dockline.helper"
_NAME = "dockline-reaper-"
_SCRIPT = Path(__file__).with_name("reap.sh").read_text()
# The script gives up after ten seconds; the engine may be busy starting and removing others.
_LONGEST_SECONDS = 60
_NOT_OURS_ANY_MORE_SECONDS = 120


def marked(mark: str) -> str:
    """The variable that marks an exec."""
    return f"{MARK}={mark}"


def reap(engine: Engine, container_id: str, marks: Sequence[str]) -> bool:
    """Ends all processes of the execs with these marks in a container; whether there were any.

    A container that does not run, or is gone, has none. Raises EngineError when some may be left, as in a container
    that is paused.
    """
    if not _runs(engine, container_id):
        return False
    name = {"name": f"{_NAME}{time.monotonic_ns()}"}
    helper = engine.post("/containers/create", name, _body(helper_image(engine), container_id, marks))["Id"]
    try:
        waiting, answer = opened(engine, f"/containers/{helper}/wait", "condition=removed", upgrade=False)
        with waiting:
            engine.post(f"/containers/{helper}/start")
            code = _exit_code(waiting, answer)
    except EngineError:
        with contextlib.suppress(EngineError):
            engine.delete(f"/containers/{helper}", {"force": "1", "v": "1"})
        if not _runs(engine, container_id):
            return False
        raise
    if code not in (0, 1):
        raise EngineFailed(
            gettext_noop("Some processes of a terminal could not be ended (the helper said %(code)s)."), code=code
        )
    return code == 1


def remove_left_helpers(engine: Engine) -> int:
    """Removes helpers that a crash left behind; how many there were. The engine itself removes those that ended.

    An image can bring our label to anybody's container: ours have names of their own, too.
    """
    filters = json.dumps({"label": [f"{LABEL}=reaper"], "status": ["created", "exited", "dead"]})
    old = time.time() - _NOT_OURS_ANY_MORE_SECONDS
    left = [
        row["Id"]
        for row in engine.get("/containers/json", {"all": "1", "filters": filters})
        if row["Created"] < old and any(name.startswith(f"/{_NAME}") for name in row["Names"])
    ]
    for helper in left:
        with contextlib.suppress(NotFound):
            engine.delete(f"/containers/{helper}", {"force": "1", "v": "1"})
    return len(left)


def _runs(engine: Engine, container_id: str) -> bool:
    try:
        return bool(engine.get(f"/containers/{container_id}/json")["State"]["Running"])
    except NotFound:
        return False


def _exit_code(waiting: Any, answer: bytes) -> int:
    waiting.settimeout(_LONGEST_SECONDS)
    try:
        while True:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                return int(json.loads(answer)["StatusCode"])
            data = waiting.recv(8192)
            if not data:
                break
            answer += data
    except OSError as error:
        raise EngineFailed(gettext_noop("The engine did not say how the helper ended."), str(error)) from error
    raise EngineFailed(gettext_noop("The engine did not say how the helper ended."), repr(answer[:200]))


def _body(image: str, container_id: str, marks: Sequence[str]) -> dict[str, Any]:
    """A helper that has no network, no file of its own to write and three powers: to see, to read, to signal."""
    return {
        "Image": image,
        "Entrypoint": [PROGRAM, "sh", "-c", _SCRIPT, "reap"],
        "Cmd": [marked(mark) for mark in marks],
        "User": "0:0",
        "WorkingDir": "/",
        "Healthcheck": {"Test": ["NONE"]},
        "Labels": {LABEL: "reaper", "dockline.protected": "true"},
        "HostConfig": {
            "NetworkMode": "none",
            "PidMode": f"container:{container_id}",
            "ReadonlyRootfs": True,
            "CapDrop": ["ALL"],
            "CapAdd": ["SYS_PTRACE", "DAC_READ_SEARCH", "KILL"],
            # the profiles of AppArmor and SELinux keep containers from signalling each other
            "SecurityOpt": ["no-new-privileges", "apparmor=unconfined", "label=disable"],
            "AutoRemove": True,
            "LogConfig": {"Type": "none"},
            "Memory": 128 * 1024 * 1024,
            "PidsLimit": 64,
        },
    }
