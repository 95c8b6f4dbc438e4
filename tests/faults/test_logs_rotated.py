"""A log that the engine rotates away under its readers: what is missing has its mark, and nothing else is missing."""

import asyncio
import os
from itertools import pairwise

import pytest

from tests.streaming.client import LogClient
from tests.streaming.conftest import container, server, token  # noqa: F401 - fixtures

pytestmark = [pytest.mark.engine, pytest.mark.faults]

FULL = os.environ.get("DOCKLINE_FAULTS") == "full"
LINES = 100_000 if FULL else 6_000


@pytest.mark.parametrize("pace", ["steady", "as fast as it can"])
@pytest.mark.parametrize(("driver", "files"), [("json-file", "1"), ("json-file", "3"), ("local", "3")])
async def test_every_gap_of_a_rotated_log_has_its_mark(server, token, container, files, driver, pace):  # noqa: F811
    rest = "[ $((i%50)) -ne 0 ] || sleep 0.01" if pace == "steady" else ":"
    script = f"i=0; while [ $i -lt {LINES} ]; do i=$((i+1)); echo $i; {rest}; done"
    options = ("--log-driver", driver, "--log-opt", "max-size=10k", "--log-opt", f"max-file={files}")
    name = container(f"rotate-{driver}-{files}", script, *options)
    pieces: list[list[int]] = [[]]
    over = False
    async with LogClient(server.address, f"/ws/local/container/{name}/logs/", token) as client:
        async with asyncio.timeout(LINES / 200 + 60):
            async for header, lines in client:
                if "gap" in header:
                    pieces.append([])
                pieces[-1] += [int(line[1:]) for line in lines]
                over = over or header.get("state", {}).get("name") == "ended"
                if over:
                    break
    for piece in filter(None, pieces):
        jumps = [(one, two) for one, two in pairwise(piece) if two != one + 1]
        assert not jumps
    whole = [piece for piece in pieces if piece]
    assert all(before[-1] < after[0] for before, after in pairwise(whole))
    assert whole[-1][-1] == LINES


async def test_lines_between_rotations_come_although_nothing_follows_them(server, token, container):  # noqa: F811
    text = "x" * 150
    batch = f"seq $((n+1)) $((n+50)) | sed 's/$/ {text}/'; n=$((n+50)); sleep 1"
    script = f"n=0; for i in 1 2 3 4 5 6; do {batch}; done; sleep 60"
    name = container("rotate-pauses", script, "--log-opt", "max-size=10k", "--log-opt", "max-file=4")
    numbers: list[int] = []
    async with LogClient(server.address, f"/ws/local/container/{name}/logs/", token) as client:
        async with asyncio.timeout(20):
            async for header, lines in client:
                assert "gap" not in header
                numbers += [int(line[1:].split()[0]) for line in lines]
                if numbers and numbers[-1] == 300:
                    break
    assert numbers == list(range(1, 301))
