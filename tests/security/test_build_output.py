"""A step of a build that prints without ever ending a line costs neither memory nor time."""

import resource

import pytest

from tests.commands.performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
MEBIBYTE = 1024 * 1024


def test_a_step_that_prints_one_endless_line(as_otto, engine, tmp_path):
    path = tmp_path / "Dockerfile"
    path.write_text("FROM busybox\nRUN head -c 60000000 /dev/zero | tr '\\000' a\nRUN exit 3\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    job = ended(do(as_otto, "docker build -", files=(path,)), within=100)
    assert "non-zero code: 3" in job.error
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 40 * MEBIBYTE
    assert all(len(line) <= 2000 for line in job.snapshot["lines"])
