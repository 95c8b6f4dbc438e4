"""A container's log over the socket: followed, gone on with exactly, and said in words when it cannot be."""

import asyncio
import contextlib
import json
import random
import subprocess
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.streaming.client import LogClient
from tests.streaming.server import Server

pytestmark = pytest.mark.engine

NUMBERED = "i=0; while [ $i -lt {count} ]; do i=$((i+1)); echo out $i; echo err $i >&2; done; {then}"


def socket_of(name: str) -> str:
    return f"/ws/local/container/{name}/logs/"


async def read_until(client: LogClient, enough, timeout: float = 30) -> list[str]:
    """The lines up to the frame that makes `enough(header, lines so far)` true."""
    found: list[str] = []

    async def read() -> None:
        async for header, lines in client:
            found.extend(lines)
            if enough(header, found):
                return

    await asyncio.wait_for(read(), timeout)
    return found


def in_state(name: str):
    return lambda header, _lines: header.get("state", {}).get("name") == name


def numbers(lines: list[str], stream: str) -> list[int]:
    return [int(line[1:].split()[-1]) for line in lines if line.startswith(stream)]


async def read_with_kills(server, token, name: str, count: int, between=None) -> tuple[list[str], int]:
    """Reads until both streams are whole, killing the socket after a few frames each time."""
    randomly, lines, cursor, kills = random.Random(name), [], "", 0
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        options: dict[str, Any] = {"cursor": cursor} if cursor else {"tail": "all"}
        frames = randomly.randrange(1, 6)
        async with LogClient(server.address, socket_of(name), token, **options) as client:
            async for header, new in client:
                lines += new
                frames -= header.get("live", 0)
                if len(lines) >= 2 * count or frames <= 0:
                    break
            cursor = client.cursor
        if len(lines) >= 2 * count:
            return lines, kills
        kills += 1
        if between is not None:
            between(kills)
    raise TimeoutError(f"{len(lines)} lines after {kills} kills")


async def test_sockets_that_are_killed_lose_repeat_and_disorder_nothing(server, token, container):
    count = 5000
    pause = "[ $((i%50)) -ne 0 ] || sleep 0.02"
    names = [
        container(f"kills-{n}", NUMBERED.format(count=count, then="").replace("; done", f"; {pause}; done"))
        for n in "ab"
    ]
    results = await asyncio.gather(*[read_with_kills(server, token, name, count) for name in names])
    for lines, kills in results:
        assert kills > 5
        assert numbers(lines, "o") == list(range(1, count + 1))
        assert numbers(lines, "e") == list(range(1, count + 1))


async def test_a_server_that_is_killed_loses_nothing_for_who_comes_back(tmp_path, engine, container):
    own = Server(tmp_path)
    own.start()
    try:
        token, count = own.token("admin"), 3000
        slow = NUMBERED.format(count=count, then="").replace("; done", "; [ $((i%10)) -ne 0 ] || sleep 0.01; done")
        name = container("server-kill", slow)

        def restart(kills: int) -> None:
            if kills == 3:
                own.kill()
                own.start()

        lines, kills = await read_with_kills(own, token, name, count, restart)
        assert kills >= 3
        assert numbers(lines, "o") == numbers(lines, "e") == list(range(1, count + 1))
    finally:
        own.kill()


async def test_who_never_acknowledges_gets_the_window_and_no_more(server, token, container):
    name = container("no-ack", "seq 1 400000")
    subprocess.run(["docker", "wait", name], timeout=60, check=True, capture_output=True)
    got = 0
    async with LogClient(server.address, socket_of(name), token, acknowledges=False) as client:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(4):
                async for _header, lines in client:
                    got += sum(len(line) + 1 for line in lines)
    assert 512 * 1024 < got <= 1024 * 1024


async def test_a_viewer_who_falls_behind_is_told_how_far_reads_on_and_misses_nothing(server, token, container):
    count = 300_000
    name = container("behind", f"sleep 1; seq 1 {count}; sleep 600")
    lines: list[str] = []
    behind: list[int] = []
    async with LogClient(server.address, socket_of(name), token, acknowledges=False) as client:
        await read_until(client, in_state("live"))
        header, new = await anext(client)
        lines += new
        await asyncio.sleep(3)  # the container has written more than the ring holds
        client.acknowledges = True
        await client.socket.send(json.dumps({"ack": header["sent"]}))
        async with asyncio.timeout(60):
            async for each, new in client:
                lines += new
                behind.append(each.get("behind", 0))
                if len(lines) >= count:
                    break
    assert numbers(lines, "o") == list(range(1, count + 1))
    assert "behind" not in header
    assert 2000 < max(behind) < 60_000


