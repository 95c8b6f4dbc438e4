"""One stream of events for all, which ends after the last; slow readers are bounded and told what they missed."""

import asyncio
import json
import threading

import pytest

from containers.engine.engine_events import EngineEvent
from containers.streaming import event_ring, event_source
from containers.streaming.event_options import EventOptions
from containers.streaming.event_ring import GAP, EventRing, Happened
from containers.streaming.event_source import event_sources
from containers.streaming.event_viewer import WINDOW, EventViewer


class Following:
    """A viewer in this process, and the frames it was sent."""

    def __init__(self, engine, reads: bool = True, **options) -> None:
        self.frames: list[dict] = []
        self.reads = reads
        self.viewer = EventViewer(engine, EventOptions(**options), self.send)
        self.task = asyncio.create_task(self.viewer.run())

    async def send(self, frame: str) -> None:
        self.frames.append(json.loads(frame))
        if self.reads:
            self.viewer.acknowledge(self.frames[-1]["sent"])

    def ids(self, kind: str) -> list[str]:
        return [each["id"] for frame in self.frames for each in frame["events"] if each["action"] == kind]

    async def until(self, met) -> None:
        async with asyncio.timeout(30):
            while not met():
                await asyncio.sleep(0.02)

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def streams() -> int:
    return sum(thread.name == "events-local" for thread in threading.enumerate())


@pytest.mark.engine
async def test_all_who_follow_share_one_stream_which_ends_after_the_last(engine, docker, monkeypatch):
    monkeypatch.setattr(event_source, "LINGER", 0.2)
    before = streams()
    following = [Following(engine, brief=bool(number % 2)) for number in range(30)]
    for each in following:
        await each.until(lambda each=each: each.frames)
    assert (streams() - before, len(event_sources())) == (1, 1)
    await asyncio.to_thread(docker, "volume", "create", "dlstream-shared")
    await asyncio.to_thread(docker, "volume", "rm", "dlstream-shared")
    for each in following:
        await each.until(lambda each=each: "dlstream-shared" in each.ids("destroy"))
        await each.leave()
    await following[0].until(lambda: (streams() - before, len(event_sources())) == (0, 0))


@pytest.mark.engine
async def test_a_reader_who_stops_costs_a_window_and_is_told_what_it_missed(engine, monkeypatch):
    """The events are large by their containers' labels: 40 containers, made and removed, are 8 MB of them.

    Others may use the engine and the machine meanwhile: the ring holds 4 MB, and who reads is given the time to.
    """
    slow, good = Following(engine, reads=False), Following(engine)
    for each in (slow, good):
        await each.until(lambda each=each: each.frames)

    def make_and_remove() -> str:
        body = {"Image": "busybox", "Labels": {"large": "x" * 100_000}}
        made = engine.post("/containers/create", body=body)["Id"]
        engine.delete(f"/containers/{made}")
        return made

    made: list[str] = []
    for _ in range(5):
        made += [await asyncio.to_thread(make_and_remove) for _ in range(8)]
        await good.until(lambda last=made[-1]: last in good.ids("destroy"))
    assert [each for each in good.ids("create") if each in made] == made
    assert not any("lost" in frame for frame in good.frames)
    assert sum(len(json.dumps(frame)) for frame in slow.frames) < WINDOW + 110_000
    slow.reads = True
    slow.viewer.acknowledge(slow.frames[-1]["sent"])
    await slow.until(lambda: made[-1] in slow.ids("destroy"))
    assert sum(frame.get("lost", 0) for frame in slow.frames) > 10
    for each in (slow, good):
        await each.leave()


def happened(number: int, **attributes: str) -> Happened:
    return Happened(EngineEvent("container", "start", f"id{number}", attributes, "local", 10**18 + number))


def test_the_ring_is_bounded_and_knows_what_it_no_longer_has(monkeypatch):
    monkeypatch.setattr(event_ring, "MOST", 10)
    ring = EventRing()
    assert (ring.cursor, ring.after("0.0")) == ("0.0", (0, True))
    entries = [happened(number) for number in range(25)]
    for entry in entries:
        ring.add(entry)
    assert (ring.first, ring.next, ring.cursor) == (15, 25, entries[-1].cursor)
    assert ring.after(entries[20].cursor) == (21, True)
    assert ring.after(entries[3].cursor) == (15, False)
    assert ring.after("0.0") == (15, False)
    assert ring.since(entries[22].event.nanoseconds) == 22
    assert ring.since(10**19) == 25
    ring.add(GAP)
    ring.add("engine_lost")
    assert (ring.state, ring.cursor) == ("engine_lost", entries[-1].cursor)
    for nonsense in ("x.y", "-1.2", "1" * 30):
        with pytest.raises(ValueError, match=nonsense[:3]):
            ring.after(nonsense)
    monkeypatch.setattr(event_ring, "MOST_BYTES", 5000)
    ring.add(happened(99, label="x" * 6000))
    assert ring.next - ring.first == 0
