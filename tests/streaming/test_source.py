"""One upstream serves all who watch a log live, and ends soon after the last of them."""

import asyncio
import json
import threading
import time

import pytest

from containers.streaming import source
from containers.streaming.credit import AcknowledgementError, Credit
from containers.streaming.cursor import read_cursor
from containers.streaming.options import LogOptions
from containers.streaming.source import sources
from containers.streaming.viewer import Viewer

pytestmark = pytest.mark.engine


def upstreams(name: str) -> int:
    return sum(thread.name == f"log-{name}" for thread in threading.enumerate())


class Watching:
    """A viewer in this process, and the lines it was sent."""

    def __init__(self, engine, name: str, **options) -> None:
        self.lines: list[str] = []
        self.viewer = Viewer(engine, name, LogOptions(**options), self.send)
        self.task = asyncio.create_task(self.viewer.run())

    async def send(self, frame: str) -> None:
        head, _newline, body = frame.partition("\n")
        self.lines += body.split("\n")[:-1]
        self.viewer.acknowledge(json.loads(head)["sent"])

    async def until(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.lines) < count:
                await asyncio.sleep(0.02)

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_many_viewers_share_one_upstream_which_ends_after_the_last(engine, container, monkeypatch):
    monkeypatch.setattr(source, "LINGER", 0.3)
    name = container("shared", "i=0; while true; do i=$((i+1)); echo $i; sleep 0.05; done")
    watching = [Watching(engine, name) for _ in range(20)]
    for each in watching:
        await each.until(20)
    assert upstreams(name) == 1
    assert len(sources()) == 1
    for each in watching[1:]:
        await each.leave()
    await asyncio.sleep(0.6)
    assert upstreams(name) == 1
    await watching[0].leave()
    async with asyncio.timeout(5):
        while upstreams(name):
            await asyncio.sleep(0.05)
    assert len(sources()) == 0
    for each in watching:
        assert each.lines == [f"o{number}" for number in range(1, len(each.lines) + 1)]


async def test_an_ended_container_is_not_asked_about_and_goes_on_when_an_event_tells_of_its_start(
    engine, container, docker, asked_of_the_engine, monkeypatch
):
    monkeypatch.setattr(source, "LINGER", 0.1)
    name = container("told", "echo hello; sleep 0.2")
    docker("wait", name)
    watching = Watching(engine, name)
    await watching.until(1)
    await asyncio.sleep(1.5)  # the events are followed by then
    asked_of_the_engine.clear()
    await asyncio.sleep(5)
    assert not asked_of_the_engine
    await asyncio.to_thread(docker, "start", name)
    started = time.monotonic()
    await watching.until(2)
    assert time.monotonic() - started < 1
    await asyncio.to_thread(docker, "rm", "-f", name)
    await asyncio.wait_for(watching.task, 2)
    assert watching.lines == ["ohello", "ohello"]


async def test_viewers_who_come_at_any_time_see_every_line_once(engine, container):
    name = container("any-time", "i=0; while [ $i -lt 1500 ]; do i=$((i+1)); echo $i; echo $i >&2; done; sleep 600")
    watching = []
    for _ in range(12):
        watching.append(Watching(engine, name))
        await asyncio.sleep(0.03)
    for each in watching:
        await each.until(3000)
        for stream in "oe":
            assert [line for line in each.lines if line[0] == stream] == [f"{stream}{n}" for n in range(1, 1501)]
        await each.leave()


async def test_a_far_behind_cursor_reads_all_lines_since(engine, container, docker):
    name = container("far", "seq 1 20000")
    docker("wait", name)
    first = Watching(engine, name, tail="all", follow=False)
    await first.until(20000)
    cut = Watching(engine, name, tail="all", follow=False)
    cursors = []
    original = cut.viewer._send

    async def keep(frame: str) -> None:
        cursors.append(json.loads(frame.partition("\n")[0])["cursor"])
        await original(frame)

    cut.viewer._send = keep
    await cut.until(20000)
    container_id, cursor = read_cursor(cursors[0])
    rest = Watching(engine, name, cursor=cursor, cursor_container=container_id, follow=False)
    await asyncio.wait_for(rest.task, 20)
    seen_before = int(cut.lines[-1][1:]) - len(rest.lines)
    assert 0 < seen_before < 14_000
    assert rest.lines == [f"o{n}" for n in range(seen_before + 1, 20_001)]


def test_credit_is_taken_acknowledged_and_never_guessed():
    credit = Credit(window=100)
    assert credit.take(250) == 250  # more than the window, but nothing else is under way
    assert credit.take(1) is None
    credit.acknowledge(250)
    assert credit.take(24) == 274
    assert credit.take(90) == 364  # a client need not have acknowledged the 24, and would wait for ever
    assert credit.take(1) is None
    credit.acknowledge(364)
    assert credit.take(60) == 424
    assert credit.take(41) is None
    assert credit.take(40) == 464
    for nonsense in (363, 465):
        with pytest.raises(AcknowledgementError):
            credit.acknowledge(nonsense)
