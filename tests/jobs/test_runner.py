"""Long work goes on by itself; its row tells how far it is, how it ended and why."""

import logging
import threading
import time

import pytest
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from containers.engine.errors import EngineFailed
from containers.jobs import runner
from containers.jobs.models import Job
from containers.jobs.runner import THREADS

pytestmark = pytest.mark.django_db(transaction=True)


class Gate:
    """Held by work that waits until it is cancelled, as a read from an engine's stream is."""

    def __init__(self):
        self.event = threading.Event()

    def close(self):
        self.event.set()

    def wait(self, progress):
        progress.hold(self)
        assert self.event.wait(20)
        raise OSError("the stream was closed under me")


def test_work_that_returns_is_done_with_its_result(start, ended):
    job = start(lambda progress: {"image": "busybox", "stream": "/ws/local/x/"})
    assert job.state == "queued"
    found = ended(job)
    assert (found.state, found.error) == ("done", "")
    assert found.result == {"image": "busybox", "stream": "/ws/local/x/"}
    assert found.created <= found.started <= found.ended
    assert found.user.username == "otto"


def test_what_follows_is_called_before_the_end_can_be_seen(start, ended):
    job = start(lambda progress: {"n": 1})
    ended(job)
    assert [(each.pk, each.state, each.result) for each in start.ended] == [(job.pk, "done", {"n": 1})]


def test_the_engines_sentence_is_the_jobs_error(start, ended):
    def work(progress):
        raise EngineFailed("pull access denied for nothing", "detail for the log")

    found = ended(start(work))
    assert (found.state, found.error, found.result) == ("failed", "pull access denied for nothing", None)
    assert start.ended[0].error == found.error


def test_a_bug_is_a_sentence_with_a_reference_and_a_traceback_in_the_log(start, ended, caplog):
    def work(progress):
        raise KeyError("secret-internals")

    found = ended(start(work))
    assert found.state == "failed"
    assert "secret-internals" not in found.error
    assert "Traceback" not in found.error
    reference = found.error.split()[-1]
    assert reference in caplog.text
    assert "KeyError: 'secret-internals'" in caplog.text


@pytest.mark.parametrize("result", [{"x": object()}, {"x": {1, 2}}])
def test_a_result_that_is_no_json_fails_and_is_not_stuck(start, ended, result):
    assert ended(start(lambda progress: result)).state == "failed"


def test_a_sentence_with_broken_text_fails_and_is_not_stuck(start, ended):
    def work(progress):
        progress.say("\udcff\x00\ud800")
        raise EngineFailed("odd \udcff name")

    found = ended(start(work))
    assert (found.state, found.error) == ("failed", "odd ? name")


def test_what_follows_may_fail_and_the_job_still_ends(otto, ended, caplog):
    def fails(job):
        raise RuntimeError("no trail")

    job = runner.start(user=otto, host="local", command="c", line="l", work=lambda progress: {}, done=fails)
    assert ended(job).state == "done"
    assert "no trail" in caplog.text


def test_three_hundred_updates_in_a_second_are_at_most_five_saves_and_the_last_one_is_right(start, ended):
    seen = set()

    def work(progress):
        began = time.monotonic()
        for number in range(300):
            progress.item("layer", f"Downloading {number}", number, 299)
            time.sleep(max(0.0, began + (number + 1) / 300 - time.monotonic()))
        return {}

    job = start(work)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found = Job.objects.get(pk=job.pk)
        seen.add((found.number, str(found.snapshot)))
        if not found.unfinished:
            break
        time.sleep(0.01)
    # One more when the work begins and one when it ends.
    assert found.number <= 7
    assert len(seen) == len({number for number, _snapshot in seen}), "one number, two snapshots"
    assert len(seen) >= 4, "nothing was seen in between"
    assert found.snapshot["items"] == [{"id": "layer", "text": "Downloading 299", "current": 299, "total": 299}]


