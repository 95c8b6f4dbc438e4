#!/usr/bin/env python3
"""What a server costs that nobody looks at: its memory, its CPU, and what it still asks of the engine.

    python benchmarks/idle.py [--seconds 30]

A recorder stands between the server and the engine (DOCKER_HOST, or the usual socket) and counts the requests: first
nobody was ever there; then a log, the merged logs and the events were watched by twenty each and left again.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import cpu_seconds, engine_connections, remove, resident_bytes, run_container
from tests.recorder.proxy import Recorder
from tests.streaming.client import LogClient
from tests.streaming.server import Server

NAME = "dockline-benchmark-idle"
WATCHED = [
    f"/ws/local/container/{NAME}/logs/",
    f"/ws/local/logs/?container={NAME}",
    "/ws/local/events/",
]
# Sources end some seconds after their last viewer, events' a minute after (seconds).
LINGER = 70


async def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    asked = parser.parse_args()
    engine = Path(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://"))
    run_container(NAME, "while true; do echo line; sleep 0.1; done")
    requests: list[str] = []
    with tempfile.TemporaryDirectory() as data:
        listen = Path(data) / "docker.sock"
        recorder = Recorder(listen, engine, on_request=lambda request: requests.append(request.path))
        await recorder.start()
        server = Server(Path(data), f"unix://{listen}")
        await asyncio.to_thread(server.start)
        try:
            token = await asyncio.to_thread(server.token, "admin")
            await told("nobody was ever there", server, requests, asked.seconds)
            await watch(server, token, 10)
            await asyncio.sleep(LINGER)
            await told("after sixty viewers", server, requests, asked.seconds)
        finally:
            server.kill()
            await recorder.stop()
            remove(NAME)


async def told(when: str, server: Server, requests: list[str], seconds: float) -> None:
    """Waits, and prints what was asked and used meanwhile."""
    await asyncio.sleep(5)
    requests.clear()
    cpu, started = cpu_seconds(server.pid), time.perf_counter()
    await asyncio.sleep(seconds)
    cores = (cpu_seconds(server.pid) - cpu) / (time.perf_counter() - started)
    memory, streams = resident_bytes(server.pid) / 1024 / 1024, engine_connections(server.pid)
    print(f"{when}: {len(requests)} requests in {seconds:.0f} s {sorted(set(requests))}, {streams} connections", end="")
    print(f" to the engine, {memory:.0f} MiB, {cores:.3f} cores", flush=True)


async def watch(server: Server, token: str, seconds: float) -> None:
    """Twenty viewers of each."""
    async with contextlib.AsyncExitStack() as open_now:
        clients = [
            await open_now.enter_async_context(LogClient(server.address, path, token))
            for path in WATCHED
            for _ in range(20)
        ]
        readers = [asyncio.create_task(_read(client)) for client in clients]
        await asyncio.sleep(seconds)
        for reader in readers:
            reader.cancel()


async def _read(client: LogClient) -> None:
    async for _frame in client:
        pass


if __name__ == "__main__":
    asyncio.run(main())
