"""Parts of a log asked for over its socket: before a line, after one, from a moment; lines filtered as they come."""

import asyncio
import json
import subprocess
import time

import pytest

from tests.streaming.client import LogClient
from tests.streaming.test_log_socket import in_state, read_until, socket_of

pytestmark = pytest.mark.engine

BOTH = (
    "i=0; while [ $i -lt {count} ]; do i=$((i+1)); echo INFO out $i; [ $((i%7)) -ne 0 ] || echo ERROR err $i >&2; done"
)


async def answer(client: LogClient, **request) -> tuple[dict, list[str]]:
    await client.socket.send(json.dumps(request))
    async with asyncio.timeout(20):
        async for header, lines in client:
            if "backlog" in header:
                return header, lines
    raise AssertionError(client.code)


async def all_lines(server, token, name, **options) -> list[str]:
    async with LogClient(server.address, socket_of(name), token, follow="0", **options) as client:
        return await read_until(client, in_state("done"))


async def scrolled_up(client: LogClient, place: str, step: int) -> list[str]:
    """All lines before a place, by many requests."""
    found: list[str] = []
    more = True
    while more:
        header, lines = await answer(client, before=place, lines=step)
        found[:0] = lines
        place, more = header["first"], header["more"]
    return found


@pytest.mark.parametrize("options", [(), ("-t",), ("--log-driver", "local")], ids=["streams", "terminal", "local"])
async def test_scrolling_up_from_the_last_lines_brings_every_line_once(server, token, container, docker, options):
    name = container("scroll", BOTH.format(count=4000), *options)
    docker("wait", name)
    truth = await all_lines(server, token, name)
    async with LogClient(server.address, socket_of(name), token, tail="100") as client:
        header, lines = await anext(client)
        assert lines == truth[-100:]
        assert await scrolled_up(client, header["first"], 333) == truth[:-100]
        header, lines = await answer(client, at="start", lines=10, id=7)
        assert (lines, header["id"], header["more"]) == (truth[:10], 7, True)
        rest, more = [], True
        while more:
            header, lines = await answer(client, after=header["last"], lines=1000)
            rest += lines
            more = header["more"]
        assert rest == truth[10:]


async def test_long_lines_come_whole_and_never_their_ends_alone(server, token, container, docker):
    lengths = " ".join(str((n * 7919) % 60000) for n in range(120))
    script = f"for l in {lengths}; do head -c $l /dev/zero | tr '\\0' x; echo; echo e $l >&2; done"
    name = container("scroll-long", script)
    docker("wait", name)
    truth = await all_lines(server, token, name)
    async with LogClient(server.address, socket_of(name), token, tail="10") as client:
        header, lines = await anext(client)
        before = await scrolled_up(client, header["first"], 20)
        assert before == truth[: len(before)]
        assert len(before) == len(truth) - len(lines)


async def test_a_moment_and_a_line_are_jumped_to(server, token, container, docker):
    name = container("jump", "seq 1 500; sleep 1.2; seq 501 1000")
    docker("wait", name)
    stamped = await all_lines(server, token, name, timestamps="1")
    place = stamped[499][:31]
    async with LogClient(server.address, socket_of(name), token, tail="0") as client:
        _header, lines = await answer(client, at=place, lines=3)
        assert lines == ["o500", "o501", "o502"]
        _header, lines = await answer(client, at=stamped[500][1:31], lines=2)
        assert lines == ["o501", "o502"]
        _header, lines = await answer(client, before=place, lines=2)
        assert lines == ["o498", "o499"]
        header, lines = await answer(client, after=stamped[-1][:31], lines=2)
        assert (lines, header["more"]) == ([], False)
        header, _lines = await answer(client, at="yesterday-ish")
        assert "no moment" in header["error"]
        header, _lines = await answer(client, before="nonsense")
        assert "no place" in header["error"]
    async with LogClient(server.address, socket_of(name), token, cursor=place) as client:
        assert (await read_until(client, in_state("ended")))[:2] == ["o501", "o502"]


async def test_what_is_asked_in_no_form_of_the_protocol_ends_the_socket(server, token, container):
    name = container("bad-request", "echo here; sleep 600")
    for said in (
        '{"before": 1}',
        '{"before": "x", "lines": 0}',
        '{"before": "x", "after": "y"}',
        '{"at": "1m", "loud": 1}',
    ):
        async with LogClient(server.address, socket_of(name), token) as client:
            await read_until(client, in_state("live"))
            await client.socket.send(said)
            await read_until(client, lambda *_: False)
            assert client.code == 4400


async def test_filters_leave_lines_out_and_say_how_many(server, token, container, docker):
    name = container(
        "filters", BOTH.format(count=700) + "; sleep 1; echo ERROR late; echo WARN later >&2; sleep 1; echo INFO end"
    )
    truth: dict[str, list[str]] = {}
    for word, options in {
        "errors": {"stream": "stderr"},
        "levels": {"level": "error,warn"},
        "text": {"q": "out 7", "stream": "stdout"},
        "not": {"q": r"out \d*[^7]$", "regex": "1", "invert": "1"},
    }.items():
        passed = 0
        async with LogClient(server.address, socket_of(name), token, **options) as client:

            def count(header, _lines):
                nonlocal passed
                passed += header.get("passed_over", 0)
                return header.get("state", {}).get("name") == "ended"

            truth[word] = await read_until(client, count)
            assert passed + len(truth[word]) == 803
        async with LogClient(server.address, socket_of(name), token, cursor=client.cursor, **options) as client:
            assert await read_until(client, in_state("ended")) == []
    printed = await all_lines(server, token, name)
    assert truth["errors"] == [line for line in printed if line[0] == "e"]
    assert truth["levels"] == [line for line in printed if "ERROR" in line or "WARN" in line]
    assert truth["text"] == [line for line in printed if "out 7" in line and line[0] == "o"]
    assert truth["not"] == [line for line in printed if "out" not in line or line.endswith("7")]


async def test_a_bad_filter_is_refused_with_a_sentence_that_says_where(server, token, container):
    name = container("bad-filter", "echo here")
    async with LogClient(server.address, socket_of(name), token, q="a(b", regex="1") as client:
        await read_until(client, lambda *_: False)
    assert client.code == 4400
    assert "character 1" in client.states[0]["message"]


async def test_the_middle_of_a_long_log_is_reached_in_less_than_a_second(server, token, container, docker):
    name = container("deep", "seq 1 200000")
    docker("wait", name)
    stamped = subprocess.run(["docker", "logs", "-t", name], capture_output=True, text=True, timeout=60).stdout
    place = "o" + stamped.split("\n")[99_999].split(" ")[0]
    async with LogClient(server.address, socket_of(name), token, tail="0") as client:
        started = time.perf_counter()
        header, lines = await answer(client, before=place, lines=500)
        assert time.perf_counter() - started < 1.5
        assert lines == [f"o{n}" for n in range(99_500, 100_000)]
        started = time.perf_counter()
        header, lines = await answer(client, before=header["first"], lines=500)
        assert lines == [f"o{n}" for n in range(99_000, 99_500)]
        assert time.perf_counter() - started < 1.0
