#!/usr/bin/env python3
"""Wall time of stop, start, pause, unpause and rm through the API, against the docker CLI in the same run.

    python benchmarks/lifecycle.py [--rounds 15] [--at-once 1]

In each round two sets of containers, which end at once when they are asked to, live through the same: one by the CLI,
one by POST /api/v1/local/line; which of them goes first changes. With --at-once N each line names N containers.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.streaming.server import Server

AIM = 1.1
NAME = f"dockline-lifecycle-{os.getpid()}"
STEPS = ("pause", "unpause", "stop", "start", "rm -f")
# Ends at once on TERM.
PROGRAM = ("sh", "-c", "trap 'exit 0' TERM; while true; do sleep 3600 & wait; done")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--at-once", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data), os.environ.get("DOCKER_HOST", ""))
        server.start()
        try:
            measure(server, asked.rounds, asked.at_once)
        finally:
            server.kill()
            left = [name for way in ("cli", "api") for name in names(way, asked.at_once)]
            subprocess.run(["docker", "rm", "-f", *left], capture_output=True, check=False)


def measure(server: Server, rounds: int, at_once: int) -> None:
    """Each step by both ways, one after the other."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {server.token('admin')}"
    url = f"http://127.0.0.1:{server.port}/api/v1/local/line"
    ways: dict[str, Callable[[str], None]] = {"cli": cli, "api": lambda line: api(session, url, line)}
    times: dict[tuple[str, str], list[float]] = {(step, way): [] for step in STEPS for way in ways}
    for number in range(rounds + 1):
        for way in ways:
            for name in names(way, at_once):
                cli(f"run -d --network none --name {name} busybox", *PROGRAM)
        for step in STEPS:
            for way in sorted(ways, reverse=number % 2 == 0):
                started = time.perf_counter()
                ways[way](f"{step} {' '.join(names(way, at_once))}")
                if number:  # the first round warms up
                    times[step, way].append(time.perf_counter() - started)
    print(f"{rounds} rounds, {at_once} at once; medians, of the CLI's (aim: at most {AIM})")
    for step in STEPS:
        theirs, ours = (statistics.median(times[step, way]) for way in ("cli", "api"))
        print(f"{step}: CLI {theirs * 1000:.0f} ms, API {ours * 1000:.0f} ms, {ours / theirs:.2f}", flush=True)


def names(way: str, at_once: int) -> list[str]:
    """The containers of one way."""
    return [f"{NAME}-{way}-{number}" for number in range(at_once)]


def cli(line: str, *more: str) -> None:
    """As a person types it."""
    subprocess.run(["docker", *line.split(), *more], check=True, stdout=subprocess.DEVNULL)


def api(session: requests.Session, url: str, line: str) -> None:
    """As a program asks for it."""
    answer = session.post(url, json={"line": f"docker {line}"})
    assert answer.status_code == 200, answer.text


if __name__ == "__main__":
    main()
