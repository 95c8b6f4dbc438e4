#!/usr/bin/env python3
"""The table of live figures: what it costs the server and the engine, beside `docker stats` in the same run.

    python benchmarks/stats.py [--containers 100] [--viewers 20] [--seconds 60] [--cli-seconds 20]

So many containers run; first one `docker stats` shows them, then the viewers watch the table by the socket from other
processes. Each viewer checks that every container's figures come about once a second. Needs root, for the engine's CPU.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import contextlib
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import cpu_seconds, engine_connections, percentile, resident_bytes
from containers.engine.hosts import LOCAL, engine_of
from tests.streaming.server import Server
from tests.streaming.stats_client import StatsClient

NAME = "dockline-benchmark-stats"
# The CONTRACT of the issue: nothing is left so long after the last viewer (seconds).
LEFT_AFTER = 10


@dataclass
class Seen:
    """What a process's viewers saw: rows, the seconds between two frames, characters, and sockets that were closed."""

    rows: int
    gaps: list[float]
    characters: int
    closed: int


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--containers", type=int, default=100)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--cli-seconds", type=float, default=20)
    asked = parser.parse_args()
    remove_all()
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            run_all(asked.containers)
            beside_the_cli(asked.cli_seconds)
            by_the_table(server, asked.viewers, asked.seconds)
        finally:
            server.kill()
            remove_all()


def beside_the_cli(seconds: float) -> None:
    """What one `docker stats` costs, without a terminal to draw on."""
    cli = subprocess.Popen(["docker", "stats"], stdout=subprocess.DEVNULL)
    time.sleep(4)
    cores = cores_of({"docker stats": [cli.pid], "the engine": engine_pids()}, seconds)
    cli.kill()
    cli.wait()
    print(f"one docker stats: {said(cores)}", flush=True)
    time.sleep(3)


def by_the_table(server: Server, viewers: int, seconds: float) -> None:
    """What the viewers cost, how many streams they make, and what is left of them."""
    token = server.token("admin")
    watched(server.address, token, viewers, 4)()  # what is made once for all is there before it is counted
    time.sleep(LEFT_AFTER)
    connections, threads = engine_connections(server.pid), threads_of(server.pid)
    memory = resident_bytes(server.pid)
    results = watched(server.address, token, viewers, seconds + 8)
    time.sleep(7)
    streams = engine_connections(server.pid) - connections
    cores = cores_of({"the server": [server.pid], "the engine": engine_pids()}, seconds)
    grown = (resident_bytes(server.pid) - memory) / 1024 / 1024
    seen = results()
    ended = time.monotonic()
    print(f"{viewers} viewers of the table: {said(cores)}, {grown:.1f} MiB more memory")
    print(f"connections to the engine: {streams:+d} (one for each container, one for events)")
    gaps = f"p50 {percentile(seen.gaps, 0.5):.2f} s, p99 {percentile(seen.gaps, 0.99):.2f} s"
    each = seen.characters / viewers / (seconds + 8) / 1024
    print(f"{seen.rows:,} rows, a frame every {gaps}, {each:.0f} KiB/s a viewer, {seen.closed} closed")
    while engine_connections(server.pid) > connections and time.monotonic() - ended < LEFT_AFTER * 2:
        time.sleep(0.2)
    print(f"connections of before were reached after {time.monotonic() - ended:.1f} s")
    time.sleep(max(LEFT_AFTER - (time.monotonic() - ended), 0))
    left = engine_connections(server.pid) - connections, threads_of(server.pid) - threads
    print(f"{LEFT_AFTER} s after the last viewer: {left[0]:+d} connections, {left[1]:+d} threads", flush=True)


def watched(address: str, token: str, viewers: int, seconds: float, processes: int = 2) -> Callable[[], Seen]:
    """Begins to watch with so many viewers; what is returned waits for the end and says what they saw."""
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    share = [viewers // processes + (at < viewers % processes) for at in range(processes)]
    running = [pool.submit(_watch, address, token, count, seconds) for count in share]

    def together() -> Seen:
        parts = [each.result() for each in running]
        pool.shutdown()
        gaps = [gap for part in parts for gap in part.gaps]
        sums = [sum(getattr(part, name) for part in parts) for name in ("rows", "characters", "closed")]
        return Seen(sums[0], gaps, sums[1], sums[2])

    return together


def _watch(address: str, token: str, viewers: int, seconds: float) -> Seen:
    async def all_of_them() -> Seen:
        seen = Seen(0, [], 0, 0)
        await asyncio.gather(*[_view(address, token, seconds, seen) for _ in range(viewers)])
        return seen

    return asyncio.run(all_of_them())


async def _view(address: str, token: str, seconds: float, seen: Seen) -> None:
    async with StatsClient(address, token) as client:
        last = 0.0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async for _frame in client:
                    now = time.monotonic()
                    seen.gaps += [now - last] if last else []
                    last = now
                    client.came.clear()
                    seen.rows += len(client.rows)
        seen.characters += client.characters
        seen.closed += client.code is not None


def cores_of(processes: dict[str, list[int]], seconds: float) -> dict[str, float]:
    """How many processors each of the named groups of processes uses, on the mean of so many seconds."""
    before = {name: sum(map(cpu_seconds, pids)) for name, pids in processes.items()}
    began = time.perf_counter()
    time.sleep(seconds)
    passed = time.perf_counter() - began
    return {name: (sum(map(cpu_seconds, pids)) - before[name]) / passed for name, pids in processes.items()}


def engine_pids() -> list[int]:
    """The engine's processes: the one that answers on its socket, and the containerd that it started."""
    with engine_of(LOCAL).connect() as raw:
        peer = raw.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid = struct.unpack("3i", peer)[0]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *[int(each) for each in children if "containerd" in Path(f"/proc/{each}/comm").read_text()]]


def threads_of(pid: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def run_all(count: int) -> None:
    """So many containers that do a little."""
    for number in range(count):
        words = ["docker", "run", "-d", "--network", "none", "--name", f"{NAME}-{number}", "busybox"]
        script = "while :; do sleep 1; done"
        subprocess.run([*words, "sh", "-c", script], check=True, stdout=subprocess.DEVNULL)


def remove_all() -> None:
    """Removes them."""
    listed = subprocess.run(["docker", "ps", "-aq", "--filter", f"name={NAME}-"], capture_output=True, text=True)
    if listed.stdout.split():
        subprocess.run(["docker", "rm", "-f", *listed.stdout.split()], capture_output=True, check=False)


def said(cores: dict[str, float]) -> str:
    """The figures in words."""
    return ", ".join(f"{count:.2f} cores of {name}" for name, count in cores.items())


if __name__ == "__main__":
    main()
