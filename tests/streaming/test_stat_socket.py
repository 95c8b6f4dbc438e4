"""What containers use by the sockets, with a client written from docs/protocol.md: one, several, all; rights."""

import asyncio
import time

import pytest

from tests.streaming.stats_client import StatsClient

pytestmark = pytest.mark.engine


@pytest.fixture
def vera(server) -> str:
    """A new viewer's name, whose rights a test may take away."""
    name = f"vera-{time.monotonic_ns()}"
    server.manage("adduser", name, "--role", "viewer", "--password-stdin", says="a-long-Pass-word-1\n")
    return name


async def reading(client: StatsClient, met, seconds: float = 20) -> StatsClient:
    async with asyncio.timeout(seconds):
        return await client.until(met)


def measured(client: StatsClient, name: str) -> bool:
    row = client.named(name)
    return row is not None and row["cpu"] is not None


async def test_one_containers_figures_come_each_second_and_a_second_viewer_gets_what_was_before(
    server, token, container
):
    name = await asyncio.to_thread(container, "stats-one", "while :; do :; done", "--memory", "24m", "--cpus", "0.2")
    async with StatsClient(server.address, token, container=name) as first:
        await reading(first, lambda seen: len(seen.came) >= 5)
        firsts = [row for row in first.came if row["at"] is not None]
        assert firsts[0]["cpu"] is None, "the first of a stream has nothing before it"
        assert 5 < firsts[-1]["cpu"] < 60
        assert firsts[-1]["limit"] == 24 * 2**20
        assert firsts[-1]["pids"] == 1
        assert 0.7 < (firsts[-1]["at"] - firsts[0]["at"]) / (len(firsts) - 1) < 2
        async with StatsClient(server.address, token, container=name, history=900) as second:
            await reading(second, lambda seen: seen.histories)
        (history,) = second.histories.values()
        assert len(history["at"]) >= len(firsts)
        assert set(map(len, history.values())) == {len(history["at"])}
        assert history["at"] == sorted(history["at"])
        assert history["cpu"][0] is None
        assert history["received"][0] is None
        assert all(value > 0 for value in history["cpu"][1:])


async def test_a_container_that_ends_is_a_dash_and_goes_on_when_it_is_started_again(server, token, container, docker):
    name = await asyncio.to_thread(container, "stats-ends", "trap exit TERM; while :; do sleep 0.1; done")
    async with StatsClient(server.address, token, container=name) as client:
        await reading(client, lambda seen: measured(seen, name))
        await asyncio.to_thread(docker, "stop", "-t", "1", name)
        await reading(client, lambda seen: seen.named(name)["state"] == "exited")
        row = client.named(name)
        assert all(row[each] is None for each in ("at", "cpu", "memory", "limit", "received", "read", "pids"))
        await asyncio.to_thread(docker, "start", name)
        await reading(client, lambda seen: measured(seen, name))
        await asyncio.to_thread(docker, "pause", name)
        await reading(client, lambda seen: seen.named(name)["state"] == "paused")
        await reading(client, lambda seen: seen.named(name)["cpu"] == 0)
        await asyncio.to_thread(docker, "rename", name, name + "-2")
        await reading(client, lambda seen: seen.named(name + "-2"))
        await asyncio.to_thread(docker, "rename", name + "-2", name)
        await asyncio.to_thread(docker, "rm", "-f", name)
        await reading(client, lambda _seen: False)
    assert (client.code, client.states) == (1000, ["live", "removed"])


async def test_the_table_follows_what_comes_and_goes_and_with_all_shows_stopped_ones(server, token, container, docker):
    async with (
        StatsClient(server.address, token) as running,
        StatsClient(server.address, token, all=1) as every,
    ):
        for client in (running, every):
            await reading(client, lambda seen: seen.states == ["live"])
        name = await asyncio.to_thread(container, "stats-comes", "exec sleep 600")
        began = time.monotonic()
        for client in (running, every):
            await reading(client, lambda seen: seen.named(name))
        assert time.monotonic() - began < 3
        await reading(running, lambda seen: measured(seen, name))
        await asyncio.to_thread(docker, "kill", name)
        await reading(running, lambda seen: not seen.named(name))
        await reading(every, lambda seen: seen.named(name)["state"] == "exited")
        await asyncio.to_thread(docker, "rm", "-f", name)
        await reading(every, lambda seen: not seen.named(name))


async def test_a_client_says_which_containers_it_shows_from_now_on(server, token, container):
    names = [await asyncio.to_thread(container, f"stats-{each}", "exec sleep 600") for each in ("a", "b", "c")]
    async with StatsClient(server.address, token, containers=names[:2], brief=1) as client:
        await reading(client, lambda seen: all(measured(seen, name) for name in names[:2]))
        assert {row["name"] for row in client.rows.values()} == set(names[:2])
        assert set(client.came[0]) == {"id", "name", "state", "at", "cpu", "memory", "limit"}
        await client.show(names[2])
        await reading(client, lambda seen: measured(seen, names[2]) and len(seen.rows) == 1)
        await client.show()
        await reading(client, lambda seen: not seen.rows)
    async with StatsClient(server.address, token, container=names[0]) as one:
        await reading(one, lambda seen: seen.rows)
        await one.show(names[1])
        await reading(one, lambda _seen: False)
    assert one.code == 4400


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        ({"container": "never-was"}, 4404, "never-was"),
        ({"containers": ["never-was"]}, 4404, "never-was"),
        ({"containers": ["../x"]}, 4400, "name"),
        ({"history": 901}, 4400, "900"),
        ({"step": 0}, 4400, "step"),
        ({"all": "maybe"}, 4400, "all"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_sentence(server, token, options, code, word):
    async with StatsClient(server.address, token, **options) as client:
        await reading(client, lambda _seen: False)
    assert (client.code, client.states) == (code, ["refused"])
    assert word in client.sentence


async def test_a_message_that_is_not_of_the_protocol_ends_it(server, token):
    for message in ("", "[]", '{"ack": 99999999}', '{"ack": "1"}', '{"containers": 7}', '{"containers": [7]}'):
        async with StatsClient(server.address, token) as client:
            await reading(client, lambda seen: seen.states)
            await client.socket.send(message)
            await reading(client, lambda _seen: False)
        assert client.code == 4400, message


async def test_it_closes_within_five_seconds_when_the_right_is_taken(server, vera, container):
    name = await asyncio.to_thread(container, "stats-right", "exec sleep 600")
    token = server.token(vera)
    async with (
        StatsClient(server.address, token, page=1) as table,
        StatsClient(server.address, token, container=name) as one,
    ):
        for client in (table, one):
            await reading(client, lambda seen: seen.rows)
        code = f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()"
        await asyncio.to_thread(server.python, code)
        async with asyncio.timeout(5):
            for client in (table, one):
                await client.until(lambda _seen: False)
        assert {table.code, one.code} == {4403}
        assert table.states[-1] == one.states[-1] == "refused"
    async with StatsClient(server.address, token, page=1) as client:
        await reading(client, lambda _seen: False)
    assert client.code == 4403
    assert "stats" in client.sentence
    rows = server.python(
        "from containers.audit.models import AuditEntry as A;"
        f"print([(e.command, e.outcome) for e in A.objects.filter(user_name='{vera}')])"
    )
    assert "('container stats', 'refused')" in rows, rows
    assert rows.count("asked") == 3, "what a token asks is kept, whatever it says of itself"
