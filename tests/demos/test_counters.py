"""The two counters: built and run by docker lines, and as different at a stop as they say they are."""

import json
import subprocess
import time

import pytest

from containers.access.permit import Forbidden
from containers.audit.models import AuditEntry
from containers.demos.catalogue import catalogue, demo_of
from containers.demos.start import start
from containers.engine import hosts
from containers.engine.hosts import LOCAL
from containers.jobs.models import Job
from tests.commands.performing import do, job_ended
from tests.faults.private import PrivateEngine, use

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def private(monkeypatch):
    """An engine without any image, as on a stranger's machine that reaches no registry."""
    engine = PrivateEngine("demos")
    engine.up(base=False)
    use(engine, monkeypatch)
    yield engine
    engine.down()
    hosts.forget_engines()


def started(actor, slug: str) -> Job:
    """The job that started a demo, when it has ended."""
    demo = demo_of(slug)
    assert demo is not None
    return job_ended(start(actor, LOCAL, demo).pk, within=120)


def test_the_careful_one_saves_its_count_and_goes_on_and_the_plain_one_is_killed(private, as_otto):
    careful = started(as_otto, "counter-careful")
    assert careful.state == "done", careful.error
    assert careful.result == {"container": "counter-careful"}
    lines = careful.snapshot["lines"]
    assert "$ docker build -t dockline/counter-careful:latest ." in lines
    assert "$ docker run -d --name counter-careful dockline/counter-careful:latest" in lines
    plain = started(as_otto, "counter-plain")
    assert plain.state == "done", plain.error
    _wait_for_log(private, "counter-careful", "count 1")

    began = time.monotonic()
    do(as_otto, "docker stop counter-careful")
    assert time.monotonic() - began < 2
    assert _state(private, "counter-careful")["ExitCode"] == 0
    saved = private.docker("logs", "counter-careful").splitlines()[-1].split("saved ")[1].split()[0]

    began = time.monotonic()
    do(as_otto, "docker stop -t 2 counter-plain")
    assert time.monotonic() - began >= 2
    assert _state(private, "counter-plain")["ExitCode"] == 137

    again = started(as_otto, "counter-careful")
    assert again.snapshot["lines"] == ["$ docker start counter-careful"]
    _wait_for_log(private, "counter-careful", f"going on from {saved}")
    _wait_for_log(private, "counter-careful", f"count {int(saved) + 1}")

    kept = AuditEntry.objects.filter(outcome="done", user_name="otto").values_list("command", flat=True)
    assert {"image build", "image import", "container run", "container start"} <= set(kept)


def test_a_viewer_may_not_start_one(as_vera):
    for demo in catalogue():
        with pytest.raises(Forbidden):
            start(as_vera, LOCAL, demo)


def test_each_has_words_for_people_and_scripts_that_a_shell_reads():
    for demo in catalogue():
        assert str(demo.title)
        assert str(demo.summary).endswith(".")
        for script in demo.folder.glob("*.sh"):
            subprocess.run(["sh", "-n", script], check=True)


def _state(engine: PrivateEngine, name: str) -> dict:
    return json.loads(engine.docker("inspect", "-f", "{{json .State}}", name))


def _wait_for_log(engine: PrivateEngine, name: str, text: str) -> None:
    until = time.monotonic() + 20
    while text not in engine.docker("logs", name):
        assert time.monotonic() < until, engine.docker("logs", name)
        time.sleep(0.1)
