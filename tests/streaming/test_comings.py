"""A merged log looks for containers when the engine's events tell of them, and asks for nothing in between."""

import asyncio

import pytest

from containers.engine.engine_events import EngineEvent
from containers.streaming import comings
from containers.streaming.comings import Comings
from containers.streaming.event_ring import Happened


@pytest.mark.engine
async def test_it_is_woken_by_a_container_that_is_made_without_looking_by_the_clock(engine, docker, monkeypatch):
    monkeypatch.setattr(comings, "LOOK_AGAIN", 3600)
    there = Comings()
    with there.followed(engine):
        async with asyncio.timeout(30):
            await there.next()  # the stream is told from now on
            name = await asyncio.to_thread(docker, "create", "busybox")
            await there.next()
            await asyncio.to_thread(docker, "rm", name)
            await there.next()


@pytest.mark.parametrize(
    ("said", "looks"),
    [
        (("container", "create"), True),
        (("container", "rename"), True),
        (("container", "destroy"), True),
        (("container", "start"), False),
        (("container", "exec_start"), False),
        (("volume", "create"), False),
        ("engine_lost", True),
        ("live", True),
    ],
)
async def test_only_what_may_change_who_is_there_is_a_reason(said, looks, monkeypatch):
    monkeypatch.setattr(comings, "LOOK_AGAIN", 3600)
    there = Comings()
    there.heard([said if isinstance(said, str) else Happened(EngineEvent(*said, "id", {}, "local", 10**18))])
    waiting = asyncio.create_task(there.next())
    _done, pending = await asyncio.wait([waiting], timeout=5 if looks else 0.2)
    waiting.cancel()
    assert bool(pending) is not looks
