"""Which server processes still live: each holds a lock on a file of its own, which the kernel frees when it dies.

So a job's worker can be known to be gone without asking it, whoever looks and whenever.
"""

import fcntl
import os
import threading
import uuid
from pathlib import Path

from django.conf import settings

# The name of this process among all that ever ran on this data.
THIS_SERVER = uuid.uuid4().hex

_starting = threading.Lock()
_held: dict[Path, int] = {}


def announce() -> None:
    """Takes this process's lock, for as long as the process lives; again is nothing."""
    path = _lock_of(THIS_SERVER)
    with _starting:
        if path in _held:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        _held[path] = handle


def is_alive(server: str) -> bool:
    """Whether the process of this name still runs. The lock file of a dead one is removed."""
    path = _lock_of(server)
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        path.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)


def _lock_of(server: str) -> Path:
    return settings.DATA / "servers" / f"{server}.lock"
