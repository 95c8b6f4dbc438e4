"""update, commit and container prune on a real engine."""

import json
import subprocess
import uuid

import pytest

from containers.access.errors import Refused
from containers.audit.models import AuditEntry
from containers.commands.errors import LineError
from containers.engine.errors import EngineError, NotFound

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlchg-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def test_container_update_changes_limits_and_restart_policy(as_otto, docker, name):
    docker("run", "-d", "--name", name, "busybox", "top")
    assert do(as_otto, f"docker update --cpu-shares 512 -m 64m --memory-swap 128m --restart always {name}").result[
        "done"
    ] == [name]
    host = json.loads(docker("inspect", "-f", "{{json .HostConfig}}", name))
    assert (host["CpuShares"], host["Memory"], host["RestartPolicy"]["Name"]) == (512, 64 * 1024**2, "always")
    do(as_otto, f"docker update --restart no {name}")
    host = json.loads(docker("inspect", "-f", "{{json .HostConfig}}", name))
    assert (host["CpuShares"], host["Memory"], host["RestartPolicy"]["Name"]) == (512, 64 * 1024**2, "no")
    with pytest.raises(LineError, match="at least one option"):
        do(as_otto, f"docker update {name}")
    with pytest.raises(EngineError, match=r"(?i)memory"):
        do(as_otto, f"docker update -m 1m {name}")
    with pytest.raises(NotFound):
        do(as_otto, "docker update -c 2 dlchg-not-there")


def test_container_commit_makes_an_image_of_it(as_otto, docker, name):
    tag = f"dlchg/{uuid.uuid4().hex[:8]}:1"
    docker("run", "--name", name, "busybox", "sh", "-c", "echo kept > /made")
    try:
        result = do(
            as_otto, f"docker commit -a Otto -m 'as it is' -c 'CMD cat /made' -c 'ENV A=b' --pause=false {name} {tag}"
        ).result
        assert (result["image"][:7], result["tags"]) == ("sha256:", [tag])
        seen = json.loads(docker("image", "inspect", tag))[0]
        assert (seen["Id"], seen["Author"], seen["Comment"]) == (result["image"], "Otto", "as it is")
        assert "A=b" in seen["Config"]["Env"]
        assert docker("run", "--rm", tag) == "kept"
        with pytest.raises(EngineError):
            do(as_otto, f"docker commit -c 'RUN true' {name} {tag}")
        with pytest.raises(NotFound):
            do(as_otto, "docker commit dlchg-not-there")
    finally:
        subprocess.run(["docker", "rmi", "-f", tag], capture_output=True, timeout=60)


def test_container_prune_lists_first_and_removes_only_with_force(as_ada, as_otto, as_vera, docker, name, remove_after):
    """By a label of its own: nothing else on the machine is removed."""
    mine = f"dlprune={name}"
    others = [f"{name}-{part}" for part in ("runs", "protected")]
    remove_after += others
    docker("run", "--name", name, "-l", mine, "busybox", "dd", "if=/dev/zero", "of=/file", "bs=1M", "count=2")
    docker("run", "-d", "--name", others[0], "-l", mine, "busybox", "top")
    docker("create", "--name", others[1], "-l", mine, "-l", "dockline.protected", "busybox")
    line = f"docker container prune --filter label={mine}"
    listed = do(as_otto, line).result
    assert [each["name"] for each in listed["would_remove"]] == [name]
    assert listed["would_remove"][0]["size"] >= 2 * 1024**2
    assert listed["size"] == listed["would_remove"][0]["size"]
    assert {each["name"] for each in do(as_ada, line).result["would_remove"]} == {name, others[1]}
    assert [
        each["name"] for each in do(as_ada, f"{line} --filter label!=dockline.protected").result["would_remove"]
    ] == [name]
    assert do(as_otto, f"{line} --filter until=24h").result["would_remove"] == []
    assert name in docker("ps", "-a", "--format", "{{.Names}}").split()
    pruned = do(as_otto, f"{line} -f").result
    assert [each["name"] for each in pruned["removed"]] == [name]
    assert pruned["reclaimed"] >= 2 * 1024**2
    newest = AuditEntry.objects.first()
    assert newest
    assert (newest.outcome, newest.why) == ("done", f"Removed: {name}.")
    assert set(others) <= set(docker("ps", "-a", "--format", "{{.Names}}").split())
    for bad, why in (("status=exited", "is no filter of prune"), ("label", "write name=value"), ("until=x", "moment")):
        with pytest.raises(LineError, match=why):
            do(as_otto, f"docker container prune -f --filter {bad}")
    with pytest.raises(Refused, match="right"):
        do(as_vera, line)