def test_an_update_before_a_long_silence_is_seen_during_it(start, ended):
    gate = Gate()

    def work(progress):
        progress.say("first")
        progress.say("second")
        gate.wait(progress)
        return {}

    job = start(work)
    deadline = time.monotonic() + 5
    while Job.objects.get(pk=job.pk).snapshot["lines"] != ["first", "second"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert runner.cancel(job.pk)
    ended(job)


def test_cancelling_in_the_middle_closes_the_stream_at_once(start, ended, running):
    gate = Gate()
    job = start(gate.wait)
    running(job)
    began = time.monotonic()
    assert runner.cancel(job.pk)
    found = ended(job)
    assert time.monotonic() - began < 1
    assert (found.state, found.error, found.result) == ("cancelled", "", None)
    assert [each.state for each in start.ended] == ["cancelled"]


def test_work_that_sees_its_stream_end_and_returns_is_cancelled_all_the_same(start, ended, running):
    gate = Gate()

    def work(progress):
        progress.hold(gate)
        gate.event.wait(20)
        return {"image": "half"}

    job = start(work)
    running(job)
    runner.cancel(job.pk)
    assert (ended(job).state, ended(job).result) == ("cancelled", None)


def test_a_job_cannot_be_cancelled_twice_or_after_its_end(start, ended, running):
    gate = Gate()
    job = start(gate.wait)
    running(job)
    assert runner.cancel(job.pk)
    ended(job)
    assert not runner.cancel(job.pk)
    assert not runner.cancel("0" * 32)
    done = start(lambda progress: {})
    ended(done)
    assert not runner.cancel(done.pk)


def test_jobs_beyond_the_threads_wait_and_a_waiting_one_is_cancelled_without_a_thread(start, ended, running):
    gates = [Gate() for _number in range(THREADS)]
    busy = [start(gate.wait) for gate in gates]
    for job in busy:
        running(job)
    ran = []
    waiting = [start(lambda progress: ran.append("x") or {}) for _number in range(2)]
    time.sleep(0.2)
    assert {Job.objects.get(pk=job.pk).state for job in waiting} == {"queued"}
    assert runner.cancel(waiting[0].pk)
    assert ended(waiting[0], 1).state == "cancelled"
    for job in busy:
        runner.cancel(job.pk)
    assert ended(waiting[1]).state == "done"
    assert ran == ["x"]
    assert {ended(job).state for job in busy} == {"cancelled"}


def test_a_job_starts_when_its_callers_transaction_is_over_and_never_when_that_failed(start, ended):
    ran = []
    with transaction.atomic():
        start(lambda progress: ran.append("lost") or {})
        transaction.set_rollback(True)
    with transaction.atomic():
        job = start(lambda progress: ran.append("kept") or {})
        time.sleep(0.1)
        assert ran == []
    ended(job)
    assert ran == ["kept"]
    assert Job.objects.count() == 1


def test_a_job_outlives_its_users_account(start, ended, running):
    gate = Gate()
    job = start(gate.wait)
    running(job)
    User.objects.all().delete()
    runner.cancel(job.pk)
    assert ended(job).user is None


def test_work_uses_the_database_and_leaves_no_connection_open(start, ended):
    opened = []

    def work(progress):
        opened.append((Job.objects.count(), connections[DEFAULT_DB_ALIAS]))
        return {}

    assert ended(start(work)).state == "done"
    [(count, its_connection)] = opened
    assert count == 1
    deadline = time.monotonic() + 5
    while its_connection.connection is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.engine
def test_cancelling_lets_go_of_a_real_engines_stream_that_is_silent(start, ended, running, engine, caplog):
    caplog.set_level(logging.WARNING)

    def work(progress):
        for event in progress.hold(engine.events("GET", "/events", {"filters": '{"container": ["no-such-one"]}'})):
            progress.say(str(event))
        return {}

    job = start(work)
    running(job)
    time.sleep(0.3)
    began = time.monotonic()
    assert runner.cancel(job.pk)
    assert ended(job).state == "cancelled"
    assert time.monotonic() - began < 1
    assert "could not be closed" not in caplog.text