async def test_a_container_that_stops_says_how_and_its_log_goes_on_when_it_starts(server, token, container, docker):
    name = container("again", "echo begin; echo 'no newline' | tr -d '\\n'; exit 7")
    async with LogClient(server.address, socket_of(name), token) as client:
        first = await read_until(client, in_state("ended"))
        assert first == ["obegin", "ono newline"]
        assert client.states[-1]["exit_code"] == 7
        docker("start", name)
        again = await read_until(client, in_state("ended"))
    assert again == ["obegin", "ono newline"]
    assert [state["name"] for state in client.states if state["name"] != "live"] == ["ended", "restarted", "ended"]


async def test_a_terminal_that_ended_without_a_newline_goes_on_when_it_starts(server, token, container, docker):
    name = container("tty-again", "echo begin; printf prompt; exit 0", "-t")
    async with LogClient(server.address, socket_of(name), token) as client:
        assert await read_until(client, in_state("ended")) == ["obegin\r", "oprompt"]
        docker("start", name)
        assert await read_until(client, in_state("ended")) == ["obegin\r", "oprompt"]
        docker("start", name)
    async with LogClient(server.address, socket_of(name), token, cursor=client.cursor) as client:
        assert await read_until(client, in_state("ended")) == ["obegin\r", "oprompt"]


async def test_a_container_that_is_removed_is_said_to_be_and_that_is_the_end(server, token, container, docker):
    name = container("removed", "echo here; sleep 600")
    async with LogClient(server.address, socket_of(name), token) as client:
        await read_until(client, in_state("live"))
        docker("rm", "-f", name)
        await read_until(client, lambda *_: False)
    assert client.states[-1]["name"] == "removed"
    assert client.states[-1]["final"]
    assert client.code == 1000


async def test_a_cursor_of_another_container_with_the_name_begins_anew(server, token, container, docker):
    name = container("recreated", "echo first")
    async with LogClient(server.address, socket_of(name), token) as client:
        await read_until(client, in_state("ended"))
    docker("rm", "-f", name)
    container("recreated", "echo second")
    async with LogClient(server.address, socket_of(name), token, cursor=client.cursor) as client:
        lines = await read_until(client, in_state("ended"))
    assert client.states[0]["name"] == "other_container"
    assert lines == ["osecond"]


async def test_a_log_driver_that_cannot_be_read_is_a_state(server, token, container):
    name = container("none", "echo lost; sleep 600", "--log-driver", "none")
    async with LogClient(server.address, socket_of(name), token) as client:
        await read_until(client, lambda *_: False)
    assert [state["name"] for state in client.states] == ["unreadable"]
    assert client.code == 1000


async def test_lines_that_were_rotated_away_are_a_visible_gap(server, token, container, docker):
    name = container("rotated", "seq 1 10; sleep 1; seq 11 20000; sleep 600", "--log-opt", "max-size=10k")
    async with LogClient(server.address, socket_of(name), token) as client:
        await read_until(client, lambda _header, lines: len(lines) >= 10)
    await asyncio.sleep(3)
    async with LogClient(server.address, socket_of(name), token, cursor=client.cursor) as client:
        header, _lines = await anext(client)
        assert "rotated" in header["gap"]


