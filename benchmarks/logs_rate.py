#!/usr/bin/env python3
"""How fast a log of 200,000 lines (about 22 MB) comes through Dockline, as a share of a plain reader of the engine.

    python benchmarks/logs_rate.py [--lines N] [--rounds N]

Both in turn, in one run, on the engine that DOCKER_HOST names: a reader that takes the bytes off the engine's socket
and looks at nothing, and a websocket client of docs/protocol.md behind daphne, with exact cursors and acknowledgements.
Prints each round and the ratio of the medians.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    asked = parser.parse_args()
    make_log(asked.lines)
    rates: dict[str, list[float]] = {"raw": [], "dockline": []}
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
        finally:
            server.kill()
            subprocess.run(["docker", "rm", "-f", NAME], check=True, capture_output=True)
    medians = {way: statistics.median(rate) for way, rate in rates.items()}
    print(f"ratio of the medians: {medians['dockline'] / medians['raw']:.2f}")


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


if __name__ == "__main__":
    main()
