"""A job that was lost with its server is called interrupted, however the next server is started."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from containers.access.actor import Actor
from containers.audit import trail
from containers.jobs import alive, runner
from containers.jobs.interrupted import mark_interrupted
from containers.jobs.models import Job
from containers.jobs.visible import jobs_of, visible_job

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.django_db(transaction=True)

# A server process that runs a job and says its id.
SERVER = """
import time
from django.contrib.auth.models import User
from containers.access.actor import Actor
from containers.audit import trail
from containers.jobs import runner
otto = User.objects.get_or_create(username="otto")[0]
asked = trail.ask(actor=Actor(otto, "line"), host="local", command="image pull", line="docker pull x")
def work(progress):
    progress.item("layer", "Downloading", 1, 10)
    time.sleep(60)
told = {"host": "local", "command": "image pull", "line": "docker pull x"}
job = runner.start(user=otto, work=work, done=print, asked=asked, **told)
time.sleep(1)
print(job.pk, flush=True)
time.sleep(60)
"""
LOOK = """
from django.contrib.auth.models import User
from containers.access.actor import Actor
from containers.audit.models import AuditEntry
from containers.jobs.visible import jobs_of
job = jobs_of(Actor(User.objects.get(username="otto"), "page")).get()
outcomes = AuditEntry.objects.order_by("number").values_list("outcome", flat=True)
print(job.state, job.snapshot["items"][0]["current"], job.number, "|".join(outcomes))
"""


@pytest.fixture
def manage(tmp_path):
    """Starts manage.py on data of the test's own."""
    environment = {**os.environ, "DOCKLINE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    started = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *words], env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait(timeout=10)


def output(process):
    out, _err = process.communicate(timeout=60)
    assert process.returncode == 0
    return out.strip()


def test_a_killed_servers_job_is_interrupted_at_the_next_start_and_in_the_trail(manage):
    output(manage("prepare"))
    server = manage("shell", "-v", "0", "-c", SERVER)
    assert len(server.stdout.readline().strip()) == 32
    assert "interrupted" not in output(manage("prepare")), "a living server's job is left alone"
    server.send_signal(signal.SIGKILL)
    server.wait(timeout=10)
    assert output(manage("prepare")) == "1 job was interrupted."
    assert output(manage("shell", "-v", "0", "-c", LOOK)).split()[0] == "interrupted"
    assert output(manage("prepare")) == ""


def test_a_killed_servers_job_is_interrupted_for_a_server_that_was_started_without_prepare(manage):
    output(manage("prepare"))
    server = manage("shell", "-v", "0", "-c", SERVER)
    server.stdout.readline()
    server.send_signal(signal.SIGKILL)
    server.wait(timeout=10)
    state, current, number, outcomes = output(manage("shell", "-v", "0", "-c", LOOK)).split()
    assert state == "interrupted"
    assert current == "1", "what was known of its progress stays"
    assert int(number) >= 3
    assert outcomes == "asked|failed"


def test_this_servers_jobs_are_not_touched(start, ended, running):
    release = threading.Event()
    job = start(lambda progress: release.wait(20) and {})
    running(job)
    assert mark_interrupted() == 0
    release.set()
    assert ended(job).state == "done"


@pytest.mark.parametrize("state", ["queued", "running"])
def test_jobs_of_a_server_that_left_no_trace_are_interrupted_once(otto, state):
    job = Job.objects.create(host="local", command="c", line="l", user=otto, server="0" * 32, state=state)
    assert mark_interrupted() == 1
    assert mark_interrupted() == 0
    found = Job.objects.get(pk=job.pk)
    assert (found.state, found.number) == ("interrupted", 1)
    assert "server stopped" in found.error
    assert found.ended is not None


def test_a_jobs_end_in_the_trail_is_its_own_row(otto):
    asked = trail.ask(actor=Actor(otto, "line"), host="local", command="image pull", line="docker pull x")
    Job.objects.create(host="local", command="c", line="l", user=otto, server="0" * 32, state="running", asked=asked)
    mark_interrupted()
    assert [(entry.outcome, "server stopped" in entry.why) for entry in asked.outcomes.all()] == [("failed", True)]


def test_jobs_are_marked_before_they_are_read(otto):
    job = Job.objects.create(host="local", command="c", line="l", user=otto, server="0" * 32, state="running")
    assert [each.state for each in jobs_of(Actor(otto, "page"))] == ["interrupted"]
    assert visible_job(Actor(otto, "page"), job.pk).state == "interrupted"


def test_a_server_lives_while_it_holds_its_lock(settings, tmp_path):
    settings.DATA = tmp_path
    alive.announce()
    assert alive.is_alive(alive.THIS_SERVER)
    assert not alive.is_alive("0" * 32)
    assert not runner.cancel("0" * 32)


def test_a_server_does_not_wait_for_its_jobs_when_it_stops(manage):
    output(manage("prepare"))
    server = manage("shell", "-v", "0", "-c", SERVER.rsplit("time.sleep(60)", 1)[0])
    server.stdout.readline()
    began = time.monotonic()
    server.wait(timeout=20)
    assert time.monotonic() - began < 5
