"""How a container ended: what its exit code says, and the steps to it when it was asked for here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.engine.containers import inspect_container
from containers.pages.ending import ending_of
from containers.pages.stopping import last_asking

HEARS = "trap 'exit 0' TERM; sleep 600 & wait"


@pytest.fixture
def detail(engine, docker, fresh_name):
    """The detail of a container that ran a script and was stopped by `line`, and what the trail knows of it."""

    def end(script: str, line: str, actor: Actor):
        docker("run", "-d", "--name", fresh_name, "busybox", "sh", "-c", script)
        perform(actor, "local", *parse(line.format(name=fresh_name)))
        found = inspect_container(engine, fresh_name)
        return found, last_asking("local", found)

    return end


@pytest.fixture
def as_otto(otto) -> Actor:
    return Actor(otto, "page", "127.0.0.1")


pytestmark = pytest.mark.django_db(transaction=True)


def test_one_that_hears_the_signal_ends_well_before_its_grace_period(detail, as_otto):
    ending = ending_of(*detail(HEARS, "docker stop {name}", as_otto))
    assert (ending.code, ending.tone, ending.grace) == (0, "good", 10)
    assert ending.took < 3
    assert [step.what for step in ending.steps][1:] == ["SIGTERM sent to its main process", "ended with exit code 0"]
    assert ending.steps[0].what.startswith("otto asked: docker stop ")


def test_one_that_does_not_is_killed_at_its_end(detail, as_otto):
    ending = ending_of(*detail("sleep 600", "docker stop -t 1 {name}", as_otto))
    assert (ending.code, ending.tone, ending.grace) == (137, "bad", 1)
    assert ending.short == "killed after its grace period"
    assert ending.steps[2].at == 1
    assert "SIGKILL" in ending.steps[2].what


def test_a_kill_waits_for_nothing(detail, as_otto):
    ending = ending_of(*detail("sleep 600", "docker kill {name}", as_otto))
    assert (ending.code, ending.short, ending.grace) == (137, "killed", None)
    assert len(ending.steps) == 2


def test_an_end_that_nobody_asked_for_has_no_steps(engine, docker, fresh_name):
    docker("run", "--name", fresh_name, "busybox", "true")
    found = inspect_container(engine, fresh_name)
    ending = ending_of(found, last_asking("local", found))
    assert (ending.code, ending.steps, ending.took) == (0, (), None)


def test_one_that_could_not_start_says_why(engine, docker, fresh_name):
    docker("create", "--name", fresh_name, "busybox", "/nowhere")
    with pytest.raises(AssertionError, match="/nowhere"):
        docker("start", fresh_name)
    ending = ending_of(inspect_container(engine, fresh_name), None)
    assert ending.code == 127
    assert "/nowhere" in ending.sentence


def test_an_asking_of_another_container_or_of_before_does_not_count(engine, docker, detail, as_otto, fresh_name):
    found, asking = detail(HEARS, "docker stop {name}", as_otto)
    assert asking
    assert not asking.waiting
    assert last_asking("local", replace(found, name="other", id="f" * 64)) is None
    later = (datetime.now(UTC) + timedelta(minutes=1)).timestamp()
    assert last_asking("local", replace(found, started=later)) is None
    docker("start", fresh_name)
    assert ending_of(inspect_container(engine, fresh_name), asking) is None


def test_a_refused_stop_is_no_asking(vera, engine, docker, running):
    with pytest.raises(Refused):
        perform(Actor(vera, "page", "127.0.0.1"), "local", *parse(f"docker stop {running}"))
    assert last_asking("local", inspect_container(engine, running)) is None
