"""`docker stats` as a typed line and through the API."""

import json

import pytest
from django.test import Client

from containers.access.tokens import issue
from containers.commands.errors import LineError
from containers.engine.errors import NotFound

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def two(docker, remove_after) -> list[str]:
    """One container that runs, and one that never did."""
    names = ["dlstats-up", "dlstats-created"]
    remove_after += names
    docker("run", "-d", "--name", names[0], "--memory", "16m", "busybox", "sleep", "600")
    docker("create", "--name", names[1], "busybox", "true")
    return names


def test_container_stats_answers_the_socket_of_what_was_named(as_vera, docker, two):
    short = docker("inspect", "-f", "{{.Id}}", two[0])[:6]
    assert do(as_vera, "docker stats").stream == "/ws/local/stats/"
    assert do(as_vera, "docker container stats -a").stream == "/ws/local/stats/?all=1"
    assert do(as_vera, f"docker stats {two[0]}").stream == f"/ws/local/container/{two[0]}/stats/"
    by_id = do(as_vera, f"docker stats {short} {two[1]}").stream
    assert by_id == f"/ws/local/stats/?container={docker('inspect', '-f', '{{.Id}}', two[0])[:12]}&container={two[1]}"


def test_container_stats_no_stream_answers_the_figures_as_docker_prints_them(vera, docker, two):
    client = Client(headers={"Authorization": f"Bearer {issue(vera, 'stats')}"})
    line = json.dumps({"line": f"docker stats --no-stream {' '.join(two)}"})
    answer = client.post("/api/v1/local/line", line, "application/json")
    assert answer.status_code == 200
    up, created = answer.json()["result"]["stats"]
    assert (up["name"], created["name"]) == tuple(two)
    assert up["id"] == docker("inspect", "-f", "{{.Id}}", two[0])[:12]
    assert up["memory_limit"] == 16 * 2**20
    assert up["MemUsage"].endswith("KiB / 16MiB")
    assert up["PIDs"] == "1"
    assert up["CPUPerc"].endswith("%")
    assert [created[name] for name in ("CPUPerc", "MemUsage", "NetIO", "BlockIO", "PIDs")] == ["-"] * 5
    assert created["memory"] is None


def test_container_stats_shows_the_running_ones_or_all_with_whole_ids(as_vera, docker, two):
    running = {row["name"] for row in do(as_vera, "docker stats --no-stream").result["stats"]}
    assert two[0] in running
    assert two[1] not in running
    every = do(as_vera, "docker stats -a --no-stream --no-trunc").result["stats"]
    assert {row["id"] for row in every if row["name"] in two} == {docker("inspect", "-f", "{{.Id}}", x) for x in two}


@pytest.mark.parametrize(
    ("line", "error", "word"),
    [
        ("docker stats never-was", NotFound, "never-was"),
        ("docker stats --no-stream never-was", NotFound, "never-was"),
        ("docker stats --format '{{json .}}'", LineError, "--format"),
        ("docker stats --filter a=b", LineError, "--filter"),
        ("docker stats ../web", LineError, "web"),
    ],
)
def test_container_stats_refuses_what_it_cannot_by_name(as_vera, line, error, word):
    with pytest.raises(error, match=word):
        do(as_vera, line)
