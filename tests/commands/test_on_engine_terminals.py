"""exec, attach and start -a through the spine, on a real engine: what is started, refused, and kept in the trail."""

import time
import uuid

import pytest

from containers.access.errors import GuardRefused
from containers.audit.models import AuditEntry
from containers.commands.errors import LineError, UploadRequired
from containers.commands.parse import parse
from containers.commands.perform import preview
from containers.engine.ends import End
from containers.engine.errors import Conflict, EngineError, NotFound
from containers.engine.invalid import InvalidOption
from containers.engine.sessions import session_of
from containers.terminals.models import ExecSession
from tests.streaming.processes import commands, number

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlterm-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


@pytest.fixture
def running(name, docker) -> str:
    docker("run", "-d", "--name", name, "--network", "none", "busybox", "top")
    return name


def session(outcome):
    found = session_of(outcome.stream.rpartition("=")[2])
    assert found is not None
    return found


def finished(outcome, within: float = 10) -> tuple[int | None, bytes]:
    """The exit code of a terminal, and all that it printed."""
    of, text, until = session(outcome), b"", time.monotonic() + within
    while not of.over:
        assert time.monotonic() < until
        time.sleep(0.05)
    while output := of.take(65536):
        text += output.data
    return of.exit_code, text


def test_container_exec_runs_a_program_with_its_environment_folder_and_files(as_otto, running, tmp_path):
    path = tmp_path / "variables"
    path.write_text("# a comment\n\n  FROM_FILE=x y\nBARE\nA=of the file\n")
    line = f"docker exec --env-file vars -e A=b -e B=hush -w /tmp {running} sh -c 'pwd; echo $A-$B-$FROM_FILE; exit 3'"
    outcome = do(as_otto, line, files=(path,))
    assert "hush" not in outcome.line
    assert finished(outcome) == (3, b"/tmp\nb-hush-x y\n")


def test_container_exec_keeps_its_end_in_the_trail_and_forgets_its_mark(as_otto, running):
    outcome = do(as_otto, f"docker exec -e T=hush {running} sh -c 'exit 9'")
    assert finished(outcome)[0] == 9
    until = time.monotonic() + 10
    while ExecSession.objects.exists():
        assert time.monotonic() < until
        time.sleep(0.1)
    time.sleep(0.2)
    rows = list(AuditEntry.objects.order_by("number"))
    assert [row.outcome for row in rows] == ["asked", "done", "done"]
    assert "exit code 9" in rows[-1].why
    assert all("hush" not in row.line for row in rows)


def test_container_exec_in_what_does_not_run_says_so(as_otto, name, docker):
    with pytest.raises(NotFound):
        do(as_otto, f"docker exec {name} true")
    docker("create", "--name", name, "busybox")
    with pytest.raises(Conflict, match="not running"):
        do(as_otto, f"docker exec {name} true")
    assert not ExecSession.objects.exists()


def test_container_exec_needs_its_files(as_otto, running):
    with pytest.raises(UploadRequired, match="vars"):
        do(as_otto, f"docker exec --env-file vars {running} true")


def test_container_exec_reads_no_endless_file(as_otto, running, tmp_path):
    path = tmp_path / "variables"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InvalidOption, match="larger than"):
        do(as_otto, f"docker exec --env-file vars {running} true", files=(path,))


def test_container_exec_d_marks_nothing(as_otto, running):
    slept = number()
    outcome = do(as_otto, f"docker exec -d {running} sleep {slept}")
    assert outcome.result["exec"]
    assert not ExecSession.objects.exists()
    assert f"sleep {slept}" in commands()


def test_container_attach_to_what_does_not_run_or_is_paused_says_what_to_do(as_otto, running, docker):
    docker("pause", running)
    with pytest.raises(Conflict, match="unpause"):
        do(as_otto, f"docker attach {running}")
    docker("unpause", running)
    docker("kill", running)
    with pytest.raises(Conflict, match="start it first"):
        do(as_otto, f"docker attach --sig-proxy=false {running}")


def test_the_line_of_an_attach_says_that_no_signal_is_passed_on():
    for line in ("docker attach web", "docker attach --sig-proxy=false web"):
        assert preview(*parse(line)).line == "docker attach --sig-proxy=false web"


def test_container_start_a_is_for_one_container(as_otto, name, docker):
    with pytest.raises(LineError, match="one container"):
        parse("docker start -a a b")
    docker("create", "--name", name, "busybox", "sh", "-c", "echo hello; exit 6")
    assert finished(do(as_otto, f"docker start -a {name}")) == (6, b"hello\n")


def test_container_start_a_of_what_cannot_start_leaves_no_session(as_otto, name, docker):
    docker("create", "--name", name, "busybox", "no-such-program")
    with pytest.raises(EngineError, match="no-such-program"):
        do(as_otto, f"docker start -a {name}")


@pytest.mark.parametrize(
    "options",
    [("--privileged",), ("--pid", "host"), ("-v", "/etc:/host:ro"), ("--cap-add", "SYS_ADMIN"), ("--network", "host")],
)
def test_a_container_with_power_over_its_host_has_terminals_for_admins_only(as_ada, as_otto, name, docker, options):
    docker("create", "--name", name, *options, "busybox", "top")
    for line in (f"docker exec {name} true", f"docker exec -d {name} true", f"docker attach {name}"):
        with pytest.raises(GuardRefused, match=options[0]):
            do(as_otto, line)
    with pytest.raises(GuardRefused, match=options[0]):
        do(as_otto, f"docker start -ai {name}")
    with pytest.raises(Conflict, match="not running"):  # said by the engine: the guard let her pass
        do(as_ada, f"docker exec --privileged -u 0 {name} id -u")


def test_a_terminal_left_alone_is_ended_with_its_processes(as_otto, running, docker, monkeypatch):
    monkeypatch.setattr("containers.engine.session.WAIT_SECONDS", 1.0)
    slept = number()
    outcome = do(as_otto, f"docker exec -it {running} sh -c 'setsid sleep {slept} & sleep {slept + 1}'")
    of = session(outcome)
    until = time.monotonic() + 20
    while f"sleep {slept // 100}" in commands() or ExecSession.objects.exists():
        assert time.monotonic() < until
        time.sleep(0.2)
    assert of.end is End.LEFT
    assert docker("inspect", "-f", "{{.State.Running}}", running) == "true"
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert "minute" in newest.why
    assert "processes were ended" in newest.why
