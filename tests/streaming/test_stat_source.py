"""One open answer for each container however many watch, none seconds after the last; slow readers and histories."""

import asyncio
import json
import threading

import pytest

from containers.engine.shapes import ContainerSummary
from containers.engine.stat_figures import NOTHING_KNOWN, Figures
from containers.engine.stat_streams import StatStream, open_stats
from containers.streaming import event_source, stat_follower, stat_source
from containers.streaming.event_source import event_sources
from containers.streaming.stat_history import COLUMNS, CONTAINERS_AT_FULL_RATE, SECONDS, History
from containers.streaming.stat_options import StatOptions
from containers.streaming.stat_source import stat_sources
from containers.streaming.stat_table import Interest, Table
from containers.streaming.stat_viewer import WINDOW, StatViewer


class Watching:
    """A viewer in this process, and the frames it was sent."""

    def __init__(self, engine, reads: bool = True, **options) -> None:
        self.frames: list[dict] = []
        self.reads = reads
        self.viewer = StatViewer(engine, StatOptions(**options), self.send)
        self.task = asyncio.create_task(self.viewer.run())

    async def send(self, frame: str) -> None:
        self.frames.append(json.loads(frame))
        if self.reads:
            self.viewer.acknowledge(self.frames[-1]["sent"])

    def measured(self, name: str) -> bool:
        return any(row["name"] == name and row["memory"] for frame in self.frames for row in frame["rows"])

    async def until(self, met) -> None:
        async with asyncio.timeout(30):
            while not met():
                await asyncio.sleep(0.02)

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def followers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name in ("stats-local", "events-local")}


@pytest.mark.engine
async def test_all_who_watch_share_one_answer_for_each_container_and_nothing_is_left_after_the_last(
    engine, container, monkeypatch
):
    monkeypatch.setattr(stat_source, "LINGER", 0.3)
    monkeypatch.setattr(event_source, "LINGER", 0.3)
    names = [await asyncio.to_thread(container, f"stats-shared-{each}", "exec sleep 600") for each in range(3)]
    streams: list[tuple[str, StatStream]] = []

    def watched(engine, name):
        streams.append((name, open_stats(engine, name)))
        return streams[-1][1]

    monkeypatch.setattr(stat_follower, "open_stats", watched)
    before = followers()
    chosen = Interest(frozenset(names))
    watching = [Watching(engine, interest=chosen, brief=bool(number % 2)) for number in range(20)]
    for each in watching:
        await each.until(lambda each=each: all(each.measured(name) for name in names))
    assert len(streams) == len({name for name, _stream in streams}) == 3
    assert (len(followers() - before), len(stat_sources())) == (2, 1)
    for each in watching:
        await each.leave()
    await asyncio.sleep(1.2)
    assert not followers() - before
    assert [stream.fileno() for _name, stream in streams] == [-1] * 3
    assert (len(stat_sources()), len(event_sources())) == (0, 0)


@pytest.mark.engine
async def test_a_row_that_nobody_shows_any_more_is_not_measured(engine, container, monkeypatch):
    monkeypatch.setattr(stat_source, "LINGER", 0.3)
    names = [await asyncio.to_thread(container, f"stats-scroll-{each}", "exec sleep 600") for each in "ab"]
    watching = Watching(engine, interest=Interest(frozenset(names[:1])))
    await watching.until(lambda: watching.measured(names[0]))
    watching.viewer.show(frozenset(names[1:]))
    await watching.until(lambda: watching.measured(names[1]))
    await asyncio.sleep(0.6)
    with stat_sources().watching(engine, Interest(frozenset())) as (source, _watcher):
        assert {source.table.rows[each].name for each in source._needed()} == {names[1]}
    assert any(frame.get("gone") for frame in watching.frames)
    await watching.leave()


