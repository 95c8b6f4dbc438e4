"""Lines that break readers: at the length of a piece, without end, without newline, of no encoding, of a terminal."""

import asyncio
import contextlib
import os
import subprocess
import threading
import urllib.request
from collections.abc import Iterator

import pytest

from benchmarks.served import resident_bytes
from tests.streaming.client import LogClient
from tests.streaming.conftest import container, server, token  # noqa: F401 - fixtures

pytestmark = [pytest.mark.engine, pytest.mark.faults]

FULL = os.environ.get("DOCKLINE_FAULTS") == "full"
LARGE = 20 * 1024 * 1024 if FULL else 3 * 1024 * 1024
LINE_CAP = 1_040_384
OF_LENGTH = "head -c {} /dev/zero | tr '\\0' x; echo"
CASES = {
    "pieces": "; ".join(OF_LENGTH.format(length) for length in (16383, 16384, 16385, 32768, 32769)),
    "a mebibyte": OF_LENGTH.format(1024 * 1024),
    "a large line": OF_LENGTH.format(LARGE) + "; echo after",
    "a large line that never ends": f"head -c {LARGE} /dev/zero | tr '\\0' y",
    "nul": "printf 'a\\0b\\n\\0\\nend\\n'",
    "invalid utf-8": "printf 'a\\377\\376b\\n\\300\\257\\n'",
    "split utf-8": "printf '\\303'; sleep 0.3; printf '\\251 e\\n'; "
    "head -c 16383 /dev/zero | tr '\\0' x; printf '\\303\\251\\n'",
    "no final newline": "echo one; printf two",
    "progress": 'for i in 1 2 3; do printf "\\r$i0%%"; sleep 0.1; done; echo; echo done',
    "escapes": "printf '\\033[31mred\\033[0m\\033]0;title\\007\\033[2J\\n'",
    "empty lines": "echo; echo; echo x; echo",
}


def download(server, token: str, name: str) -> bytes:  # noqa: F811
    url = f"{server.address.replace('ws', 'http', 1)}/api/v1/local/container/{name}/log"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read()


def printed(name: str) -> bytes:
    done = subprocess.run(["docker", "logs", name], capture_output=True, timeout=120, check=True)
    return done.stdout + done.stderr


@pytest.mark.parametrize("terminal", [(), ("-t",)], ids=["streams", "terminal"])
@pytest.mark.parametrize("case", CASES)
async def test_awkward_lines_are_downloaded_as_the_engine_has_them(server, token, container, docker, case, terminal):  # noqa: F811
    name = container("awkward", CASES[case], *terminal)
    docker("wait", name)
    await asyncio.sleep(0.5)
    truth = printed(name)
    lines: list[str] = []
    with peak_of(server.pid) as peak:
        assert await asyncio.to_thread(download, server, token, name) == truth
        async with LogClient(server.address, f"/ws/local/container/{name}/logs/", token, follow=0) as client:
            async with asyncio.timeout(60):
                async for _header, new in client:
                    lines += new
    wanted = truth.decode("utf-8", "replace").removesuffix("\n").split("\n")
    assert [line[1:] for line in lines] == [shortened(line) for line in wanted]
    assert peak[0] < 64 * 1024 * 1024


@contextlib.contextmanager
def peak_of(pid: int) -> Iterator[list[int]]:
    """How many bytes more than at first the process had at its most, in [0]; looked at a hundred times a second."""
    before, peak, over = resident_bytes(pid), [0], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            peak[0] = max(peak[0], resident_bytes(pid) - before)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        over.set()
        looking.join()


def shortened(line: str) -> str:
    """A line as the socket sends it: cut at the cap, with how much was left out."""
    if len(line) <= LINE_CAP:
        return line
    return f"{line[:LINE_CAP]} … [+{len(line) - LINE_CAP} bytes]"
