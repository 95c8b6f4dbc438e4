"""A job is its owner's to see, and an admin's; nobody else learns that it exists."""

import pytest

from containers.access.actor import Actor
from containers.access.models import Token
from containers.jobs.models import Job
from containers.jobs.visible import JobMissing, job_of, jobs_of, visible_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def ottos_job(otto):
    return Job.objects.create(host="local", command="c", line="l", user=otto, server="x", state="done")


def test_its_owner_and_an_admin_see_it(ottos_job, otto, ada):
    for user in (otto, ada):
        assert list(jobs_of(Actor(user, "page"))) == [ottos_job]
        assert job_of(Actor(user, "page"), ottos_job.pk) == ottos_job


def test_others_do_not_see_that_it_exists(ottos_job, vera, mallory):
    for user in (vera, mallory):
        assert list(jobs_of(Actor(user, "page"))) == []
        assert visible_job(Actor(user, "page"), ottos_job.pk) is None


def test_an_admins_lower_token_sees_only_the_admins_own(ottos_job, ada):
    token = Token.objects.create(user=ada, label="t", digest="d", role="operator")
    assert visible_job(Actor(ada, "api", token=token), ottos_job.pk) is None


def test_a_job_that_is_not_there_is_a_sentence_with_404(otto):
    with pytest.raises(JobMissing) as missing:
        job_of(Actor(otto, "page"), "nope" * 1000)
    assert (missing.value.status, missing.value.code) == (404, "not_found")
    assert len(missing.value.message) < 100
