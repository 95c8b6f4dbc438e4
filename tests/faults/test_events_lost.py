"""An engine that is restarted while its events are followed: it is said, they go on by themselves, in order, once."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.private import PrivateEngine
from tests.streaming.events_client import EventsClient
from tests.streaming.server import Server

pytestmark = [pytest.mark.engine, pytest.mark.faults]


@pytest.fixture
def own_engine():
    engine = PrivateEngine("events")
    engine.up(base=False)
    yield engine
    engine.down()


async def read(client: EventsClient, met, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        await client.until(met)


def volumes(engine: PrivateEngine, *names: str) -> list[tuple[str, str]]:
    """Makes volumes, and says which events that makes."""
    for name in names:
        engine.docker("volume", "create", name)
    return [(name, "create") for name in names]


async def test_an_engine_that_is_restarted_is_told_of_and_its_events_go_on(tmp_path: Path, own_engine):
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        wanted = await asyncio.to_thread(volumes, own_engine, "before")
        async with EventsClient(server.address, server.token("admin"), since="0", filter="type=volume") as client:
            await read(client, lambda seen: seen.events)
            for number in range(2):
                await asyncio.to_thread(own_engine.stop)
                await read(client, lambda seen: seen.states[-1] == "engine_lost")
                await asyncio.to_thread(own_engine.up, base=False)
                wanted += await asyncio.to_thread(volumes, own_engine, f"a{number}", f"b{number}")
                await read(
                    client, lambda seen, last=wanted[-1][0]: (seen.events[-1]["id"], seen.states[-1]) == (last, "live")
                )
            assert client.gaps == 2, "what an engine forgot is said"
            assert client.states == ["live"] + ["engine_lost", "engine_back", "live"] * 2
            assert [(event["id"], event["action"]) for event in client.events] == wanted
            cursor = client.cursor
        server.kill()
        wanted = await asyncio.to_thread(volumes, own_engine, "while-the-server-is-away")
        server.start()
        async with EventsClient(server.address, server.token("admin"), cursor=cursor, filter="type=volume") as client:
            await read(client, lambda seen: seen.events)
            assert [(event["id"], event["action"]) for event in client.events] == wanted
            assert client.gaps == 0
    finally:
        server.kill()


async def test_a_server_that_starts_before_its_engine_begins_to_follow_when_it_comes(tmp_path: Path, own_engine):
    own_engine.stop()
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        async with EventsClient(server.address, server.token("admin"), filter="type=volume") as client:
            await read(client, lambda seen: seen.states == ["engine_lost"])
            await asyncio.to_thread(own_engine.up, base=False)
            await read(client, lambda seen: seen.states == ["engine_lost", "engine_back", "live"])
            wanted = await asyncio.to_thread(volumes, own_engine, "first")
            await read(client, lambda seen: seen.events)
            assert [(event["id"], event["action"]) for event in client.events] == wanted
    finally:
        server.kill()
