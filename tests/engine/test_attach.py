"""A foreground run is attached before it starts: nothing is missed, and what nobody looks at is kept for a while."""

import threading
import time

import pytest

from containers.engine import session as session_module
from containers.engine import sessions
from containers.engine.attach import NEXT_EXIT, REMOVED, open_session
from containers.engine.errors import Conflict, NotFound
from containers.engine.output import Output
from containers.engine.sessions import session_of

pytestmark = pytest.mark.engine


@pytest.fixture
def session(engine, remove_after):
    """Creates, attaches to and starts a container: session("script", tty=…, stdin=…)."""
    opened = []

    def start(script: str, *, tty: bool = False, stdin: bool = False, auto_remove: bool = False):
        name = f"dlstream-attach-{time.monotonic_ns()}"
        remove_after.append(name)
        body = {
            "Image": "busybox",
            "Cmd": ["sh", "-c", script],
            "Tty": tty,
            "OpenStdin": stdin,
            "StdinOnce": stdin,
            "AttachStdin": stdin,
            "HostConfig": {"NetworkMode": "none", "AutoRemove": auto_remove},
        }
        container = engine.post("/containers/create", {"name": name}, body)["Id"]
        condition = REMOVED if auto_remove else NEXT_EXIT
        one = open_session(engine, container, tty=tty, stdin=stdin, condition=condition, owner=1)
        opened.append(one)
        engine.post(f"/containers/{container}/start")
        return one

    yield start
    for one in opened:
        one.close()


def taken(session, timeout: float = 20) -> list[Output]:
    """All output to the end, taken as a viewer does."""
    wake, outputs = threading.Event(), []
    changed = wake.set
    session.watch(changed)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        wake.wait(0.1)
        wake.clear()
        over = session.over
        while output := session.take(65536):
            outputs.append(output)
        if over:
            session.leave(changed)
            return outputs
    raise TimeoutError(outputs)


def text(outputs, stream: bytes) -> bytes:
    return b"".join(output.data for output in outputs if output.stream == stream)


@pytest.mark.parametrize("auto_remove", [False, True])
def test_output_from_the_first_byte_and_the_exit_code_wait_for_who_looks_later(session, auto_remove):
    run = session("echo out; echo err >&2; exit 7", auto_remove=auto_remove)
    time.sleep(1.5)
    outputs = taken(run)
    assert text(outputs, b"o") == b"out\n"
    assert text(outputs, b"e") == b"err\n"
    assert run.exit_code == 7


def test_a_viewer_holds_the_container_to_its_pace_and_loses_nothing(session):
    outputs = taken(session("sleep 1; seq 1 500000"))
    assert text(outputs, b"o") == b"".join(b"%d\n" % number for number in range(1, 500001))
    assert not any(output.lost for output in outputs)


def test_without_a_viewer_the_newest_mebibyte_is_kept_and_the_loss_counted(session):
    run = session("seq 1 500000")
    while not run.over:
        time.sleep(0.1)
    outputs = taken(run)
    kept = text(outputs, b"o")
    assert kept.endswith(b"500000\n")
    assert len(kept) <= session_module.BUFFER_BYTES
    assert len(kept) + outputs[0].lost == sum(len(b"%d\n" % number) for number in range(1, 500001))


def test_a_viewer_who_takes_nothing_holds_the_container_only_for_a_while(session, monkeypatch):
    monkeypatch.setattr(session_module, "HOLD_SECONDS", 0.05)
    run = session("seq 1 500000")
    run.watch(lambda: None)
    deadline = time.monotonic() + 30
    while not run.over and time.monotonic() < deadline:
        time.sleep(0.1)
    assert run.exit_code == 0


def test_what_is_typed_arrives_and_the_end_of_input_too(session):
    run = session("tr a-z A-Z", stdin=True)
    assert run.write(b"hello\n")
    assert run.write(None)
    assert text(taken(run), b"o") == b"HELLO\n"


def test_a_terminal_has_the_size_of_its_viewer(session):
    run = session("read line; stty size; exit 3", tty=True, stdin=True)
    run.resize(columns=101, rows=37)
    run.write(b"go\r")
    assert b"37 101" in text(taken(run), b"t")
    assert run.exit_code == 3


def test_typing_that_is_not_read_is_refused_and_blocks_nobody(session):
    run = session("sleep 600", stdin=True)
    started = time.monotonic()
    while run.write(b"x" * 65536):
        assert time.monotonic() - started < 10
    assert time.monotonic() - started < 10


def test_a_second_viewer_takes_the_place_of_the_first(session):
    run = session("sleep 600")
    told = []
    first, second = (lambda: told.append(1)), (lambda: told.append(2))
    run.watch(first)
    told.clear()
    run.watch(second)
    assert told == [1, 2]
    assert run.watched_by(second)
    assert not run.watched_by(first)


def test_a_session_nobody_looks_at_ends_and_the_container_goes_on(session, monkeypatch, engine):
    monkeypatch.setattr(session_module, "WAIT_SECONDS", 4)
    run = session("sleep 600")
    assert session_of(run.id) is run
    time.sleep(4.5)
    assert session_of(run.id) is None
    assert engine.get(f"/containers/{run.container_id}/json")["State"]["Running"]


def test_there_is_a_bound_on_sessions(session, monkeypatch, engine):
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 0)
    with pytest.raises(Conflict, match="-d"):
        session("true")


def test_attaching_to_nothing_is_named(engine):
    with pytest.raises(NotFound):
        open_session(engine, "dlstream-nowhere", tty=False, stdin=False, owner=1)
