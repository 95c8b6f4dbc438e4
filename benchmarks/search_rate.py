#!/usr/bin/env python3
"""How fast a log of 1,000,000 lines is searched, as a share of `docker logs | grep -E` in the same run.

    python benchmarks/search_rate.py [--lines N] [--rounds N]

Each round searches for something rare (a thousandth of the lines), for something that is not there, and for a plain
text, by both ways in turn. Prints lines a second and the time to the first hit, and the ratios of the medians.
"""
# ruff: noqa: T201, S602 - what a benchmark says is what it prints, and a shell's pipe is what it measures

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import remove, run_container
from tests.streaming.client import LogClient
from tests.streaming.server import Server

NAME = "dockline-benchmark-search"
TEXT = "the quick brown fox jumps over the lazy dog and goes on for about a hundred bytes or so, as logs do"
# What is looked for: its name here, the expression, and whether it is there.
SOUGHT = [("rare", "^[0-9]*999 the q.*k"), ("absent", "(error|failure) [0-9]+"), ("text", "5000 the quick")]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    run_container(NAME, f'seq 1 {asked.lines} | sed "s/\\$/ {TEXT}/"', detached=False)
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    firsts: dict[tuple[str, str], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            token = server.token("admin")
            for _ in range(asked.rounds):
                for what, expression in SOUGHT:
                    for way, took in (
                        ("grep", grep(expression)),
                        ("dockline", asyncio.run(search(server, token, expression, asked.lines))),
                    ):
                        rates[what, way].append(asked.lines / took[0])
                        firsts[what, way].append(took[1])
                    print(
                        what,
                        *[
                            f"{way} {rates[what, way][-1]:9,.0f} lines/s, first {firsts[what, way][-1]:.3f} s"
                            for way in ("grep", "dockline")
                        ],
                        flush=True,
                    )
        finally:
            server.kill()
            remove(NAME)
    for what, _expression in SOUGHT:
        ratio = statistics.median(rates[what, "dockline"]) / statistics.median(rates[what, "grep"])
        first = [statistics.median(firsts[what, way]) for way in ("grep", "dockline")]
        said = f"first hit (the end, without any) after {first[1]:.3f} s beside {first[0]:.3f} s"
        print(f"{what}: {ratio:.2f} of docker logs | grep -E (aim 0.7), {said}")


def grep(expression: str) -> tuple[float, float]:
    """Seconds to the end, and to the first hit, of `docker logs | grep -E`."""
    started = time.perf_counter()
    piped = f"docker logs {NAME} 2>&1 | grep -E --line-buffered '{expression}'"
    with subprocess.Popen(piped, shell=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - started
        for _line in process.stdout:
            pass
    return time.perf_counter() - started, first


async def search(server: Server, token: str, expression: str, lines: int) -> tuple[float, float]:
    """The same of the search socket, from its opening on."""
    started, first = time.perf_counter(), 0.0
    path = f"/ws/local/container/{NAME}/search/"
    async with LogClient(server.address, path, token, q=expression, regex=1, case=1, limit=1_000_000) as client:
        async for header, hits in client:
            if hits and not first:
                first = time.perf_counter() - started
            if header.get("done"):
                assert header["searched"] == lines, header
                return time.perf_counter() - started, first or time.perf_counter() - started
    raise AssertionError(client.states)


if __name__ == "__main__":
    main()
