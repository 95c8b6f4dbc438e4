"""What a program printed last, when its viewer is far behind: the engine drops what is not read two seconds after the
exit (`docker exec` into a slow reader loses it too, silently)."""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from containers.engine import attach, execs
from containers.engine.session import Session

pytestmark = pytest.mark.engine

# More than the engine keeps for who is late with reading, and no more than lets the program exit.
SIZES = (2_220_000, 2_270_000, 2_320_000)


def taken_slowly(session: Session, start: Callable[[], object]) -> tuple[int, int, int | None]:
    """A viewer takes little for four seconds, then all: the bytes that came, those marked as lost, the exit code."""
    wake, came, lost = threading.Event(), 0, 0
    session.watch(wake.set)
    start()
    begun = time.monotonic()
    while time.monotonic() - begun < 4:
        if output := session.take(4096):
            came, lost = came + len(output.data), lost + output.lost
        time.sleep(0.7)
    while True:
        wake.clear()
        over = session.over
        while output := session.take(65536):
            came, lost = came + len(output.data), lost + output.lost
        if over:
            session.close()
            return came, lost, session.exit_code
        assert wake.wait(20)


def test_what_programs_printed_last_is_not_lost_by_slow_viewers(engine, docker, remove_after):
    name = f"dllast-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    docker("run", "-d", "--name", name, "--network", "none", "busybox", "sleep", "600")
    expected, watching = {}, {}
    with ThreadPoolExecutor(2 * len(SIZES)) as viewers:
        for size in SIZES:
            words = ("head", "-c", str(size), "/dev/zero")
            request = execs.ExecRequest(words)
            exec_id = execs.create(engine, name, request)
            by_exec = execs.open_session(engine, name, exec_id, request, owner=1, concluded=lambda _session: None)
            watching["exec", size] = viewers.submit(taken_slowly, by_exec, lambda: None)
            run = f"{name}-{size}"
            remove_after.append(run)
            docker("create", "--name", run, "--network", "none", "busybox", *words)
            by_run = attach.open_session(engine, run, tty=False, stdin=False, owner=1)
            watching["run", size] = viewers.submit(
                taken_slowly, by_run, partial(engine.post, f"/containers/{run}/start")
            )
            expected |= {("exec", size): (size, 0, 0), ("run", size): (size, 0, 0)}
    assert {what: viewer.result() for what, viewer in watching.items()} == expected
