#!/usr/bin/env python3
"""Terminals: how late an echo comes beside `docker exec -it`, and what many at once cost the server.

    python benchmarks/terminals.py [--keys 300] [--terminals 100]

A key is typed and its echo awaited, so many times, in turns in a terminal over a socket of a served Dockline and in
`docker exec -it` under a pseudo-terminal, in the same container. Then so many terminals are opened at once, and one
key is typed in each.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import asyncio
import os
import pty
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.served import cpu_seconds, engine_connections, percentile, remove, resident_bytes, run_container
from tests.streaming.server import Server
from tests.streaming.terminal_client import Terminal, opened

NAME = "dockline-benchmark-terminals"
LINE = f"docker exec -it {NAME} sh"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--terminals", type=int, default=100)
    asked = parser.parse_args()
    run_container(NAME, "sleep 100000")
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data))
        server.start()
        try:
            token = server.token("admin")
            asyncio.run(echoes(server, token, asked.keys))
            asyncio.run(many(server, token, asked.terminals))
        finally:
            server.kill()
            remove(NAME)


async def echoes(server: Server, token: str, keys: int) -> None:
    """Keys in turns, here and there."""
    ours, theirs = [], []
    cli = Cli()
    async with opened(server, token, LINE) as terminal:
        await terminal.type("PS1=; echo rea''dy\r")
        await terminal.until("ready")
        await asyncio.sleep(0.5)
        for number in range(keys):
            key = chr(ord("a") + number % 26)
            ours.append(await key_to_echo(terminal, key))
            theirs.append(cli.key_to_echo(key))
            if number % 60 == 59:  # a line has its end
                await terminal.type("\x15")
                cli.type("\x15")
                await asyncio.sleep(0.1)
        await terminal.say({"end": True})
    cli.close()
    for who, delays in (("Dockline", ours), ("docker exec -it", theirs)):
        p50, p99 = percentile(delays, 0.5), percentile(delays, 0.99)
        print(f"{who}: key to echo p50 {p50 * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms")
    print(f"p50: {(percentile(ours, 0.5) - percentile(theirs, 0.5)) * 1000:+.2f} ms")


async def key_to_echo(terminal: Terminal, key: str) -> float:
    """Seconds from a key to its echo."""
    terminal.text = ""
    began = time.perf_counter()
    await terminal.type(key)
    await terminal.until(key)
    return time.perf_counter() - began


class Cli:
    """`docker exec -it` under a pseudo-terminal."""

    def __init__(self) -> None:
        self._terminal, theirs = pty.openpty()
        words = ["docker", "exec", "-it", NAME, "sh"]
        self._process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        time.sleep(1)
        self.type("PS1=; echo rea''dy\r")
        seen = b""
        while b"ready\r\n" not in seen:
            seen += os.read(self._terminal, 4096)
        time.sleep(0.5)

    def type(self, text: str) -> None:
        """Types."""
        os.write(self._terminal, text.encode())

    def key_to_echo(self, key: str) -> float:
        """Seconds from a key to its echo."""
        began = time.perf_counter()
        self.type(key)
        while key.encode() not in os.read(self._terminal, 4096):
            pass
        return time.perf_counter() - began

    def close(self) -> None:
        """Ends it."""
        self.type("\x15exit\r")
        self._process.wait(10)
        os.close(self._terminal)


async def many(server: Server, token: str, count: int) -> None:
    """So many terminals at once."""
    memory, threads = resident_bytes(server.pid), threads_of(server.pid)
    terminals: list[Terminal] = []
    for _number in range(count):
        terminal = opened(server, token, LINE)
        await terminal.open()
        terminals.append(terminal)
    for terminal in terminals:
        await terminal.until("# ")  # the shell's prompt, after its greeting
    delays = [await key_to_echo(terminal, "x") for terminal in terminals]
    cpu = cpu_seconds(server.pid)
    await asyncio.sleep(5)
    cores = (cpu_seconds(server.pid) - cpu) / 5
    more = resident_bytes(server.pid) - memory
    print(
        f"{count} terminals: {more / count / 1024:.0f} KiB of memory each, threads {threads} -> "
        f"{threads_of(server.pid)}, {engine_connections(server.pid)} connections to the engine, {cores:.3f} cores idle"
    )
    p50, p99 = percentile(delays, 0.5), percentile(delays, 0.99)
    print(f"key to echo in each: p50 {p50 * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms")
    began = time.perf_counter()
    for terminal in terminals:
        await terminal.say({"end": True})
    while "sh" in programs():
        await asyncio.sleep(0.2)
    print(f"all processes ended {time.perf_counter() - began:.1f} s after the terminals were closed")


def programs() -> list[str]:
    """What runs in the container; docker top fails when a process ends while it looks."""
    words = ["docker", "top", NAME, "-eo", "pid,args"]
    while (done := subprocess.run(words, capture_output=True, text=True, check=False)).returncode:
        time.sleep(0.1)
    return done.stdout.split()


def threads_of(pid: int) -> int:
    """How many threads a process has."""
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


if __name__ == "__main__":
    main()
