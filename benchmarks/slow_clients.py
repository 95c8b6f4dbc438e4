#!/usr/bin/env python3
"""Clients that connect and never read, while a container writes 20 MB/s and others watch it.

    python benchmarks/slow_clients.py [--clients 20] [--seconds 60] [--megabytes 20]

Prints the server's memory for each such client, and how late a viewer that reads gets its lines, alone and beside them;
before, how late `docker logs -f` gets them alone, which says what the engine can do at that rate.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.lean_client import LeanClient
from benchmarks.served import memory_bytes, percentile, remove, run_container
from tests.streaming.client import LogClient
from tests.streaming.server import Server

NAME = "dockline-benchmark-slow"
AIM_MIB, AIM_P95 = 4, 500


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--megabytes", type=float, default=20)
    asked = parser.parse_args()
    part = int(asked.megabytes * 100_000)
    line = "x" * 200
    script = f"yes {line} | head -c {part} >/part; while true; do cat /part; sleep 0.1; done"
    run_container(NAME, script, "--log-opt", "max-size=200m", "--log-opt", "max-file=2")
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            asyncio.run(measure(server, asked.clients, asked.seconds))
        finally:
            server.kill()
            remove(NAME)


async def measure(server: Server, clients: int, seconds: float) -> None:
    """A viewer alone, then beside the clients that do not read."""
    path, token = f"/ws/local/container/{NAME}/logs/", server.token("admin")
    cli = await cli_delays(seconds / 3)
    p50, p95 = percentile(cli, 0.5) * 1000, percentile(cli, 0.95) * 1000
    print(f"docker logs -f alone: {len(cli)} reads, p50 {p50:.0f} ms, p95 {p95:.0f} ms", flush=True)
    alone = await delays(server, path, token, seconds / 3)
    before = memory_bytes(server.pid)
    slow = [LogClient(server.address, path, token, False, tail=0) for _ in range(clients)]
    for client in slow:
        await client.__aenter__()
        client.socket.transport.pause_reading()
    beside = await delays(server, path, token, seconds)
    memory = (memory_bytes(server.pid) - before) / clients
    for client in slow:
        await client.__aexit__()
    print(f"{clients} clients that never read: {memory / 1024 / 1024:.2f} MiB of memory each (aim {AIM_MIB})")
    for who, seen in (("alone", alone), ("beside them", beside)):
        late, told = [delay for delay, _told in seen], [told for delay, told in seen if delay * 1000 > AIM_P95]
        p50, p95 = percentile(late, 0.5) * 1000, percentile(late, 0.95) * 1000
        print(
            f"a viewer {who}: {len(seen)} frames, p50 {p50:.0f} ms, p95 {p95:.0f} ms (aim {AIM_P95}, or told)", end=""
        )
        print(f"; of {len(told)} frames later than that {sum(told)} said how late", flush=True)


async def cli_delays(seconds: float) -> list[float]:
    """How late the last line of each read of `docker logs -f` came (seconds)."""
    words = ["docker", "logs", "-f", "-t", "--tail", "0", NAME]
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, limit=1024 * 1024)
    assert process.stdout is not None
    found, rest, until = [], b"", time.monotonic() + seconds
    while time.monotonic() < until:
        lines, newline, rest = (rest + await process.stdout.read(256 * 1024)).rpartition(b"\n")
        if newline:
            found.append(_late(lines[lines.rfind(b"\n") + 1 :]))
    process.kill()
    await process.wait()
    return found


def _late(line: bytes) -> float:
    """How long ago a line was written that begins with its time (seconds)."""
    return time.time() - datetime.fromisoformat(line[:26].decode()).replace(tzinfo=UTC).timestamp()


async def delays(server: Server, path: str, token: str, seconds: float) -> list[tuple[float, bool]]:
    """How late the last line of each frame came (seconds), and whether the frame said so."""
    found: list[tuple[float, bool]] = []

    def took(body: bytes) -> None:
        last = body[body.rfind(b"\n", 0, -1) + 2 :]
        found.append((_late(last), json.loads(client.head).get("behind", 0) > 0))

    client = await LeanClient.open(f"{server.address}{path}?tail=0&timestamps=1", token, took)
    await asyncio.wait([client.closed], timeout=seconds)
    assert not client.closed.done(), "the viewer was closed"
    client.close()
    return found


if __name__ == "__main__":
    main()
