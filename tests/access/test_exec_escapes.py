"""An operator uses no terminal in a container that reaches further than those that operators may make."""

import subprocess
import uuid

import pytest

from containers.access.guard import guard
from tests.access.judging import judge, refused
from tests.commands.performing import do

pytestmark = pytest.mark.engine

POWERFUL = [
    ("--security-opt", "systempaths=unconfined"),
    ("--security-opt", "apparmor=unconfined"),
    ("--security-opt", "no-new-privileges", "--security-opt", "seccomp=unconfined"),
    ("--cap-add", "NET_RAW", "--cap-add", "SYS_PTRACE"),
    ("--device", "/dev/null"),
    ("--device-cgroup-rule", "b 8:0 rwm"),
    ("--ipc", "host"),
    ("--uts", "host"),
    ("-v", "HOSTS:/x:ro"),
    ("-v", "PROTECTED:/x"),
    ("-v", "/allowed/below:/x"),
]
# An operator may make these.
HARMLESS = ("--cap-add", "NET_RAW", "--security-opt", "no-new-privileges", "-v", "OWN:/x", "-v", "/allowed:/a")


@pytest.fixture(scope="module")
def stage():
    """A name before which `create` makes containers, with a volume of the host's, a protected one's and another."""
    name = f"dlexec-{uuid.uuid4().hex[:8]}"
    volumes = {word: f"{name}-{word.lower()}" for word in ("HOSTS", "PROTECTED", "OWN")}
    made = []

    def docker(*words: str) -> None:
        subprocess.run(["docker", *words], check=True, capture_output=True, timeout=60)

    def create(*options: str) -> str:
        container = f"{name}-{len(made)}"
        made.append(container)
        for word, volume in volumes.items():
            options = tuple(option.replace(f"{word}:", f"{volume}:") for option in options)
        docker("create", "--name", container, *options, "busybox", "top")
        return container

    docker("volume", "create", "-o", "type=tmpfs", "-o", "o=bind", "-o", "device=/etc", volumes["HOSTS"])
    create("-l", "dockline.protected", "-v", "PROTECTED:/d")
    yield create
    subprocess.run(["docker", "rm", "-f", *made], capture_output=True, timeout=60)
    subprocess.run(["docker", "volume", "rm", *volumes.values()], capture_output=True, timeout=60)


@pytest.mark.parametrize("options", POWERFUL, ids=" ".join)
def test_a_container_with_power_beyond_its_own_is_refused(engine, stage, options):
    container = stage(*options)
    for line in (f"docker exec {container} sh", f"docker attach {container}"):
        refused(engine, line, "container", "terminal")
    refused(engine, f"docker start -ai {container}", "interactive", "terminal")


def test_what_operators_may_make_they_may_use(engine, stage):
    judge(f"docker exec -it {stage(*HARMLESS)} sh", engine)


@pytest.mark.django_db(transaction=True)
def test_a_name_that_changes_hands_after_the_guard_has_looked_is_still_the_one_it_looked_at(
    as_otto, docker, remove_after, monkeypatch
):
    name = f"dlexec-{uuid.uuid4().hex[:8]}"
    remove_after += [f"{name}-powerful", f"{name}-mine", name]
    docker("run", "-d", "--name", name, "busybox", "top")
    docker("run", "-d", "--name", f"{name}-powerful", "--network", "host", "busybox", "top")

    def guarded_then_renamed(*asked):
        values = guard(*asked)
        docker("rename", name, f"{name}-mine")
        docker("rename", f"{name}-powerful", name)
        return values

    monkeypatch.setattr("containers.commands.perform.guard", guarded_then_renamed)
    do(as_otto, f"docker exec -d {name} touch /touched")
    assert docker("exec", f"{name}-mine", "ls", "/touched") == "/touched"
    assert "/touched" not in docker("diff", name)
