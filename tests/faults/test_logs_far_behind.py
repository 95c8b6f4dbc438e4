"""A container that ends while its readers are far behind: the engine may close their answer early, nothing is lost."""

import asyncio
import os

import pytest

from tests.streaming.client import LogClient
from tests.streaming.conftest import container, server, token  # noqa: F401 - fixtures

pytestmark = [pytest.mark.engine, pytest.mark.faults]

FAR = 600_000 if os.environ.get("DOCKLINE_FAULTS") == "full" else 30_000
LONGEST = 300


@pytest.mark.parametrize(
    ("driver", "options"),
    [("json-file", ()), ("local", ("--log-opt", "max-size=200m", "--log-opt", "max-file=2"))],
    ids=["json-file", "local"],
)
async def test_a_container_that_exits_while_its_readers_are_far_behind_is_read_to_its_end(
    server,  # noqa: F811
    token,  # noqa: F811
    container,  # noqa: F811
    docker,
    driver,
    options,
):
    script = f"seq 1 {FAR}; seq 1 {FAR} >&2"
    name = container("far-behind", script, "--log-driver", driver, *options)
    path = f"/ws/local/container/{name}/logs/"
    async with LogClient(server.address, path, token) as slow, LogClient(server.address, path, token) as prompt:
        seen = (await anext(slow))[1]
        reading = asyncio.create_task(to_its_end(prompt))
        await asyncio.to_thread(docker, "wait", name, timeout=LONGEST)
        async with asyncio.timeout(LONGEST):
            for lines in (seen + await to_its_end(slow), await reading):
                for stream in "oe":
                    assert [line[1:] for line in lines if line[0] == stream] == [str(n) for n in range(1, FAR + 1)]


async def to_its_end(client: LogClient) -> list[str]:
    """All lines until the container is said to have ended."""
    lines: list[str] = []
    async for header, new in client:
        assert "gap" not in header
        lines += new
        if header.get("state", {}).get("name") == "ended":
            return lines
    raise AssertionError(client.states)
