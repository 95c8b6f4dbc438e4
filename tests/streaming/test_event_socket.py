"""The engine's events by the socket, with a client written from docs/protocol.md: as `docker events`, and shared."""

import asyncio
import time
import uuid

import pytest

from tests.streaming.events_client import EventsClient

pytestmark = pytest.mark.engine


@pytest.fixture
def volume(docker):
    """Makes and removes a volume of a new name, which are two events of it: volume() -> its name."""
    made: list[str] = []

    def make() -> str:
        name = f"dlstream-{uuid.uuid4().hex[:10]}"
        made.append(name)
        docker("volume", "create", name)
        docker("volume", "rm", name)
        return name

    return make


@pytest.fixture
def vera(server) -> str:
    """A new viewer's name, whose rights a test may take away."""
    name = f"vera-{time.monotonic_ns()}"
    server.manage("adduser", name, "--role", "viewer", "--password-stdin", says="a-long-Pass-word-1\n")
    return name


async def reading(client: EventsClient, met, seconds: float = 15) -> EventsClient:
    async with asyncio.timeout(seconds):
        return await client.until(met)


async def opened(client: EventsClient) -> EventsClient:
    return await reading(client, lambda seen: "live" in seen.states)


async def test_what_a_terminal_does_comes_within_a_second_as_docker_says_it(server, token, container, docker):
    async with EventsClient(server.address, token) as client, EventsClient(server.address, token, brief=1) as page:
        await opened(client)
        await opened(page)
        name = await asyncio.to_thread(
            container, "events", "trap 'exit 3' TERM; while :; do sleep 0.1; done", "-l", "a=b"
        )
        began = time.monotonic()
        docker("rename", name, name + "-2")
        await reading(client, lambda seen: "rename" in seen.actions(name + "-2"))
        assert time.monotonic() - began < 1
        docker("rename", name + "-2", name)
        await asyncio.to_thread(docker, "stop", name)
        await reading(client, lambda seen: "stop" in seen.actions(name))
        assert [each for each in client.actions(name) if each != "resize"][:2] == ["create", "start"]
        died = next(event for event in client.events if event["action"] == "die" and event["name"] == name)
        assert died["attributes"]["exitCode"] == "3"
        assert died["attributes"]["a"] == "b"
        assert died["type"] == "container"
        assert len(died["id"]) == 64
        assert (
            abs(time.time() - time.mktime(time.strptime(died["time"][:19], "%Y-%m-%dT%H:%M:%S")) + time.timezone) < 60
        )
        await reading(page, lambda seen: "stop" in seen.actions(name))
        brief = next(event for event in page.events if event["action"] == "die" and event["name"] == name)
        assert brief == {key: died[key] for key in ("type", "action", "id", "name", "time")}


async def test_filters_choose_as_dockers_do_and_a_page_leaves_execs_out(server, token, container, docker):
    name = container("filters", "exec sleep 600")
    container_id = docker("inspect", "-f", "{{.Id}}", name)
    asked = {"filter": [f"container={name}", "event=exec_create", "event=pause"]}
    async with (
        EventsClient(server.address, token, **asked) as some,
        EventsClient(server.address, token, of=container_id, execs=0, brief=1) as page,
        EventsClient(server.address, token, filter="type=network", of=container_id) as networks,
    ):
        for client in (some, page, networks):
            await opened(client)
        docker("exec", "-e", "A=hush", name, "sh", "-c", "TOKEN=hush mysql --password hush -h db true; exit 0")
        docker("pause", name)
        docker("unpause", name)
        await asyncio.to_thread(docker, "rm", "-f", name)
        await reading(page, lambda seen: "destroy" in seen.actions(name))
        await reading(networks, lambda seen: any(event["action"] == "disconnect" for event in seen.events))
        await reading(some, lambda seen: "pause" in seen.actions(name))
    said = [event["action"] for event in some.events]
    assert said[-1] == "pause"
    assert said[0].startswith("exec_create: sh -c TOKEN=*** mysql --password *** -h db")
    assert "hush" not in str(some.frames)
    assert {event["type"] for event in networks.events} == {"network"}
    assert {"pause", "unpause", "destroy"} <= set(page.actions(name))
    assert not [event for event in page.events if event["action"].startswith("exec")]


async def test_since_and_until_answer_what_is_remembered_and_end(server, token, volume):
    names = [volume() for _ in range(3)]
    async with EventsClient(server.address, token, since="5m", until=f"{time.time() + 1:.3f}") as client:
        await reading(client, lambda _seen: False)
    assert client.code == 1000
    assert client.states[-1] == "done"
    seen = [event["name"] for event in client.events if event["name"] in names or event["id"] in names]
    assert [event["id"] for event in client.events if event["id"] in names] == [name for name in names for _ in "ab"], (
        seen
    )


async def test_who_comes_back_with_a_cursor_misses_and_repeats_nothing(server, token, volume):
    names, seen, cursor = [], [], ""
    for _ in range(4):
        async with EventsClient(
            server.address, token, filter="type=volume", **({"cursor": cursor} if cursor else {})
        ) as client:
            await opened(client)
            names.append(await asyncio.to_thread(volume))
            await reading(client, lambda seen, name=names[-1]: any(event["id"] == name for event in seen.events))
            assert client.gaps == 0
        seen += client.events
        cursor = client.cursor
        names.append(await asyncio.to_thread(volume))  # while nobody of us is there
    async with EventsClient(server.address, token, filter="type=volume", cursor=cursor) as client:
        await reading(client, lambda _seen: [event["id"] for event in client.events].count(names[-1]) == 2)
    seen += client.events
    ours = [(event["id"], event["action"]) for event in seen if event["id"] in names]
    assert ours == [(name, action) for name in names for action in ("create", "destroy")]


async def test_a_cursor_of_long_ago_says_that_events_may_be_missing(server, token):
    async with EventsClient(server.address, token, cursor="1769860800000000000.0123456789ab") as client:
        await opened(client)
    assert client.gaps == 1
    async with EventsClient(server.address, token, cursor="nonsense") as client:
        await reading(client, lambda _seen: False)
    assert client.code == 4400


async def test_a_filter_that_there_is_not_is_refused_by_name(server, token):
    async with EventsClient(server.address, token, filter="colour=red") as client:
        await reading(client, lambda _seen: False)
    assert client.code == 4400
    assert "colour" in client.frames[-1]["state"]["message"]


async def test_it_closes_within_five_seconds_when_the_right_is_taken(server, vera):
    async with EventsClient(server.address, server.token(vera), brief=1) as client:
        await opened(client)
        code = f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()"
        await asyncio.to_thread(server.python, code)
        await reading(client, lambda _seen: False, seconds=5)
        assert client.code == 4403
        assert client.states[-1] == "refused"
    async with EventsClient(server.address, server.token(vera), brief=1) as client:
        await reading(client, lambda _seen: False)
    assert client.code == 4403
    assert "system events" in client.frames[-1]["state"]["message"]
