"""An engine that goes away and comes back: the log says so, and goes on exactly where it was."""

import asyncio
import subprocess
import time
from pathlib import Path

import pytest

from tests.streaming.client import LogClient
from tests.streaming.server import ROOT, Server

pytestmark = [pytest.mark.engine, pytest.mark.faults]

ENGINE = "streaming"
# Counts on from the number it kept, so that a repeated line would be seen; not all the lines' numbers, should it be cut
# between the two writes: what docker logs prints in the end is the truth.
COUNTER = """
i=$(cat /number 2>/dev/null || echo 0)
while true; do i=$((i+1)); echo out $i; echo err $i >&2; echo $i >/number; [ $((i%20)) -ne 0 ] || sleep 0.05; done
"""


def private_engine(verb: str) -> str:
    done = subprocess.run([ROOT / "script/private-engine", verb, ENGINE], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def own_engine():
    address = private_engine("up")
    subprocess.run([ROOT / "script/base-image"], env={"DOCKER_HOST": address, "PATH": "/usr/bin:/bin"}, check=True)
    yield address
    private_engine("down")


def docker(address: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["docker", "-H", address, *words], capture_output=True, timeout=60, check=True)


async def test_an_engine_that_restarts_loses_and_repeats_nothing(tmp_path: Path, own_engine):
    server = Server(tmp_path, own_engine)
    server.start()
    name, lines, states = "dlstream-restart", [], []
    try:
        token = server.token("admin")
        run = ["run", "-d", "--name", name, "--network", "none", "--restart", "always"]
        docker(own_engine, *run, "busybox", "sh", "-c", COUNTER)

        async def read() -> None:
            async with LogClient(server.address, f"/ws/local/container/{name}/logs/", token) as client:
                async for header, new in client:
                    lines.extend(new)
                    states.extend([header["state"]["name"]] if "state" in header else [])

        reading = asyncio.create_task(read())
        for _ in range(2):
            await asyncio.sleep(2)
            await asyncio.to_thread(private_engine, "stop")
            await asyncio.sleep(1)
            await asyncio.to_thread(private_engine, "up")
        await asyncio.sleep(3)
        docker(own_engine, "stop", "-t", "0", name)
        deadline = time.monotonic() + 20
        while states[-1] != "ended" and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        reading.cancel()
        printed = docker(own_engine, "logs", name)
        for stream, truth in (("o", printed.stdout), ("e", printed.stderr)):
            assert [line[1:] for line in lines if line.startswith(stream)] == truth.decode().splitlines()
        assert len(lines) > 1000
        assert {"engine_lost", "engine_back", "restarted", "ended"} <= set(states)
    finally:
        server.kill()
