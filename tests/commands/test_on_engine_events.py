"""`docker events` as a typed line and through the API."""

import json

import pytest
from django.test import Client

from containers.access.tokens import issue
from containers.commands.errors import LineError

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def test_system_events_answers_the_socket_with_its_options(as_vera):
    outcome = do(as_vera, "docker events --filter type=container -f event=health_status --since 10m --until 2m")
    wanted = "/ws/local/events/?since=10m&until=2m&filter=type%3Dcontainer&filter=event%3Dhealth_status"
    assert outcome.stream == wanted
    assert outcome.line == "docker events -f type=container -f event=health_status --since 10m --until 2m"


def test_system_events_through_the_api_is_a_stream(vera):
    client = Client(headers={"Authorization": f"Bearer {issue(vera, 'events')}"})
    answer = client.post("/api/v1/local/line", json.dumps({"line": "docker system events"}), "application/json")
    assert (answer.status_code, answer.json()["stream"]) == (202, "/ws/local/events/")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("docker events --filter colour=red", "colour"),
        ("docker events --filter type", "NAME=VALUE"),
        ("docker events --since yesterday", "yesterday"),
        ("docker events --format '{{json .}}'", "--format"),
        ("docker events web", "web"),
    ],
)
def test_system_events_refuses_what_it_cannot_by_name(as_vera, line, word):
    with pytest.raises(LineError, match=word):
        do(as_vera, line)
