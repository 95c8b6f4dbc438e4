"""Jobs wait in memory, so only so many may."""

import threading

import pytest

from containers.jobs import runner
from containers.jobs.models import Job
from tests.commands.performing import job_ended

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_no_job_is_taken_when_too_many_wait(otto, monkeypatch):
    monkeypatch.setattr(runner, "MOST_UNFINISHED", 3)
    go_on = threading.Event()

    def work(progress):
        go_on.wait(20)
        return {}

    def start():
        return runner.start(
            user=otto, host="local", command="image pull", line="docker pull x", work=work, done=lambda job: None
        )

    jobs = [start() for _each in range(3)]
    with pytest.raises(runner.TooManyJobs, match="cancel"):
        start()
    assert Job.objects.count() == 3
    go_on.set()
    for job in jobs:
        job_ended(str(job.pk))
    assert job_ended(str(start().pk)).state == "done"
