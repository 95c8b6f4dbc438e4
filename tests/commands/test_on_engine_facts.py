"""port, diff, wait and rename on a real engine."""

import uuid

import pytest

from containers.access.errors import Refused
from containers.engine.errors import Conflict, NotFound
from containers.jobs import runner
from containers.jobs.models import Job

from .performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlfact-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def test_container_port_lists_what_docker_port_prints(as_vera, docker, name):
    docker("run", "-d", "--name", name, "-p", "127.0.0.1::80", "-p", "127.0.0.1::53/udp", "busybox", "top")

    def ports(line):
        found = do(as_vera, line).result["ports"]
        return sorted(f"{each['private']}/{each['protocol']} -> {each['address']}:{each['public']}" for each in found)

    assert ports(f"docker port {name}") == sorted(docker("port", name).splitlines())
    assert ports(f"docker port {name} 53/udp") == [f"53/udp -> {docker('port', name, '53/udp')}"]
    assert ports(f"docker container port {name} 80") == [f"80/tcp -> {docker('port', name, '80')}"]
    with pytest.raises(NotFound, match="No port of the host leads to 53 of"):
        do(as_vera, f"docker port {name} 53")
    docker("kill", name)
    assert ports(f"docker port {name}") == []


def test_container_diff_lists_what_docker_diff_prints(as_vera, docker, name):
    docker("run", "--name", name, "busybox", "sh", "-c", "echo 1 >/new; rm /bin/wget; echo 2 >>/etc/passwd")
    changes = do(as_vera, f"docker diff {name}").result["changes"]
    letters = {"added": "A", "changed": "C", "deleted": "D"}
    assert sorted(f"{letters[each['kind']]} {each['path']}" for each in changes) == sorted(
        docker("diff", name).splitlines()
    )
    with pytest.raises(NotFound):
        do(as_vera, "docker diff dlfact-not-there")


def test_container_wait_answers_at_once_for_what_has_ended_and_else_is_a_job(as_vera, docker, name):
    docker("run", "--name", name, "busybox", "true")
    assert do(as_vera, f"docker wait {name}").result == {"exits": [{"container": name, "exit_code": 0}]}
    with pytest.raises(NotFound):
        do(as_vera, "docker wait dlfact-not-there")
    docker("rm", name)
    docker("run", "-d", "--name", name, "busybox", "sh", "-c", "trap 'exit 7' USR1; while true; do sleep 0.1; done")
    waiting = do(as_vera, f"docker container wait {name} {name}")
    docker("kill", "-s", "USR1", name)
    job = ended(waiting)
    assert job.result == {"exits": [{"container": name, "exit_code": 7}] * 2}, job.error


def test_container_wait_takes_no_thread_from_other_jobs_and_can_be_cancelled(as_otto, docker, name, monkeypatch):
    docker("run", "-d", "--name", name, "busybox", "top")
    monkeypatch.setattr(runner, "MOST_WAITS", runner.THREADS + 1)
    waits = [do(as_otto, f"docker wait {name}") for _ in range(runner.THREADS + 1)]
    with pytest.raises(runner.TooManyJobs, match="wait for containers to end"):
        do(as_otto, f"docker wait {name}")
    assert ended(do(as_otto, "docker pull dockline.invalid/no/such:1")).state == "failed"
    assert all(runner.cancel(wait.job) for wait in waits)
    assert {ended(wait).state for wait in waits} == {"cancelled"}
    assert not Job.objects.filter(state__in=["queued", "running"]).exists()


def test_container_rename_gives_another_name(as_otto, as_vera, docker, name, remove_after):
    docker("create", "--name", name, "busybox")
    docker("create", "--name", f"{name}-taken", "busybox")
    remove_after += [f"{name}-taken", f"{name}-new"]
    with pytest.raises(Conflict, match="already in use"):
        do(as_otto, f"docker rename {name} {name}-taken")
    assert do(as_otto, f"docker rename {name} {name}-new").result == {"container": f"{name}-new"}
    assert docker("inspect", "-f", "{{.Name}}", f"{name}-new") == f"/{name}-new"
    with pytest.raises(Refused):
        do(as_vera, f"docker rename {name}-new {name}")
