"""What no client of good will sends: each gets a code and a sentence, and no 500."""

import json
import logging

import pytest
from django.test import Client

from containers.access.tokens import issue

pytestmark = [pytest.mark.django_db(transaction=True)]
LINE = "/api/v1/local/line"


@pytest.fixture
def otto_api(otto) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {issue(otto, 'tests')}"})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("[" * 100_000, 400, "bad_json"),
        ('{"line":' + "[" * 5000 + "]" * 5000 + "}", 400, "bad_json"),
        (json.dumps({"line": "x" * 3_000_000}), 413, "too_large"),
        (json.dumps({"line": "docker inspect \ud800"}), 400, "bad_line"),
        (json.dumps({"line": "docker run -d -e A=\ud800 busybox"}), 400, "bad_line"),
        ('{"line": 1}', 400, "bad_line"),
        ('{"line": "docker ps", "uploads": [1]}', 400, "bad_line"),
    ],
)
def test_a_body_that_no_line_can_be_read_from(otto_api, body, status, code):
    answer = otto_api.post(LINE, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=a", "text/plain"])
def test_an_upload_that_is_no_form_says_so(otto_api, kind):
    answer = otto_api.generic("POST", "/api/v1/local/uploads", b"xx", content_type=kind)
    assert answer.status_code == 400
    assert "multipart form data" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/local/nothing", "/api/v2/local/line"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_of_the_api_that_is_none_answers_in_json(otto_api, path, method):
    answer = otto_api.generic(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert Client().generic(method, path).status_code == 401


@pytest.mark.engine
@pytest.mark.parametrize("verb", ["stop", "restart"])
def test_a_wait_of_ages_is_no_failure_of_ours(otto_api, engine, verb):
    body = json.dumps({"line": f"docker {verb} -t 999999999999999999 dlapi-none"})
    assert otto_api.post(LINE, body, content_type="application/json").json()["error"]["code"] == "not_found"


def test_the_log_does_not_repeat_a_line_that_could_not_be_read(otto_api, caplog):
    caplog.set_level(logging.INFO)
    body = json.dumps({"line": "docker stop -eDB_PASSWORD=hunter2"})
    assert otto_api.post(LINE, body, content_type="application/json").status_code == 400
    assert "hunter2" not in caplog.text


def test_a_session_without_its_csrf_token_gets_a_code(otto):
    client = Client(enforce_csrf_checks=True)
    client.force_login(otto)
    answer = client.post(LINE, json.dumps({"line": "docker ps"}), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")


def test_help_on_what_is_no_command_says_so(otto_api):
    body = json.dumps({"values": {"of": ["zzz"]}})
    answer = otto_api.post("/api/v1/local/commands/help", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_line")
