"""Programs that Dockline itself runs in containers: the health check on demand."""

import time
import uuid

import pytest

from containers.access.errors import GuardRefused
from containers.engine.errors import Conflict, InvalidRequest
from containers.engine.execs import ExecRequest
from containers.terminals.models import ExecSession
from containers.terminals.programs import run_bounded
from tests.streaming.processes import commands, number

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlprog-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def checked(docker, name: str, check: str, *options: str) -> None:
    docker("run", "-d", "--name", name, "--network", "none", "--health-cmd", check, *options, "busybox", "top")


def test_container_probe_runs_the_check_as_the_engine_would(as_otto, docker, name):
    checked(docker, name, "echo $WHO; id -u; pwd; exit 3", "-e", "WHO=me", "-u", "5", "-w", "/tmp", "--init")
    result = do(as_otto, f"docker container probe {name}").result
    assert (result["output"], result["exit_code"], result["passed"]) == ("me\n5\n/tmp\n", 3, False)
    docker("pause", name)
    with pytest.raises(Conflict, match="does not run"):
        do(as_otto, f"docker container probe {name}")
    docker("rm", "-f", name)
    docker("create", "--name", name, "-l", "dockline.protected=true", "busybox")
    with pytest.raises(GuardRefused, match="protected"):
        do(as_otto, f"docker container probe {name}")


def test_what_takes_too_long_or_prints_too_much_is_cut_and_ended(engine, as_otto, docker, name):
    mark = number()
    check = f"sleep {mark} & echo begun; sleep {mark + 1}"
    checked(docker, name, check, "--health-timeout", "500ms", "--health-interval", "1h")
    begun = time.monotonic()
    result = do(as_otto, f"docker container probe {name}").result
    assert time.monotonic() - begun < 5
    assert (result["timed_out"], result["exit_code"], result["output"]) == (True, None, "begun\n")
    until = time.monotonic() + 20
    while ExecSession.objects.exists() or f"sleep {mark}" in commands():
        assert time.monotonic() < until
        time.sleep(0.1)
    much = ExecRequest(("sh", "-c", "yes | head -c 300000; exit 0"))
    ran = run_bounded(engine, name, much, seconds=20, most_bytes=100)
    assert (ran.exit_code, len(ran.output), ran.cut) == (0, 100, True)
    docker("rm", "-f", name)
    docker("create", "--name", name, "busybox")
    with pytest.raises(InvalidRequest, match="no health check"):
        do(as_otto, f"docker container probe {name}")
