"""Containers on a real engine: what is listed, shown, started, stopped and removed."""

import dataclasses
import json
import time
from typing import Any

import pytest

from containers.engine import containers
from containers.engine.create import RunRequest, create
from containers.engine.errors import Conflict, InvalidRequest, NotFound
from containers.engine.exit_codes import Ending, explain

pytestmark = pytest.mark.engine


@pytest.fixture
def made(engine, remove_after):
    """Makes a container and starts it unless told otherwise; it is removed after the test."""

    def make(name: str, *command: str, started: bool = True, **values: Any) -> str:
        remove_after.append(f"dleng-{name}")
        values = {"command": command or ("sleep", "300"), "detach": True, **values}
        container = create(engine, RunRequest("busybox", name=f"dleng-{name}", **values)).id
        if started:
            containers.start(engine, container)
        return container

    return make


def ended(engine, container: str, seconds: float = 10):
    """The container as it is when it has stopped."""
    until = time.monotonic() + seconds
    while (seen := containers.inspect_container(engine, container)).running and time.monotonic() < until:
        time.sleep(0.05)
    assert not seen.running
    return seen


def listed(engine, name: str, **asked):
    rows = containers.list_containers(engine, filters={"name": [f"^/?dleng-{name}$"]}, **asked)
    return rows[0] if rows else None


def test_a_listing_tells_of_name_image_ports_networks_mounts_and_labels(engine, made):
    container = made("listed", publish=("127.0.0.1::80", "90/udp"), volumes=("/data",), labels=("team=blue",))
    row = listed(engine, "listed")
    assert (row.id, row.name, row.image, row.state) == (container, "dleng-listed", "busybox", "running")
    assert row.command == '"sleep 300"' or row.command == "sleep 300"
    assert abs(row.created - time.time()) < 60
    assert row.labels["team"] == "blue"
    assert row.networks == ("bridge",)
    assert [mount.target for mount in row.mounts] == ["/data"]
    first = row.ports[0]
    assert (first.private, first.protocol, first.address) == (80, "tcp", "127.0.0.1")
    assert first.public > 0
    assert row.size is None


def test_stopped_containers_are_listed_only_when_all_are_asked_for_and_tell_their_exit_code(engine, made):
    made("over", "sh", "-c", "exit 3")
    ended(engine, "dleng-over")
    assert listed(engine, "over") is None
    row = listed(engine, "over", all=True, size=True)
    assert (row.state, row.exit_code) == ("exited", 3)
    assert row.size_with_image > row.size >= 0


def test_what_a_page_shows_of_a_container_is_json_able(engine, made):
    made("shown", env=("A=1=2", "B="), workdir="/tmp", user="nobody", restart="on-failure:3", tty=True)
    seen = containers.inspect_container(engine, "dleng-shown")
    assert json.loads(json.dumps(dataclasses.asdict(seen)))["name"] == "dleng-shown"
    assert ("A", "1=2") in [(variable.name, variable.value) for variable in seen.environment]
    assert seen.command == ("sleep", "300")
    assert (seen.working_directory, seen.user, seen.tty) == ("/tmp", "nobody", True)
    assert (seen.restart_policy, seen.restart_limit) == ("on-failure", 3)
    assert seen.networks[0].name == "bridge"
    assert seen.networks[0].address.count(".") == 3
    assert seen.started is not None
    assert seen.finished is None
    assert seen.raw["Id"] == seen.id


def test_the_ports_of_a_container_that_does_not_run_are_those_asked_for(engine, made):
    made("ports", started=False, publish=("127.0.0.1:8089:80", "81"))
    ports = containers.inspect_container(engine, "dleng-ports").ports
    assert [(port.private, port.public, port.address) for port in ports] == [(80, 8089, "127.0.0.1"), (81, 0, "")]


def test_a_container_that_traps_term_stops_at_once_and_one_that_does_not_is_killed(engine, made):
    made("careful", "sh", "-c", 'trap "exit 0" TERM; while :; do sleep 0.1; done')
    made("plain", "sh", "-c", "while :; do sleep 0.1; done")
    time.sleep(0.3)
    began = time.monotonic()
    containers.stop(engine, "dleng-careful")
    assert time.monotonic() - began < 5
    assert containers.inspect_container(engine, "dleng-careful").exit_code == 0
    containers.stop(engine, "dleng-plain", timeout=1)
    assert explain(containers.inspect_container(engine, "dleng-plain").exit_code).ending is Ending.KILLED


def test_starting_a_running_and_stopping_a_stopped_container_is_no_error(engine, made):
    made("twice")
    containers.start(engine, "dleng-twice")
    containers.stop(engine, "dleng-twice", timeout=0)
    containers.stop(engine, "dleng-twice", timeout=0)


def test_a_restart_begins_anew(engine, made):
    made("anew")
    before = containers.inspect_container(engine, "dleng-anew")
    containers.restart(engine, "dleng-anew", timeout=0)
    after = containers.inspect_container(engine, "dleng-anew")
    assert after.running
    assert after.started > before.started


