"""An engine that is restarted while figures are watched: it is said, nothing is shown as known, and they go on."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.private import PrivateEngine
from tests.streaming.server import Server
from tests.streaming.stats_client import StatsClient

pytestmark = [pytest.mark.engine, pytest.mark.faults]


@pytest.fixture
def own_engine():
    engine = PrivateEngine("stats")
    engine.up()
    yield engine
    engine.down()


async def read(client: StatsClient, met, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        await client.until(met)


def memory_of(client: StatsClient, name: str) -> int | None:
    row = client.named(name)
    return row["memory"] if row else None


async def test_an_engine_that_is_restarted_is_told_of_and_figures_go_on(tmp_path: Path, own_engine: PrivateEngine):
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        run = ("run", "-d", "--network", "none", "busybox", "sleep", "600")
        await asyncio.to_thread(own_engine.docker, *run[:2], "--restart", "always", "--name", "again", *run[2:])
        await asyncio.to_thread(own_engine.docker, *run[:2], "--name", "once", *run[2:])
        token = server.token("admin")
        async with (
            StatsClient(server.address, token) as table,
            StatsClient(server.address, token, container="once") as one,
        ):
            await read(table, lambda seen: memory_of(seen, "again") and memory_of(seen, "once"))
            await read(one, lambda seen: memory_of(seen, "once"))
            await asyncio.to_thread(own_engine.stop)
            for client in (table, one):
                await read(client, lambda seen: seen.states[-1] == "engine_lost")
            assert "does not answer" in table.sentence
            await read(table, lambda seen: not any(row["memory"] for row in seen.rows.values()), seconds=5)
            await asyncio.to_thread(own_engine.up, base=False)
            for client in (table, one):
                await read(client, lambda seen: seen.states[-1] == "live")
            await read(table, lambda seen: memory_of(seen, "again") and not seen.named("once"))
            await read(one, lambda seen: seen.named("once")["state"] == "exited")
            assert memory_of(one, "once") is None
            await asyncio.to_thread(own_engine.docker, "start", "once")
            await read(one, lambda seen: memory_of(seen, "once"))
            await read(table, lambda seen: memory_of(seen, "once"))
            assert table.states == one.states == ["live", "engine_lost", "live"]
    finally:
        server.kill()


async def test_a_server_that_starts_before_its_engine_shows_figures_when_it_comes(
    tmp_path: Path, own_engine: PrivateEngine
):
    await asyncio.to_thread(own_engine.docker, "create", "--name", "web", "busybox", "sleep", "600")
    own_engine.stop()
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        token = server.token("admin")
        async with (
            StatsClient(server.address, token, all=1) as table,
            StatsClient(server.address, token, container="web") as one,
        ):
            await read(table, lambda seen: seen.states == ["engine_lost"])
            await asyncio.to_thread(own_engine.up, base=False)
            await asyncio.to_thread(own_engine.docker, "start", "web")
            for client in (table, one):
                await read(client, lambda seen: memory_of(seen, "web"))
    finally:
        server.kill()
