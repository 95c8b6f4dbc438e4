"""Doing a typed line in a test, as any of the cast."""

import time
from pathlib import Path

from containers.access.actor import Actor
from containers.commands.parse import parse
from containers.commands.perform import Outcome, perform
from containers.engine.hosts import LOCAL
from containers.jobs.models import UNFINISHED, Job


def do(actor: Actor, line: str, files: tuple[Path, ...] = ()) -> Outcome:
    """Performs a line on the engine."""
    command, values = parse(line)
    return perform(actor, LOCAL, command, values, files=files)


def ended(outcome: Outcome, within: float = 60) -> Job:
    """The job of an outcome when it has ended; fails after `within` seconds."""
    return job_ended(outcome.job, within)


def job_ended(job_id: str, within: float = 60) -> Job:
    """The job with this id when it has ended; fails after `within` seconds."""
    until = time.monotonic() + within
    while (job := Job.objects.get(pk=job_id)).state in UNFINISHED:
        assert time.monotonic() < until, f"{job.line} did not end: {job.snapshot}"
        time.sleep(0.05)
    return job