@pytest.mark.engine
async def test_a_reader_who_stops_costs_a_window_and_then_gets_the_newest(engine, container, monkeypatch):
    monkeypatch.setattr("containers.streaming.stat_viewer.WINDOW", 700)
    monkeypatch.setattr("containers.streaming.stat_viewer.FRAME_BYTES", 300)
    name = await asyncio.to_thread(container, "stats-slow", "exec sleep 600")
    chosen = Interest(frozenset([name]))
    slow, good = Watching(engine, reads=False, interest=chosen), Watching(engine, interest=chosen)
    await good.until(lambda: len(good.frames) > 5)
    assert sum(len(json.dumps(frame)) for frame in slow.frames) < 1400
    assert len(slow.frames) < len(good.frames)
    slow.reads = True
    slow.viewer.acknowledge(slow.frames[-1]["sent"])
    await slow.until(lambda: slow.frames[-1]["rows"] and slow.frames[-1]["rows"] == good.frames[-1]["rows"])
    for each in (slow, good):
        await each.leave()
    assert WINDOW == 1024 * 1024


def figures(at: float, cpu_percent: float = 1.0, received: int | None = None) -> Figures:
    return Figures(at=at, cpu_percent=cpu_percent, memory=1000, received=int(at * 10) if received is None else received)


def test_a_history_holds_fifteen_minutes_and_no_more():
    history = History()
    for second in range(3000):
        history.add(figures(10_000.0 + second))
    assert SECONDS <= len(history) <= SECONDS + 60
    said = history.since(SECONDS, 1)
    assert len(said["at"]) == SECONDS + 1 or len(said["at"]) == SECONDS
    assert said["at"][-1] == 12_999.0
    assert set(said["received"]) == {10}
    size = 8 + 4 * len(COLUMNS)
    assert size * (SECONDS + 60) < 36 * 1024, "what stat_history says of its size"


def test_a_history_is_thinned_to_means_and_says_what_is_not_known():
    history = History()
    for second in range(60):
        received = 0 if second == 30 else second * 10
        history.add(figures(1000.0 + second, cpu_percent=float(second % 4), received=received))
        if second == 40:
            history.add(NOTHING_KNOWN)
    said = history.since(900, 4, ("cpu", "received"))
    assert set(said) == {"at", "cpu", "received"}
    assert said["cpu"] == [1.5] * 15
    assert history.since(900, 1, ("received",))["received"][0] is None
    assert history.since(900, 1, ("received",))["received"][30] is None, "a container that was started again"
    assert history.since(900, 1, ("received",))["received"][41] is None, "nothing is known of before"
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert History().since(900, 1) == {name: [] for name in ("at", *COLUMNS)}


def test_histories_of_very_many_containers_have_fewer_points():
    history = History()
    for second in range(900):
        history.add(figures(1000.0 + second), containers=CONTAINERS_AT_FULL_RATE * 3 + 1)
    assert len(history) == 225
    assert set(history.since(900, 1)["received"][1:]) == {10}


def summary(number: int, state: str = "running") -> ContainerSummary:
    return ContainerSummary(
        id=f"{number:064x}",
        name=f"web-{number}",
        image="",
        image_id="",
        command="",
        created=number,
        state=state,
        status="",
        health="",
        exit_code=None,
        ports=(),
        labels={},
        networks=(),
        mounts=(),
        size=None,
        size_with_image=None,
    )


def test_a_table_tells_news_from_what_was_known():
    table = Table()
    assert table.listed([summary(1), summary(2, "exited")])
    assert not table.listed([summary(1), summary(2, "exited")])
    first, second = table.rows.values()
    assert table.measured(first.id, figures(5.0))
    assert not table.measured(second.id, NOTHING_KNOWN)
    assert not table.measured("f" * 64, figures(5.0))
    assert '"cpu":1.0' in first.text(brief=False)
    table.turn()
    assert table.listed([summary(1, "exited"), summary(2, "exited")])
    assert (first.number, second.number) == (2, 1)
    assert json.loads(first.text(brief=True))["cpu"] is None, "an ended container uses nothing that is known"
    assert table.listed([summary(2, "exited")])
    assert list(table.rows) == [second.id]


def test_interests_choose_by_name_id_and_state():
    table = Table()
    table.listed([summary(0xABC), summary(2, "exited"), summary(3, "paused")])
    names = {each.name for each in table.rows.values() if Interest().wants(each)}
    assert names == {f"web-{0xABC}", "web-3"}
    assert all(Interest(all=True).wants(each) for each in table.rows.values())
    by_id = Interest(frozenset({f"{2:064x}"[:12], "web-3"}))
    wanted = [each.name for each in table.rows.values() if by_id.wants(each)]
    assert "web-3" in wanted
    assert not any(Interest(frozenset()).wants(each) for each in table.rows.values())