async def test_a_line_of_a_quiet_container_comes_at_once(server, token, container):
    name = container("quiet", "while true; do sleep 0.4; echo tick; done")
    delays = []
    async with LogClient(server.address, socket_of(name), token, tail="0", timestamps="1") as client:
        while len(delays) < 8:
            _header, lines = await anext(client)
            arrived = time.time()
            delays += [arrived - datetime.fromisoformat(line[1:27]).replace(tzinfo=UTC).timestamp() for line in lines]
    assert sorted(delays)[len(delays) // 2] < 0.03


async def test_long_lines_are_joined_and_both_streams_kept_apart(server, token, container):
    lengths = (16383, 16384, 16385, 100_000)
    script = "; ".join(f"head -c {length} /dev/zero | tr '\\0' x; echo; echo err >&2" for length in lengths)
    name = container("long", script)
    async with LogClient(server.address, socket_of(name), token) as client:
        lines = await read_until(client, in_state("ended"))
    assert [len(line) - 1 for line in lines if line.startswith("o")] == list(lengths)
    assert [line for line in lines if line.startswith("e")] == ["eerr"] * len(lengths)


@pytest.mark.parametrize("options", [{}, {"tail": "3"}, {"tail": "0"}, {"since": "1h"}, {"until": "1h"}])
@pytest.mark.parametrize("terminal", [(), ("-t",)])
async def test_what_is_read_is_what_docker_logs_prints(server, token, container, docker, options, terminal):
    name = container("options", "seq 1 20; printf last", *terminal)
    docker("wait", name)
    await asyncio.sleep(0.6)
    words = [f"--{option}={value}" for option, value in options.items()]
    printed = subprocess.run(["docker", "logs", *words, name], capture_output=True, timeout=30, check=True).stdout
    async with LogClient(server.address, socket_of(name), token, follow="0", **options) as client:
        lines = await read_until(client, in_state("done"))
    assert "\n".join(line[1:] for line in lines) == printed.decode().removesuffix("\n")


async def test_a_since_without_lines_goes_on_from_now_and_not_from_the_beginning(server, token, container):
    name = container("since", "seq 1 20; sleep 2; echo new; sleep 600")
    await asyncio.sleep(1)
    async with LogClient(server.address, socket_of(name), token, since="0.5s") as client:
        assert await read_until(client, lambda _header, lines: lines) == ["onew"]


async def test_until_ends_what_is_followed(server, token, container):
    name = container("until", "while true; do echo tick; sleep 0.2; done")
    until = f"{time.time() + 1.5:.3f}"
    async with LogClient(server.address, socket_of(name), token, until=until) as client:
        await read_until(client, in_state("done"), timeout=10)
        assert time.time() >= float(until)


ODD_LENGTHS = """
for n in $(seq 1 120); do
  case $((n%6)) in 0) l=1;; 1) l=16383;; 2) l=16384;; 3) l=16385;; 4) l=50000;; 5) l=0;; esac
  (echo "out $n"; head -c $l /dev/zero | tr '\\0' o; sleep 0.01; echo) &
  (echo "err $n"; head -c $l /dev/zero | tr '\\0' e; echo) >&2
  wait
done; printf end
"""


def odd_lines(word: str, fill: str) -> list[str]:
    lengths = (1, 16383, 16384, 16385, 50000, 0)
    return [text for n in range(1, 121) for text in (f"{word} {n}", fill * lengths[n % 6])]


# Of the local driver docker logs prints a long line and the next as one: 20.10 loses the newline of its last piece.
@pytest.mark.parametrize(
    "options", [(), ("-t",), ("--log-driver", "local")], ids=["streams", "terminal", "local driver"]
)
async def test_pieces_of_long_lines_survive_kills_at_any_moment(server, token, container, options):
    name = container("pieces", ODD_LENGTHS, *options)
    randomly, lines, cursor, kills, over = random.Random(str(options)), [], "", 0, False
    deadline = time.monotonic() + 60
    while not over and time.monotonic() < deadline:
        frames = randomly.randrange(1, 8)
        going_on: dict[str, Any] = {"cursor": cursor} if cursor else {}
        async with LogClient(server.address, socket_of(name), token, **going_on) as client:
            async for header, new in client:
                lines += new
                over = in_state("ended")(header, lines)
                frames -= bool(new)
                if over or frames <= 0:
                    break
            cursor = client.cursor
        kills += 1
    assert kills > 5
    if "-t" in options:
        printed = subprocess.run(["docker", "logs", name], capture_output=True, timeout=30, check=True).stdout
        assert [line[1:] for line in lines] == printed.decode().split("\n")
    else:
        assert [line[1:] for line in lines if line.startswith("o")] == [*odd_lines("out", "o"), "end"]
        assert [line[1:] for line in lines if line.startswith("e")] == odd_lines("err", "e")
