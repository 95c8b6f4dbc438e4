"""Whatever changes something, or was refused, is in the trail with its outcome."""

import time
import uuid

import pytest
from django.test import Client

from containers.access.errors import GuardRefused, Refused
from containers.audit.models import AuditEntry
from containers.demos import start
from containers.demos.catalogue import catalogue
from containers.jobs import runner
from containers.jobs.models import Job
from tests.commands.performing import do, job_ended

pytestmark = [pytest.mark.django_db(transaction=True)]


def rows() -> list[tuple[str, str, str]]:
    return [(entry.user_name, entry.command, entry.outcome) for entry in AuditEntry.objects.order_by("number")]


def test_cancelling_a_job_is_in_the_trail_with_who_did_it(otto, ada):
    def work(progress):
        while True:
            progress.say("at work")
            time.sleep(0.05)

    job = runner.start(
        user=otto, host="local", command="image pull", line="docker pull x", work=work, done=lambda job: None
    )
    client = Client()
    client.force_login(ada)
    assert client.post(f"/local/jobs/{job.id}/cancel/").status_code in (302, 303)
    assert job_ended(str(job.id)).state == "cancelled"
    assert rows() == [("ada", "job cancel", "asked"), ("ada", "job cancel", "done")]
    client.post(f"/local/jobs/{job.id}/cancel/")
    assert rows()[-1] == ("ada", "job cancel", "failed")


def test_a_demo_that_somebody_may_not_start_is_in_the_trail(as_vera):
    with pytest.raises(Refused):
        start.start(as_vera, "local", catalogue()[0])
    assert rows() == [("vera", "image build", "asked"), ("vera", "image build", "refused")]
    assert not Job.objects.exists()


@pytest.mark.engine
def test_a_demo_whose_container_is_protected_is_refused_by_the_guards_sentence(as_otto, engine, monkeypatch, docker):
    name = f"dlsec-{uuid.uuid4().hex[:8]}"
    demo = catalogue()[0].__class__(name, "", "", catalogue()[0].folder)
    docker("run", "-d", "--name", name, "-l", "dockline.protected", "busybox", "true")
    try:
        job = job_ended(str(start.start(as_otto, "local", demo).id))
        assert (job.state, "protected" in job.error) == ("failed", True)
        assert rows()[-1] == ("otto", "container start", "refused")
    finally:
        docker("rm", "-f", name)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("label", "refused"),
    [("dockline.protected", True), ("dockline.protected=on", True), ("dockline.protected=false", False)],
)
def test_the_label_protects_unless_it_says_no(as_otto, engine, docker, label, refused):
    name = f"dlsec-{uuid.uuid4().hex[:8]}"
    docker("create", "--name", name, "-l", label, "busybox", "true")
    try:
        if refused:
            with pytest.raises(GuardRefused):
                do(as_otto, f"docker start /{name}")
        else:
            do(as_otto, f"docker start /{name}")
    finally:
        docker("rm", "-f", name)
