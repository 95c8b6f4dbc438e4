"""Viewers of a numbered log in processes of their own, each of which checks that no line is missing."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context

from benchmarks.lean_client import LeanClient


@dataclass
class Seen:
    """What a process's viewers saw: lines, breaks in their numbers, sockets that the server closed, and the delays
    (seconds) of each frame's first line, from when all had come; and what their own processes took."""

    lines: int = 0
    breaks: int = 0
    closed: int = 0
    cores: float = 0.0
    delays: list[float] = field(default_factory=list)


def numbered(lines_a_second: int) -> str:
    """A shell script that writes so many numbered lines a second, in ten parts."""
    part = max(lines_a_second // 10, 1)
    return f"n=1; while true; do seq $n $((n+{part - 1})); n=$((n+{part})); sleep 0.1; done"


def watched(
    address: str, path: str, token: str, viewers: int, seconds: float, settle: float = 0, processes: int = 2
) -> Callable[[], Seen]:
    """Begins to watch with so many viewers; what is returned waits for the end and says what they saw.

    Delays count from `settle` seconds on, lines from the first.
    """
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    share = [viewers // processes + (at < viewers % processes) for at in range(processes)]
    running = [pool.submit(_watch, address, path, token, count, seconds, settle) for count in share]
    return lambda: _together([each.result() for each in running])


def followed(name: str, followers: int, seconds: float) -> Seen:
    """The same by `docker logs -f`, so many at once."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_follow, name, followers, seconds).result()


def _together(parts: list[Seen]) -> Seen:
    return Seen(
        sum(part.lines for part in parts),
        sum(part.breaks for part in parts),
        sum(part.closed for part in parts),
        sum(part.cores for part in parts),
        [delay for part in parts for delay in part.delays],
    )


def _watch(address: str, path: str, token: str, viewers: int, seconds: float, settle: float) -> Seen:
    opening = [_viewer(address, path, token, at * 0.03) for at in range(viewers)]
    return asyncio.run(_all(opening, seconds, settle))


def _follow(name: str, followers: int, seconds: float) -> Seen:
    return asyncio.run(_all([_follower(name) for _ in range(followers)], seconds))


async def _all(viewers: list[Callable[[Seen, float], Awaitable[None]]], seconds: float, settle: float = 0) -> Seen:
    seen, until = Seen(), time.monotonic() + seconds
    asyncio.get_running_loop().call_later(settle, seen.delays.clear)
    await asyncio.gather(*[viewer(seen, until) for viewer in viewers])
    seen.cores = time.process_time() / seconds
    return seen


def _viewer(address: str, path: str, token: str, wait: float) -> Callable[[Seen, float], Awaitable[None]]:
    async def run(seen: Seen, until: float) -> None:
        await asyncio.sleep(wait)
        last = 0

        def took(body: bytes) -> None:
            nonlocal last
            first, end = body.index(b"\n"), body.rfind(b"\n", 0, -1) + 1
            last = _check(seen, [body[1:first].decode(), body[end + 1 : -1].decode()], body.count(b"\n"), last)

        client = await LeanClient.open(f"{address}{path}?tail=0&timestamps=1", token, took)
        await asyncio.wait([client.closed], timeout=max(until - time.monotonic(), 0))
        seen.closed += client.closed.done()
        client.close()

    return run


def _follower(name: str) -> Callable[[Seen, float], Awaitable[None]]:
    async def run(seen: Seen, until: float) -> None:
        words = ["docker", "logs", "-f", "-t", "--tail", "0", name]
        process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        last, rest = 0, ""
        while time.monotonic() < until:
            text = rest + (await process.stdout.read(65536)).decode()
            *lines, rest = text.split("\n")
            if lines:
                last = _check(seen, [lines[0], lines[-1]], len(lines), last)
        process.kill()
        await process.wait()

    return run


def _check(seen: Seen, ends: list[str], count: int, last: int) -> int:
    (stamp, _space, first), newest = ends[0].partition(" "), int(ends[1].rpartition(" ")[2])
    written = datetime.fromisoformat(stamp[:26]).replace(tzinfo=UTC).timestamp()
    seen.delays.append(time.time() - written)
    seen.lines += count
    seen.breaks += newest - int(first) + 1 != count or (last > 0 and int(first) != last + 1)
    return newest
