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


async def test_an_engine_that_comes_late_and_is_restarted_is_told_of_and_figures_go_on(
    tmp_path: Path, own_engine: PrivateEngine
):
    sleeps = ("--network", "none", "busybox", "sleep", "600")
    own_engine.docker("create", "--name", "once", *sleeps)
    own_engine.docker("run", "-d", "--restart", "always", "--name", "again", *sleeps)
    own_engine.stop()
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        token = server.token("admin")
        async with (
            StatsClient(server.address, token) as table,
            StatsClient(server.address, token, container="once") as one,
        ):
            for client in (table, one):
                await read(client, lambda seen: seen.states == ["engine_lost"])
            await asyncio.to_thread(own_engine.up, base=False)
            await asyncio.to_thread(own_engine.docker, "start", "once")
            await read(table, lambda seen: memory_of(seen, "again") and memory_of(seen, "once"))
            await read(one, lambda seen: memory_of(seen, "once"))
            await asyncio.to_thread(own_engine.stop)
            for client in (table, one):
                await read(client, lambda seen: seen.states[-1] == "engine_lost")
            assert "does not answer" in table.sentence
            await read(table, lambda seen: not any(row["memory"] for row in seen.rows.values()), seconds=5)
            await asyncio.to_thread(own_engine.up, base=False)
            await read(table, lambda seen: memory_of(seen, "again") and not seen.named("once"))
            await read(one, lambda seen: seen.named("once")["state"] == "exited")
            assert memory_of(one, "once") is None
            await asyncio.to_thread(own_engine.docker, "start", "once")
            await read(one, lambda seen: memory_of(seen, "once"))
            await read(table, lambda seen: memory_of(seen, "once"))
            assert table.states == one.states == ["engine_lost", "live", "engine_lost", "live"]
    finally:
        server.kill()
