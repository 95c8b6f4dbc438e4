"""Numbered lines while the engine restarts, the server is killed and connections drop: all, once, in order.

Small unless DOCKLINE_FAULTS=full: then 10 containers of 20,000 lines, 20 viewers, 5 restarts, 3 kills.
"""

import asyncio
import difflib
import os
import random
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.faults.private import PrivateEngine
from tests.streaming.client import LogClient
from tests.streaming.server import Server

pytestmark = [pytest.mark.engine, pytest.mark.faults]

FULL = os.environ.get("DOCKLINE_FAULTS") == "full"
CONTAINERS, LINES, VIEWERS, RESTARTS, KILLS, DROPS = (10, 20_000, 20, 5, 3, 5) if FULL else (2, 2_000, 4, 1, 1, 2)
LONGEST = 600 if FULL else 100
# Goes on from the number it kept (added to a file: one written anew is empty for who is killed in that moment); both
# streams at once; a line of two pieces now and then.
COUNTER = """
i=$(tail -n 1 /number 2>/dev/null); i=${{i:-0}}
while [ $i -lt {lines} ]; do
  i=$((i+1)); echo out $i; echo err $i >&2; echo $i >>/number
  [ $((i%500)) -ne 0 ] || {{ head -c 20000 /dev/zero | tr '\\0' x; echo; }}
  [ $((i%20)) -ne 0 ] || sleep 0.05
done
"""


# With live-restore containers write on while their engine is away; without it, it starts them again by their policy.
@pytest.fixture(params=[(), ("--live-restore",)], ids=["restart policies", "live-restore"])
def own_engine(request):
    engine = PrivateEngine("dl4a", *request.param)
    engine.up()
    yield engine
    engine.down()


@dataclass
class Reader:
    """A viewer that comes back with its cursor, and drops its own connection now and then."""

    server: Server
    token: str
    name: str
    number: int
    lines: list[str] = field(default_factory=list)
    gaps: int = 0
    ended: bool = False
    dropped: int = 0

    async def read(self, over: asyncio.Event) -> None:
        randomly, cursor = random.Random(self.number), ""
        while not (self.ended and over.is_set() and self.dropped >= DROPS):
            options: dict[str, Any] = {"cursor": cursor} if cursor else {}
            until = time.monotonic() + (randomly.uniform(0.5, 3) if self.dropped < DROPS else LONGEST)
            path = f"/ws/local/container/{self.name}/logs/"
            try:
                async with LogClient(self.server.address, path, self.token, **options) as client:
                    while time.monotonic() < until and not (self.ended and over.is_set()):
                        try:
                            async with asyncio.timeout(0.5):
                                header, new = await anext(client)
                        except TimeoutError:
                            continue
                        self.lines += new
                        self.gaps += "gap" in header
                        self.ended = header.get("state", {"name": "ended" if self.ended else ""})["name"] == "ended"
                        cursor = client.cursor
                self.dropped += 1
            except (OSError, EOFError, StopAsyncIteration):
                await asyncio.sleep(0.3)
            except Exception as error:  # the server is away in this moment
                if type(error).__module__.split(".")[0] != "websockets":
                    raise
                await asyncio.sleep(0.3)


async def test_no_line_is_lost_repeated_or_out_of_order(tmp_path, own_engine):
    server = Server(tmp_path, own_engine.address)
    server.start()
    try:
        token = server.token("admin")
        names = [f"dl4a-numbered-{n}" for n in range(CONTAINERS)]
        for name in names:
            script = COUNTER.format(lines=LINES)
            own_engine.docker(
                "run",
                "-d",
                "--name",
                name,
                "--network",
                "none",
                "--restart",
                "on-failure",
                "busybox",
                "sh",
                "-c",
                script,
            )
        over = asyncio.Event()
        readers = [Reader(server, token, names[n % CONTAINERS], n) for n in range(VIEWERS)]
        reading = [asyncio.create_task(reader.read(over)) for reader in readers]
        await disturb(server, own_engine)
        waiting = ["docker", "-H", own_engine.address, "wait", *names]
        await asyncio.to_thread(subprocess.run, waiting, check=True, capture_output=True, timeout=LONGEST)
        over.set()
        async with asyncio.timeout(LONGEST):
            await asyncio.gather(*reading)
        for name in names:
            ended = own_engine.docker("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", name)
            assert ended == "exited 0", (name, ended, own_engine.docker("logs", "-n", "1", name)[-20:])
            printed = subprocess.run(
                ["docker", "-H", own_engine.address, "logs", name], capture_output=True, timeout=120, check=True
            )
            for reader in (each for each in readers if each.name == name):
                assert reader.gaps == 0
                assert reader.dropped >= DROPS
                for stream, truth in (("o", printed.stdout), ("e", printed.stderr)):
                    written = truth.decode().splitlines()
                    read = [line[1:] for line in reader.lines if line[0] == stream]
                    assert read == written or not differences(read, written)
    finally:
        server.kill()


def differences(read: list[str], written: list[str]) -> list[str]:
    """The places where what was read differs from what was written, few and short enough to be looked at."""
    changes = difflib.SequenceMatcher(None, read, written, autojunk=False).get_opcodes()
    return [
        f"{what} read[{a}:{b}] = {told(read[a:b])} for written[{c}:{d}] = {told(written[c:d])}"
        for what, a, b, c, d in changes
        if what != "equal"
    ][:5]


def told(lines: list[str]) -> list[str]:
    return [line if len(line) < 40 else f"{line[:20]}...{line[-20:]} ({len(line)})" for line in lines[:5]]


async def disturb(server: Server, engine: PrivateEngine) -> None:
    """Restarts the engine and kills the server in turn."""
    for turn in range(max(RESTARTS, KILLS)):
        await asyncio.sleep(2)
        if turn < RESTARTS:
            await asyncio.to_thread(engine.stop)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(engine.up, base=False)
        await asyncio.sleep(1)
        if turn < KILLS:
            server.kill()
            await asyncio.to_thread(server.start)
