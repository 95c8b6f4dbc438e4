#!/usr/bin/env python3
"""How fast a log of 200,000 lines (about 22 MB) comes through Dockline, as a share of a plain reader of the engine.

    python benchmarks/logs_rate.py [--lines N] [--rounds N] [--websocketd-rounds N]

In turn, in one run, on the engine that DOCKER_HOST names: a reader that takes the bytes off the engine's socket
and looks at nothing; a websocket client of docs/protocol.md behind daphne, with exact cursors and acknowledgements; and
the same client's library behind `websocketd docker logs` (Debian's websocketd). Prints each round and the ratios of the
medians.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from containers.engine.hosts import LOCAL, engine_of
from tests.streaming.client import LogClient
from tests.streaming.server import Server

NAME = "dockline-benchmark-logs-rate"
TEXT = "the quick brown fox jumps over the lazy dog and goes on for about a hundred bytes or so, as logs do"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--websocketd-rounds", type=int, default=2)
    asked = parser.parse_args()
    make_log(asked.lines)
    rates: dict[str, list[float]] = {"raw": [], "dockline": []}
    beside: list[float] = []
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            token = server.token("admin")
            for _ in range(asked.rounds):
                rates["raw"].append(measured(read_raw, asked.lines))
                rates["dockline"].append(
                    measured(lambda: asyncio.run(read_dockline(server, token, asked.lines)), asked.lines)
                )
                print("  ".join(f"{way} {rate[-1]:9,.0f} lines/s" for way, rate in rates.items()), flush=True)
            for _ in range(asked.websocketd_rounds):
                beside.append(asyncio.run(read_websocketd(asked.lines)))
                print(f"websocketd {beside[-1]:9,.0f} lines/s", flush=True)
        finally:
            server.kill()
            subprocess.run(["docker", "rm", "-f", NAME], check=True, capture_output=True)
    medians = {way: statistics.median(rate) for way, rate in rates.items()}
    print(f"of the plain reader (medians): {medians['dockline'] / medians['raw']:.2f} (aim: at least 1.0)")
    print(f"of websocketd (medians): {medians['dockline'] / statistics.median(beside):.1f} (aim: at least 5)")


def make_log(lines: int) -> None:
    """A container that has written the lines and ended."""
    subprocess.run(["docker", "rm", "-f", NAME], capture_output=True, check=False)
    script = f'seq 1 {lines} | sed "s/\\$/ {TEXT}/"'
    words = ["docker", "run", "--network", "none", "--name", NAME, "busybox", "sh", "-c", script]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def measured(read, lines: int) -> float:  # type: ignore[no-untyped-def]
    """Lines a second."""
    started = time.perf_counter()
    read()
    return lines / (time.perf_counter() - started)


def read_raw() -> None:
    """All bytes of the log, as the engine sends them."""
    engine = engine_of(LOCAL)
    with engine.connect() as raw:
        path = engine.versioned(f"/containers/{NAME}/logs")
        raw.settimeout(60)
        raw.sendall(f"GET {path}?stdout=1&stderr=1 HTTP/1.0\r\nHost: docker\r\n\r\n".encode())
        while raw.recv(256 * 1024):
            pass


async def read_dockline(server: Server, token: str, lines: int) -> None:
    """All lines, counted, from the opening of the socket on."""
    found = 0
    async with LogClient(server.address, f"/ws/local/container/{NAME}/logs/", token) as client:
        async for _header, new in client:
            found += len(new)
            if found >= lines:
                return


async def read_websocketd(lines: int) -> float:
    """Lines a second of `websocketd docker logs`, one message a line, from the opening of the socket on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["websocketd", "--address=127.0.0.1", f"--port={port}", "--loglevel=fatal", "docker", "logs", NAME]
    process = await asyncio.create_subprocess_exec(*words)
    try:
        await asyncio.sleep(1)
        found, started = 0, time.perf_counter()
        async with connect(f"ws://127.0.0.1:{port}/", max_size=None, compression=None) as client:
            while found < lines:
                await client.recv()
                found += 1
        return lines / (time.perf_counter() - started)
    finally:
        process.kill()
        await process.wait()


if __name__ == "__main__":
    main()
