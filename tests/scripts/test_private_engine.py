"""A private engine: what the tests may stop and start again, beside the first one."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.scripts.running import ROOT, script

sys.path.insert(0, str(ROOT / "script"))
from engine_process import answers, ask, decoded

NAME = "scripts-test"
FOLDER = Path("/var/lib/dockline-engines/private") / NAME

pytestmark = pytest.mark.engine


@pytest.fixture
def address():
    yield started()
    script("private-engine", "down", NAME)


def started() -> str:
    up = script("private-engine", "up", NAME)
    assert up.returncode == 0, up.stderr
    return up.stdout.strip()


def containers(address: str) -> list[dict]:
    return decoded(ask(address, "GET", "/containers/json?all=1"))


def test_it_keeps_its_containers_over_a_restart_and_leaves_nothing_when_it_is_taken_down(address):
    assert answers(address)
    assert containers(address) == []
    made = script("base-image", DOCKER_HOST=address)
    assert made.returncode == 0, made.stderr
    run = ["docker", "run", "-d", "--name", "counter", "busybox", "sh", "-c", "while sleep 1; do date; done"]
    subprocess.run(run, env={"DOCKER_HOST": address, "PATH": "/usr/local/bin:/usr/bin:/bin"}, check=True, timeout=30)
    assert containers(address)[0]["State"] == "running"

    assert script("private-engine", "stop", NAME).returncode == 0
    assert not answers(address)
    assert started() == address
    assert [container["Names"] for container in containers(address)] == [["/counter"]]
    assert containers(address)[0]["State"] == "exited"

    assert script("private-engine", "down", NAME).returncode == 0
    assert not FOLDER.exists()
    assert str(FOLDER) not in Path("/proc/self/mountinfo").read_text()


def test_its_base_image_is_made_only_once(address):
    assert "Made busybox" in script("base-image", DOCKER_HOST=address).stdout
    assert script("base-image", DOCKER_HOST=address).stdout == ""


def test_a_restart_leaves_the_first_engine_s_bridge_alone(address):
    def default_bridge() -> list[tuple[int, str]]:
        return [found for found in socket.if_nameindex() if found[1] == "docker0"]

    before = default_bridge()
    assert before, "the first engine has its usual bridge"
    assert script("private-engine", "stop", NAME).returncode == 0
    started()
    assert default_bridge() == before


def test_it_writes_no_rule_into_the_machine_s_firewall(address):
    rules = subprocess.run(["/usr/sbin/iptables-save"], capture_output=True, text=True, check=True).stdout
    assert "dockline" not in rules
    assert "10.213." not in rules


def test_a_name_that_could_leave_its_folder_is_refused():
    refused = script("private-engine", "down", "../x")
    assert refused.returncode == 2
    assert "private-engine up NAME" in refused.stderr


def test_it_starts_again_after_a_kill_though_another_process_has_its_old_number(address):
    engine = int((FOLDER / "pid").read_text())
    containerd = int((FOLDER / "exec/containerd/containerd.pid").read_text())
    for pid in (engine, containerd):
        os.kill(pid, signal.SIGKILL)
    while answers(address) or Path(f"/proc/{containerd}").exists():
        time.sleep(0.05)
    (FOLDER / "pid").write_text(str(os.getpid()))
    (FOLDER / "exec/containerd/containerd.pid").write_text(str(os.getpid()))
    assert started() == address
    assert containers(address) == []
