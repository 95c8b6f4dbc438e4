#!/usr/bin/env python3
"""Many viewers of one container's log: what they cost, and how late the lines come.

    python benchmarks/viewers.py [--viewers 500] [--rate 500] [--seconds 60] [--followers 50]

A container writes so many lines a second; the viewers run in other processes and check that no line is missing.
Before, `docker logs -f` follows the same container so many times at once, for the delays beside; and one viewer alone
watches a container that writes a line now and then (--followers 0: neither). Needs root, to count the engine's readers.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import cpu_seconds, log_streams, memory_bytes, percentile, remove, run_container
from benchmarks.watching import Seen, followed, numbered, watched
from tests.streaming.server import Server

NAME = "dockline-benchmark-viewers"
QUIET = "dockline-benchmark-quiet"
AIM_CORES, AIM_KIB, AIM_P99, AIM_LONE, AIM_BESIDE = 0.35, 64, 150, 30, 120


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
            if asked.followers:
                say(f"one viewer of a quiet container (aim {AIM_LONE} ms)", lone(server))
                remove(QUIET)
                beside = followed(NAME, asked.followers, min(asked.seconds, 15))
                say(f"{asked.followers} docker logs -f", beside)
            seen = measured(server, asked.viewers, asked.seconds)
            say(f"{asked.viewers} viewers (aim: no break, p99 {AIM_P99} ms with 500)", seen)
            if asked.followers:
                aim = max(percentile(beside.delays, 0.99) * 1000, AIM_BESIDE)
                ratio = percentile(seen.delays, 0.99) / percentile(beside.delays, 0.99)
                print(f"p99 delay: {ratio:.2f} of docker logs -f (aim with 50 viewers: at most {aim:.0f} ms)")
        finally:
            server.kill()
            remove(NAME)
            remove(QUIET)


def measured(server: Server, viewers: int, seconds: float) -> Seen:
    """Watches, and prints what the server needed for it once all were there."""
    path, settle = f"/ws/local/container/{NAME}/logs/", 5 + viewers * 0.02
    token = server.token("admin")
    watched(server.address, path, token, 2, 5)()  # what one viewer needs is no matter of how many there are
    before, begun = memory_bytes(server.pid), time.perf_counter()
    seen_by_all = watched(server.address, path, token, viewers, settle + seconds, settle)
    time.sleep(settle + 1)
    cpu, started = cpu_seconds(server.pid), time.perf_counter()
    time.sleep(max(begun + settle + seconds - 1 - started, 1))
    cores = (cpu_seconds(server.pid) - cpu) / (time.perf_counter() - started)
    memory = (memory_bytes(server.pid) - before) / viewers / 1024
    streams = log_streams(NAME)
    seen = seen_by_all()
    print(f"{viewers} viewers: {cores:.2f} cores (aim {AIM_CORES} at 500), their own processes {seen.cores:.2f}")
    print(f"memory: {memory:.0f} KiB a viewer (aim {AIM_KIB}); readers of the log at the engine: {streams} (must be 1)")
    assert streams == 1, f"the engine has {streams} readers of this log"
    return seen


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
