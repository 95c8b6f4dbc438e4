"""Several containers' logs over one socket: by time, each exact on its own, joined and left by containers."""

import asyncio
import random
import time
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

import pytest

from tests.streaming.client import LogClient

pytestmark = pytest.mark.engine


class MergedClient(LogClient):
    """Keeps the newest cursor of each container, and the names by index."""

    def __init__(self, server, token: str, **options) -> None:
        super().__init__(server.address, "/ws/local/logs/", token)
        self.url = f"{server.address}/ws/local/logs/?{urlencode(options, doseq=True)}"
        self.cursors: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.of: list[tuple[str, str]] = []

    async def __anext__(self) -> tuple[dict, list[str]]:
        header, lines = await super().__anext__()
        for each in header.get("containers", []):
            self.names[str(each["index"])] = each["name"]
        for index, cursor in header.get("cursors", {}).items():
            self.cursors[self.names[index]] = cursor
        if "state" in header and "of" in header:
            self.of.append((self.names[str(header["of"])], header["state"]["name"]))
        return header, lines


def parted(line: str) -> tuple[str, str, str]:
    """Index, stream and the rest of a line."""
    digits = len(line) - len(line.lstrip("0123456789"))
    return line[:digits], line[digits], line[digits + 1 :]


async def read(client: MergedClient, enough, timeout: float = 40) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(timeout):
        async for header, lines in client:
            found += lines
            if enough(header, found):
                break
    return found


async def test_older_lines_come_in_the_order_of_their_times(server, token, container, docker):
    script = "for i in $(seq 1 300); do echo out $i; echo err $i >&2; [ $((i%20)) -ne 0 ] || sleep 0.03; done"
    names = [container(f"merged-{n}", script) for n in range(4)]
    docker("wait", *names)
    async with MergedClient(server, token, container=names, tail="all", timestamps="1", follow="0") as client:
        lines = await read(client, lambda *_: False)
    assert client.states[-1]["name"] == "done"
    assert client.code == 1000
    assert len(lines) == 4 * 600
    stamps = [parted(line)[2][:30] for line in lines]
    assert stamps == sorted(stamps)
    for index in client.names:
        for stream, word in (("o", "out"), ("e", "err")):
            mine = [parted(line)[2][31:] for line in lines if parted(line)[:2] == (index, stream)]
            assert mine == [f"{word} {n}" for n in range(1, 301)]


async def test_larger_logs_than_a_queue_are_merged_whole(server, token, container, docker):
    names = [
        container(f"merged-large-{n}", "seq 1 60000 | sed 's/$/ some words that make it longer/'") for n in range(3)
    ]
    docker("wait", *names)
    async with MergedClient(server, token, container=names, tail="all", follow="0", timestamps="1") as client:
        lines = await read(client, lambda *_: False)
    assert len(lines) == 180_000
    stamps = [parted(line)[2][:30] for line in lines]
    assert stamps == sorted(stamps)


async def test_sockets_that_are_killed_lose_and_repeat_nothing(server, token, container):
    count = 1500
    script = (
        f"i=0; while [ $i -lt {count} ]; do i=$((i+1)); echo $i; echo $i >&2; [ $((i%30)) -ne 0 ] || sleep 0.05; done"
    )
    names = [container(f"merged-kill-{n}", script) for n in range(3)]
    randomly, lines, cursors, kills = random.Random(4), [], {}, 0
    deadline = time.monotonic() + 90
    while len(lines) < 6 * count and time.monotonic() < deadline:
        frames = randomly.randrange(1, 8)
        async with MergedClient(server, token, container=names, tail="all", cursor=list(cursors.values())) as client:
            async for _header, new in client:
                lines += [(client.names[parted(line)[0]], *parted(line)[1:]) for line in new]
                frames -= bool(new)
                if frames <= 0 or len(lines) >= 6 * count:
                    break
            cursors |= client.cursors
        kills += 1
    assert kills > 4
    for name in names:
        for stream in "oe":
            assert [int(text) for each, its, text in lines if (each, its) == (name, stream)] == list(
                range(1, count + 1)
            )


async def test_containers_join_by_label_and_their_states_are_said(server, token, container, docker):
    label = f"dl4a={time.monotonic_ns()}"
    one = container("merged-label-1", "echo one; sleep 600", "--label", label)
    async with MergedClient(server, token, label=label) as client:
        assert [parted(line)[1:] for line in await read(client, lambda _h, lines: lines)] == [("o", "one")]
        container("merged-label-2", "echo two; exit 3", "--label", label)
        lines = await read(client, lambda _h, _l: ("dlstream-merged-label-2", "ended") in client.of)
        assert [parted(line)[1:] for line in lines] == [("o", "two")]
        docker("rm", "-f", one)
        await read(client, lambda _h, _l: (one, "removed") in client.of)
        container("merged-label-1", "echo again; sleep 600", "--label", label)
        lines = await read(client, lambda _h, lines: lines)
        assert [parted(line)[2] for line in lines] == ["again"]


async def test_a_project_that_has_nothing_is_empty_and_filters_hold(server, token, container):
    project = f"p{time.monotonic_ns()}"
    async with MergedClient(server, token, project=project, q="yes") as client:
        await read(client, lambda header, _l: header.get("state", {}).get("name") == "empty")
        container("merged-project", "seq 1 50; echo yes; sleep 600", "--label", f"com.docker.compose.project={project}")
        lines = await read(client, lambda _h, lines: lines)
        assert [parted(line) for line in lines] == [("0", "o", "yes")]


async def test_live_lines_come_soon_and_by_time(server, token, container):
    names = [container(f"merged-live-{n}", "while true; do echo tick; sleep 0.1; done") for n in range(3)]
    delays, stamps = [], []
    async with MergedClient(server, token, container=names, tail="0", timestamps="1") as client, asyncio.timeout(30):
        async for _header, lines in client:
            for line in lines:
                stamp = parted(line)[2][:30]
                stamps.append(stamp)
                delays.append(time.time() - datetime.fromisoformat(stamp[:26] + "+00:00").timestamp())
            if len(delays) > 60:
                break
    assert sorted(delays)[len(delays) // 2] < 0.6
    assert sum(later < earlier for earlier, later in pairwise(stamps)) < 3


@pytest.mark.parametrize("options", [{}, {"container": "a", "label": "b"}, {"container": "a", "cursor": "x"}])
async def test_what_names_no_containers_is_refused(server, token, options):
    async with MergedClient(server, token, **options) as client:
        await read(client, lambda *_: False)
    assert client.code == 4400
