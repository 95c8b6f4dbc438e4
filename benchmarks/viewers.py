#!/usr/bin/env python3
"""Many viewers of one container's log: what they cost, and how late the lines come.

    python benchmarks/viewers.py [--viewers 500] [--rate 500] [--seconds 60] [--followers 50]

A container writes so many lines a second; the viewers run in other processes and check that no line is missing.
Before, `docker logs -f` follows the same container so many times at once, for the delays beside; and one viewer alone
watches a container that writes a line now and then.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import cpu_seconds, engine_connections, percentile, remove, resident_bytes, run_container
from benchmarks.watching import Seen, followed, numbered, watched
from tests.streaming.server import Server

NAME = "dockline-benchmark-viewers"
QUIET = "dockline-benchmark-quiet"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--viewers", type=int, default=500)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--followers", type=int, default=50)
    asked = parser.parse_args()
    run_container(NAME, numbered(asked.rate))
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            say("one viewer of a quiet container", lone(server))
            remove(QUIET)
            beside = followed(NAME, asked.followers, min(asked.seconds, 15))
            say(f"{asked.followers} docker logs -f", beside)
            seen = measured(server, asked.viewers, asked.seconds)
            say(f"{asked.viewers} viewers", seen)
            print(f"p99 delay: {percentile(seen.delays, 0.99) / percentile(beside.delays, 0.99):.2f} of docker logs -f")
        finally:
            server.kill()
            remove(NAME)
            remove(QUIET)


def measured(server: Server, viewers: int, seconds: float) -> Seen:
    """Watches, and prints what the server needed for it once all were there."""
    path, settle = f"/ws/local/container/{NAME}/logs/", 4 + viewers * 0.02
    token = server.token("admin")
    few = watched(server.address, path, token, 2, 5)  # what one viewer needs is no matter of how many there are
    time.sleep(4)
    streams = engine_connections(server.pid)
    few()
    before = resident_bytes(server.pid)
    seen_by_all = watched(server.address, path, token, viewers, settle + seconds)
    time.sleep(settle)
    cpu, started = cpu_seconds(server.pid), time.perf_counter()
    time.sleep(seconds - 1)
    cores = (cpu_seconds(server.pid) - cpu) / (time.perf_counter() - started)
    memory = (resident_bytes(server.pid) - before) / viewers
    more = engine_connections(server.pid) - streams
    print(f"{viewers} viewers: {cores:.2f} cores, {memory / 1024:.0f} KiB of memory a viewer")
    print(f"connections to the engine: {streams} with 2 viewers, {more:+d} with {viewers}")
    return seen_by_all()


def lone(server: Server) -> Seen:
    """One viewer of a container that writes a line now and then."""
    run_container(QUIET, "n=0; while true; do n=$((n+1)); echo $n; sleep 0.7; done")
    path, token = f"/ws/local/container/{QUIET}/logs/", server.token("admin")
    return watched(server.address, path, token, 1, 20, processes=1)()


def say(who: str, seen: Seen) -> None:
    """Prints what was seen."""
    p50, p99 = percentile(seen.delays, 0.5), percentile(seen.delays, 0.99)
    what = f"{seen.lines:,} lines, {seen.breaks} breaks, {seen.closed} closed"
    print(f"{who}: {what}, delay p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms", flush=True)


if __name__ == "__main__":
    main()