def test_a_signal_is_sent_by_name(engine, made):
    made("signal", "sh", "-c", 'trap "exit 7" HUP; while :; do sleep 0.1; done')
    time.sleep(0.3)
    containers.kill(engine, "dleng-signal", "HUP")
    assert ended(engine, "dleng-signal").exit_code == 7
    with pytest.raises(Conflict):
        containers.kill(engine, "dleng-signal")


def test_a_signal_that_there_is_not_is_the_engines_to_refuse(engine, made):
    made("nosignal")
    with pytest.raises(InvalidRequest, match="NOPE"):
        containers.kill(engine, "dleng-nosignal", "NOPE")


def test_a_stop_signal_is_sent_where_the_engine_takes_one(engine, made):
    made("stopsignal", "sh", "-c", 'trap "exit 9" INT; trap "exit 8" TERM; while :; do sleep 0.1; done')
    time.sleep(0.3)
    containers.stop(engine, "dleng-stopsignal", signal="INT")
    expected = 9 if containers.takes_stop_signal(engine) else 8
    assert containers.inspect_container(engine, "dleng-stopsignal").exit_code == expected


def test_a_paused_container_is_frozen_until_it_goes_on(engine, made):
    made("frozen")
    containers.pause(engine, "dleng-frozen")
    assert containers.inspect_container(engine, "dleng-frozen").paused
    with pytest.raises(Conflict):
        containers.pause(engine, "dleng-frozen")
    containers.unpause(engine, "dleng-frozen")
    assert not containers.inspect_container(engine, "dleng-frozen").paused


def test_a_running_container_is_removed_by_force_only_and_its_anonymous_volumes_with_it(engine, made):
    made("gone", volumes=("/data",))
    volume = containers.inspect_container(engine, "dleng-gone").mounts[0].name
    with pytest.raises(Conflict):
        containers.remove(engine, "dleng-gone")
    containers.remove(engine, "dleng-gone", force=True, volumes=True)
    with pytest.raises(NotFound):
        containers.inspect_container(engine, "dleng-gone")
    with pytest.raises(NotFound):
        engine.get(f"/volumes/{volume}")


def test_a_name_in_use_is_a_conflict_and_a_missing_image_is_not_found(engine, made):
    made("name", started=False)
    with pytest.raises(Conflict, match="dleng-name"):
        create(engine, RunRequest("busybox", name="dleng-name"))
    with pytest.raises(NotFound, match="dleng-no-such-image"):
        create(engine, RunRequest("dleng-no-such-image", name="dleng-never"))
    with pytest.raises(NotFound):
        containers.inspect_container(engine, "dleng-never")


def test_a_command_that_is_not_in_the_image_is_explained(engine, made):
    container = made("nocommand", "nosuch", started=False)
    with pytest.raises(InvalidRequest, match="nosuch"):
        containers.start(engine, container)
    seen = containers.inspect_container(engine, container)
    assert explain(seen.exit_code, error=seen.error).ending is Ending.NOT_FOUND


def test_a_container_that_asked_for_too_much_memory_is_told_from_one_that_was_killed(engine, docker, remove_after):
    remove_after.append("dleng-greedy")
    docker("run", "-d", "--name", "dleng-greedy", "-m", "10m", "--memory-swap", "10m", "busybox", "tail", "/dev/zero")
    seen = ended(engine, "dleng-greedy")
    assert explain(seen.exit_code, oom_killed=seen.oom_killed).ending is Ending.OUT_OF_MEMORY


def test_the_health_of_a_container_is_told_with_its_probes(engine, docker, remove_after):
    remove_after.append("dleng-health")
    check = ("--health-cmd", "echo fine", "--health-interval", "1s")
    docker("run", "-d", "--name", "dleng-health", *check, "busybox", "sleep", "300")
    until = time.monotonic() + 20
    while listed(engine, "health").health != "healthy" and time.monotonic() < until:
        time.sleep(0.2)
    assert listed(engine, "health").health == "healthy"
    health = containers.inspect_container(engine, "dleng-health").health
    assert (health.status, health.failing_streak) == ("healthy", 0)
    assert health.probes[-1].exit_code == 0
    assert "fine" in health.probes[-1].output
    assert health.probes[-1].started <= health.probes[-1].ended


def test_a_grace_period_longer_than_a_minute_does_not_time_out(engine, made, monkeypatch):
    monkeypatch.setattr(containers, "ENGINE_SECONDS", 1)
    made("patient", "sh", "-c", 'trap "sleep 3; exit 0" TERM; while :; do sleep 0.1; done')
    time.sleep(0.3)
    containers.stop(engine, "dleng-patient", timeout=5)
    assert containers.inspect_container(engine, "dleng-patient").exit_code == 0


def test_a_name_of_a_path_cannot_leave_its_place(engine):
    with pytest.raises((InvalidRequest, NotFound)):
        containers.inspect_container(engine, "../../info")
