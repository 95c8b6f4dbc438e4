"""The filters of events choose what the engine's own would."""

import pytest

from containers.commands.secrets import event_without_secrets, line_without_secrets
from containers.engine.engine_events import EngineEvent, event_of
from containers.engine.errors import EngineFailed
from containers.engine.event_filter import event_filter

START = EngineEvent("container", "start", "f00dcafe", {"name": "web-1", "image": "nginx:1.27", "a": "b"}, "local", 1)
HEALTH = EngineEvent("container", "health_status: healthy", "beef", {"name": "db", "image": "pg"}, "local", 2)
PULL = EngineEvent("image", "pull", "nginx:1.27", {"name": "nginx"}, "local", 3)
CONNECT = EngineEvent("network", "connect", "abcd", {"name": "bridge", "container": "f00dcafe"}, "local", 4)
EVENTS = [START, HEALTH, PULL, CONNECT]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([], EVENTS),
        (["type=container"], [START, HEALTH]),
        (["type=container", "type=image"], [START, HEALTH, PULL]),
        (["type=container", "event=start"], [START]),
        (["event=health_status"], [HEALTH]),
        (["event=health_status: unhealthy"], []),
        (["container=web"], [START]),
        (["container=f00d", "container=db"], [START, HEALTH]),
        (["network=bridge"], [CONNECT]),
        (["image=nginx"], [START, PULL]),
        (["image=nginx:1.27"], [START, PULL]),
        (["image=ngin"], []),
        (["label=a"], [START]),
        (["label=a=b"], [START]),
        (["label=a=c"], []),
        (["label=a", "label=c"], []),
        (["scope=swarm"], []),
    ],
)
def test_a_filter_keeps(words, kept):
    assert [event for event in EVENTS if event_filter(words).keeps(event)] == kept


def test_an_event_concerns_a_container_also_where_it_is_a_networks():
    assert [event for event in EVENTS if event.concerns("f00dcafe")] == [START, CONNECT]


@pytest.mark.parametrize(
    "line", [b"[]", b"nonsense", b'{"Type": "container"}', b'{"Type":"a","Action":"b","timeNano":{}}']
)
def test_what_is_no_event_is_a_named_error(line):
    with pytest.raises(EngineFailed):
        event_of(line)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("exec_create: sh -c TOKEN=hush true", "exec_create: sh -c TOKEN=*** true"),
        ("exec_create: env A='hu sh' B=\"hu sh\" top", "exec_create: env A=*** B=*** top"),
        ("exec_start: mysql --password=hush --db-token hush x", "exec_start: mysql --password=*** --db-token *** x"),
        ("exec_create: curl http://me:hush@host/x?q", "exec_create: curl http://me:***@host/x?q"),
        (
            "exec_create: wget -q --timeout=5 http://localhost:80/",
            "exec_create: wget -q --timeout=5 http://localhost:80/",
        ),
    ],
)
def test_secrets_of_an_execs_line_are_masked(line, shown):
    event = EngineEvent("container", line, "beef", {"name": "db"}, "local", 1)
    assert event_without_secrets(event).action == line_without_secrets(line) == shown
