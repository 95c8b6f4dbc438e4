import time

import pytest

from containers.jobs import runner
from containers.jobs.models import Job


@pytest.fixture
def start(otto):
    """Starts work as Otto's job: start(work) -> the job; what was `done` is kept in start.ended."""

    def start_job(work, user=otto, asked=None):
        job = runner.start(
            user=user,
            host="local",
            command="image pull",
            line="docker pull busybox",
            work=work,
            done=start_job.ended.append,
            asked=asked,
        )
        started.append(job)
        return job

    started = []
    start_job.ended = []
    yield start_job
    for job in started:
        runner.cancel(job.pk)
    deadline = time.monotonic() + 10
    while any(job.pk in runner._pool.unfinished for job in started):
        assert time.monotonic() < deadline, "a job outlived its test"
        time.sleep(0.02)


@pytest.fixture
def ended():
    """Waits for the end of a job: ended(job) -> the job as the database has it; fails after some seconds."""

    def wait(job, seconds=10.0):
        return until(job, lambda found: not found.unfinished, seconds)

    return wait


@pytest.fixture
def running():
    """Waits until a job runs."""

    def wait(job, seconds=10.0):
        return until(job, lambda found: found.state == "running", seconds)

    return wait


def until(job, condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = Job.objects.get(pk=job.pk)
        if condition(found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"job {found.pk} is {found.state} after {seconds} s: {found.error}")
