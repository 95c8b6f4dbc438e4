"""The API does typed lines as the CONTRACT says: statuses, errors with a code and a sentence, tokens."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from containers.access.tokens import issue
from containers.audit.models import AuditEntry
from containers.engine import hosts

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


class Api:
    """A client that shows a token with each request."""

    def __init__(self, secret: str) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})

    def line(self, line: str, **more):
        return self.client.post(
            "/api/v1/local/line", json.dumps({"line": line, **more}), content_type="application/json"
        )


@pytest.fixture
def otto_api(otto) -> Api:
    return Api(issue(otto, "tests"))


@pytest.fixture
def ada_api(ada) -> Api:
    return Api(issue(ada, "tests"))


@pytest.fixture
def vera_api(vera) -> Api:
    return Api(issue(vera, "tests"))


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlapi-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def test_a_line_that_is_done_answers_200_with_its_canonical_form_and_result(otto_api, name):
    answer = otto_api.line(f"docker container run --detach --name={name} busybox top")
    assert answer.status_code == 200
    body = answer.json()
    assert body["command"] == "container run"
    assert body["line"] == f"docker run -d --name {name} busybox top"
    assert body["values"] == {"detach": True, "name": name, "image": "busybox", "command": ["top"]}
    assert body["result"]["name"] == name


def test_a_preview_does_nothing_and_names_the_risks(otto_api, asked_of_the_engine):
    rows = AuditEntry.objects.count()
    answer = otto_api.line("docker run -d --rm -v /etc:/e --name x busybox top", preview=True)
    assert answer.status_code == 200
    assert answer.json()["line"] == "docker run -d --rm --name x -v /etc:/e busybox top"
    assert [risk["risk"] for risk in answer.json()["risks"]] == ["destroys", "escapes"]
    assert not asked_of_the_engine
    assert AuditEntry.objects.count() == rows


def test_secrets_are_masked_in_the_answer_and_in_the_trail(otto_api, docker, name):
    answer = otto_api.line(f"docker run -d --name {name} -e PASSWORD=hush -e NAME busybox top")
    assert answer.json()["line"] == f"docker run -d --name {name} -e 'PASSWORD=***' -e NAME busybox top"
    assert "hush" not in answer.content.decode()
    assert not AuditEntry.objects.filter(line__contains="hush").exists()
    assert "PASSWORD=hush" in docker("inspect", "-f", "{{.Config.Env}}", name)


def test_a_foreground_run_answers_202_with_its_stream(otto_api, name):
    answer = otto_api.line(f"docker run --name {name} busybox echo hello")
    assert answer.status_code == 202
    assert answer.json()["stream"].startswith("/ws/local/container/")


def test_long_work_answers_202_with_a_job_that_can_be_asked_for(otto_api, vera_api):
    answer = otto_api.line("docker pull dockline.invalid/x:1")
    assert answer.status_code == 202
    job = answer.json()["job"]
    assert otto_api.client.get(f"/api/v1/jobs/{job}").json()["line"] == "docker pull dockline.invalid/x:1"
    assert vera_api.client.get(f"/api/v1/jobs/{job}").status_code == 404


def test_a_build_takes_its_context_from_an_upload(otto_api):
    missing = otto_api.line("docker build -t dlapi:1 .")
    assert missing.status_code == 400
    assert missing.json()["error"]["code"] == "upload_required"
    assert missing.json()["error"]["files"] == ["."]
    sent = otto_api.client.post("/api/v1/local/uploads", {"file": SimpleUploadedFile("Dockerfile", b"FROM busybox\n")})
    assert sent.status_code == 201, sent.content
    assert otto_api.line("docker build -t dlapi:1 .", uploads=[sent.json()["upload"]]).status_code == 202


def test_an_upload_of_somebody_else_cannot_be_used(otto_api, ada_api):
    sent = ada_api.client.post("/api/v1/local/uploads", {"file": SimpleUploadedFile("Dockerfile", b"FROM busybox\n")})
    assert otto_api.line("docker build .", uploads=[sent.json()["upload"]]).status_code == 400


def test_a_viewer_sends_no_upload(vera_api):
    sent = vera_api.client.post("/api/v1/local/uploads", {"file": SimpleUploadedFile("Dockerfile", b"FROM busybox\n")})
    assert sent.status_code == 403


def test_a_line_that_cannot_be_read_answers_400_and_names_the_word(otto_api):
    error = otto_api.line("docker run --frob busybox").json()["error"]
    assert (error["code"], error["at"]) == ("bad_line", 2)
    assert "--frob" in error["message"]


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b'{"line": 5}', b"{}", b'{"line": "docker ps", "uploads": "x"}', b"\xff\xfe"]
)
def test_a_body_that_cannot_be_read_answers_400_with_a_sentence(otto_api, body):
    answer = otto_api.client.post("/api/v1/local/line", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_nobody_answers_401_and_a_bad_token_is_nobody(otto):
    for client in (
        Client(),
        Client(headers={"Authorization": "Bearer dl_wrong"}),
        Client(headers={"Authorization": "x"}),
    ):
        answer = client.post("/api/v1/local/line", json.dumps({"line": "docker ps"}), content_type="application/json")
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "unauthorized"


def test_a_session_needs_its_csrf_token(otto):
    client = Client(enforce_csrf_checks=True)
    client.force_login(otto)
    answer = client.post("/api/v1/local/line", json.dumps({"line": "docker ps"}), content_type="application/json")
    assert answer.status_code == 403


def test_a_right_that_is_missing_answers_403_and_names_it(vera_api, name):
    answer = vera_api.line(f"docker run -d --name {name} busybox top")
    assert answer.status_code == 403
    assert "docker container run" in answer.json()["error"]["message"]


def test_the_guard_answers_403_and_names_the_option(otto_api):
    answer = otto_api.line("docker run -d -v /:/host busybox top")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "guard"
    assert answer.json()["error"]["message"].startswith("-v /:/host")


def test_a_missing_object_answers_404(otto_api):
    answer = otto_api.line("docker start dlapi-not-there")
    assert answer.status_code == 404
    assert "dlapi-not-there" in answer.json()["error"]["message"]


def test_a_host_that_is_not_there_answers_404(otto_api):
    answer = otto_api.client.post(
        "/api/v1/elsewhere/line", json.dumps({"line": "docker ps"}), content_type="application/json"
    )
    assert answer.status_code == 404


def test_a_conflict_answers_409(otto_api, docker, name):
    docker("run", "-d", "--name", name, "busybox", "top")
    assert otto_api.line(f"docker rm {name}").status_code == 409
    assert otto_api.line(f"docker run -d --name {name} busybox top").status_code == 409


def test_no_engine_answers_503_with_what_to_do(otto_api, monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    hosts.forget_engines()
    try:
        answer = otto_api.line("docker ps")
    finally:
        hosts.forget_engines()
    assert answer.status_code == 503
    assert "No docker engine answers" in answer.json()["error"]["message"]


def test_a_command_can_be_asked_for_by_values_instead_of_a_line(otto_api, name):
    body = {"values": {"detach": True, "name": name, "image": "busybox", "command": ["top"], "publish": []}}
    answer = otto_api.client.post(
        "/api/v1/local/commands/container-run", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 200
    assert answer.json()["line"] == f"docker run -d --name {name} busybox top"
    body["values"]["frob"] = 1
    wrong = otto_api.client.post(
        "/api/v1/local/commands/container-run", json.dumps(body), content_type="application/json"
    )
    assert wrong.status_code == 400
    assert wrong.json()["error"]["field"] == "frob"


def test_a_log_is_downloaded_whole(vera_api, docker, name):
    docker("run", "--name", name, "busybox", "sh", "-c", "seq 1 200000")
    answer = vera_api.client.get(f"/api/v1/local/container/{name}/log")
    assert b"".join(_chunks(answer)) == b"".join(b"%d\n" % number for number in range(1, 200001))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.log"'


def _chunks(answer):
    import asyncio

    async def collect():
        return [chunk async for chunk in answer.streaming_content]

    return asyncio.run(collect())


def test_openapi_describes_every_command(vera):
    from containers.commands.registry import COMMANDS

    client = Client()
    client.force_login(vera)
    document = client.get("/api/v1/openapi.json").json()
    for command in COMMANDS:
        operation = document["paths"][f"/api/v1/{{host}}/commands/{command.slug}"]["post"]
        values = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["values"]
        assert set(values["properties"]) == {part.name for part in command.parts}


def test_health_is_open_to_all_and_tells_nothing():
    assert Client().get("/healthz").content == b"ok\n"
    assert Client().get("/readyz").content == b"ready\n"


def test_metrics_need_a_token(vera_api):
    assert Client().get("/metrics").status_code == 401
    text = vera_api.client.get("/metrics").content.decode()
    assert 'dockline_engine_up{host="local"} 1.0' in text
