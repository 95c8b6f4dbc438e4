"""The engine goes away and comes back: everybody is told in a sentence, and all goes on without a restart of ours."""

import contextlib
import threading
import time

import pytest
from django.test import Client

from containers.engine import hosts
from containers.engine.errors import EngineUnreachable
from tests.commands.performing import do, ended
from tests.faults.private import PrivateEngine, use

pytestmark = [pytest.mark.engine, pytest.mark.faults, pytest.mark.django_db(transaction=True)]

LINES = [
    "docker version",
    "docker info",
    "docker images",
    "docker ps -a",
    "docker run -d --name lost busybox top",
    "docker run --rm busybox true",
    "docker start lost",
    "docker stop lost",
    "docker restart lost",
    "docker kill lost",
    "docker pause lost",
    "docker unpause lost",
    "docker rm lost",
    "docker inspect lost",
    "docker logs lost",
    "docker logs -f lost",
    "docker container reveal lost",
]


@pytest.fixture
def private(monkeypatch):
    engine = PrivateEngine("engine-lost")
    use(engine, monkeypatch)
    yield engine
    engine.down()
    hosts.forget_engines()


def test_an_engine_absent_at_the_start_is_told_and_found_when_it_comes(private, as_ada, ada):
    pages = Client()
    pages.force_login(ada)
    for line in LINES:
        with pytest.raises(EngineUnreachable) as absent:
            do(as_ada, line)
        assert "No docker engine answers" in absent.value.message
        assert "DOCKER_HOST" in absent.value.message
    job = ended(do(as_ada, "docker pull busybox"))
    assert job.state == "failed"
    assert "No docker engine answers" in job.error
    for path in ("/local/", "/local/containers/", "/local/images/", "/local/containers/lost/"):
        page = pages.get(path)
        assert page.status_code in (200, 503), path
        assert "No docker engine answers" in page.content.decode(), path
    assert pages.get("/readyz").status_code == 503

    private.up()
    assert do(as_ada, "docker run -d --name lost busybox top").result["name"] == "lost"
    assert "lost" in pages.get("/local/containers/").content.decode()
    assert pages.get("/readyz").status_code == 200


def test_an_engine_that_stops_in_the_middle_of_a_build_fails_the_job_and_the_next_one_works(private, as_ada, tmp_path):
    private.up()
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM busybox\nRUN echo begun && sleep 60\n")
    outcome = do(as_ada, "docker build -t lost:1 .", files=(dockerfile,))
    _wait_for_output(outcome.job, "begun")
    private.stop()
    job = ended(outcome, within=30)
    assert job.state == "failed"
    assert job.error
    assert "Traceback" not in job.error
    with pytest.raises(EngineUnreachable):
        do(as_ada, "docker ps")

    private.up()
    assert "lost:1" not in private.docker("images", "--format", "{{.Repository}}:{{.Tag}}").split()
    dockerfile.write_text("FROM busybox\nRUN echo again\n")
    assert ended(do(as_ada, "docker build -t lost:1 .", files=(dockerfile,))).state == "done"


def test_an_engine_that_stops_in_the_middle_of_a_stop_answers_or_is_told_and_holds_nobody(private, as_ada):
    private.up()
    do(as_ada, "docker run -d --name slow busybox sh -c 'trap \"\" TERM; while true; do sleep 1; done'")
    stopping = threading.Timer(1, private.stop)
    stopping.start()
    began = time.monotonic()
    with contextlib.suppress(EngineUnreachable):  # or it still answered, for it stops its containers as it ends
        do(as_ada, "docker stop -t 30 slow")
    stopping.join()
    with pytest.raises(EngineUnreachable, match="No docker engine answers"):
        do(as_ada, "docker stop -t 30 slow")
    assert time.monotonic() - began < 25


def _wait_for_output(job_id: str, text: str) -> None:
    from containers.jobs.models import Job

    until = time.monotonic() + 30
    while text not in str(Job.objects.get(pk=job_id).snapshot):
        assert time.monotonic() < until, Job.objects.get(pk=job_id).snapshot
        time.sleep(0.1)
