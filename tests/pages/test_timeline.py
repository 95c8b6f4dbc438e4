"""The way to an end as the engine tells it, whoever asked for it: in a terminal, here, by the kernel, by a policy."""

import time
import uuid
from collections.abc import Iterator

import pytest

from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.engine.containers import inspect_container
from containers.pages.ending import ending_of, last_end
from containers.pages.timeline import last_timeline

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

HEARS = "trap 'sleep 0.3; exit 0' TERM; sleep 600 & wait"
DEAF = "sleep 600"


@pytest.fixture
def made(engine, docker, remove_after):
    """Runs a script in a new container; its name."""

    def make(script: str, *options: str) -> str:
        name = f"pagest-{uuid.uuid4().hex[:8]}"
        remove_after.append(name)
        docker("run", "-d", "--name", name, "--network", "none", *options, "busybox", "sh", "-c", script)
        return name

    return make


def told(engine, name: str):
    detail = inspect_container(engine, name)
    timeline = last_timeline("local", detail)
    return ending_of(detail, None, timeline) or last_end(detail, timeline)


def words(ending) -> list[str]:
    return [step.what for step in ending.steps]


def waiting(condition) -> Iterator[None]:
    until = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)
    yield


def test_a_stop_in_a_terminal_is_told_second_by_second(engine, docker, made):
    deaf, hears, hup = made(DEAF), made(HEARS), made("sleep 600", "--init")
    docker("kill", "-s", "USR2", deaf)
    docker("stop", "-t", "1", deaf, hears)
    docker("kill", "-s", "HUP", hup)
    killed = told(engine, deaf)
    assert (killed.code, killed.short, killed.grace, killed.tone) == (137, "killed after its grace period", 1, "bad")
    assert words(killed) == [
        "SIGUSR2 sent to its main process, which went on running",
        "SIGTERM sent to its main process, which went on running",
        "still running after its grace period: SIGKILL sent",
        "ended with exit code 137",
    ]
    assert 0.8 < killed.steps[2].at - killed.steps[1].at < 3
    good = told(engine, hears)
    assert words(good) == ["SIGTERM sent to its main process, which handled it", "ended with exit code 0"]
    assert (good.tone, good.steps[0].at) == ("good", 0)
    assert 0.2 < good.took < 3
    *_before, sent, ended = words(told(engine, hup))
    assert sent == "SIGHUP sent to its main process, which does not handle it and was ended by it"
    assert ended == "ended with exit code 129"


def test_what_was_asked_for_here_says_by_whom(engine, as_otto, made):
    name = made(HEARS)
    perform(as_otto, "local", *parse(f"docker kill {name}"))
    ending = told(engine, name)
    assert words(ending) == [
        f"otto asked: docker kill {name}",
        "SIGKILL sent, which no program can handle",
        "ended with exit code 137",
    ]
    assert (ending.short, ending.steps[0].at) == ("killed", 0)


def test_memory_and_the_restart_policy_are_told_and_so_is_the_end_before(engine, docker, made):
    hungry = made("tail /dev/zero", "--memory", "16m")
    again = made("sleep 0.5; exit 3", "--restart", "always")
    by_hand = made(DEAF)
    docker("restart", "-t", "0", by_hand)
    next(waiting(lambda: not inspect_container(engine, hungry).running))
    next(waiting(lambda: inspect_container(engine, again).restart_count))
    out_of_memory = told(engine, hungry)
    assert out_of_memory.short == "out of memory"
    assert words(out_of_memory) == ["out of memory: the kernel killed a process of it", "ended with exit code 137"]
    policy = told(engine, again)
    assert words(policy)[0] == "ended by itself with exit code 3, without a signal from docker"
    assert words(policy)[1:] in (["started again by its restart policy (always)"], [])
    assert words(told(engine, by_hand))[-1] == "started again"


def test_an_end_after_a_failed_health_check_says_so(engine, docker, made):
    name = made(HEARS, "--health-cmd", "false", "--health-interval", "300ms", "--health-retries", "1")
    next(waiting(lambda: inspect_container(engine, name).health.status == "unhealthy"))
    docker("stop", name)
    first, *_more = told(engine, name).steps
    assert (first.what, first.at < 0) == ("its health check had failed: unhealthy", True)
