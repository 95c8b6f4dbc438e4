"""A search through a whole log: hits as they come, stopped when asked, refused in words."""

import asyncio
import contextlib
import subprocess
import time

import pytest

from tests.streaming.client import LogClient
from tests.streaming.test_log_windows import answer, socket_of

pytestmark = pytest.mark.engine


def search_of(name: str) -> str:
    return f"/ws/local/container/{name}/search/"


async def searched(server, token, name: str, **options) -> tuple[list[str], list[dict]]:
    """The hits, and all headers."""
    hits, headers = [], []
    async with LogClient(server.address, search_of(name), token, **options) as client, asyncio.timeout(60):
        async for header, lines in client:
            headers.append({**header, "code": client.code})
            hits += lines
        headers[-1]["code"] = client.code
    return hits, headers


def printed(name: str, *options: str) -> list[str]:
    done = subprocess.run(["docker", "logs", *options, name], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.splitlines()


async def test_every_line_that_matches_is_found_with_its_number_and_time(server, token, container, docker):
    name = container("search", "seq 1 30000; echo needle one; seq 1 30000; printf 'needle two'")
    docker("wait", name)
    hits, headers = await searched(server, token, name, q="needle")
    stamped = printed(name, "-t")
    assert hits == [f"o30001 {stamped[30000]}", f"o60002 {stamped[60001]}"]
    end = headers[-1]
    assert (end["done"], end["hits"], end["searched"], end["code"]) == (True, 2, 60002, 1000)
    assert end["bytes"] == sum(len(line) for line in printed(name))
    assert end["reached"] == end["last"] == stamped[-1][:30]
    async with LogClient(server.address, socket_of(name), token, tail="0") as client:
        _header, lines = await answer(client, before="o" + hits[0].split(" ")[1], lines=2)
        assert lines == ["o29999", "o30000"]


@pytest.mark.parametrize(
    ("options", "grep"),
    [
        ({"q": r"^1\d*7$", "regex": "1"}, ["-E", "^1[0-9]*7$"]),
        ({"q": "9", "invert": "1"}, ["-v", "9"]),
        ({"q": "77"}, ["77"]),
        ({"q": "(1|2)+3$", "regex": "1", "invert": "1"}, ["-vE", "(1|2)+3$"]),
    ],
)
async def test_it_finds_what_grep_finds(server, token, container, docker, options, grep):
    name = container("search-grep", "seq 1 20000")
    docker("wait", name)
    hits, _headers = await searched(server, token, name, limit=100_000, **options)
    wanted = subprocess.run(["grep", *grep], input="\n".join(printed(name)), capture_output=True, text=True, check=True)
    assert [hit.split(" ", 2)[2] for hit in hits] == wanted.stdout.splitlines()
    assert all(hit.split(" ")[0] == f"o{hit.split(' ', 2)[2]}" for hit in hits)


async def test_it_ends_at_the_limit_and_when_it_is_stopped(server, token, container, docker):
    name = container("search-stop", "seq 1 300000")
    docker("wait", name)
    hits, headers = await searched(server, token, name, q="1", limit=100)
    assert len(hits) == 100
    assert headers[-1]["limited"]
    assert headers[-1]["searched"] < 300_000
    async with LogClient(server.address, search_of(name), token, q="never there") as client:
        await client.socket.send('{"stop": true}')
        async for header, _lines in client:
            end = header
    assert end["stopped"]
    assert end["searched"] < 300_000
    assert client.code == 1000


async def test_who_never_acknowledges_holds_the_search_up_and_not_the_server(server, token, container, docker):
    name = container("search-window", "seq 1 400000")
    docker("wait", name)
    got = 0
    async with LogClient(server.address, search_of(name), token, False, q="1", limit=1_000_000) as client:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3):
                async for _header, lines in client:
                    got += sum(len(line) for line in lines)
    assert 500_000 < got < 1_300_000


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"q": "a(b", "regex": "1"}, 4400, "character 1"),
        ({"q": r"(a)\1", "regex": "1"}, 4400, "linear time"),
        ({}, 4400, "what to look for"),
        ({"q": "x", "limit": "0"}, 4400, "limit"),
        ({"q": "x", "level": "loud"}, 4400, "loud"),
        ({"q": "x", "since": "someday"}, 4400, "no moment"),
    ],
)
async def test_what_cannot_be_searched_for_is_refused_in_a_sentence(server, token, container, options, code, words):
    name = container("search-bad", "echo here")
    _hits, headers = await searched(server, token, name, **options)
    assert headers[-1]["code"] == code
    assert words in headers[-1]["state"]["message"]


async def test_a_container_that_is_not_there_and_a_driver_that_cannot_be_read_are_said(server, token, container):
    _hits, headers = await searched(server, token, "dlstream-none-such", q="x")
    assert headers[-1]["code"] == 4404
    name = container("search-none", "sleep 600", "--log-driver", "none")
    _hits, headers = await searched(server, token, name, q="x")
    assert headers[-1]["state"]["name"] == "unreadable"


async def test_a_log_that_is_written_all_the_while_is_searched_to_where_it_was(server, token, container):
    name = container("search-live", "yes somebody writes this line without end | head -c 300000000; sleep 600")
    await asyncio.sleep(1)
    started = time.monotonic()
    _hits, headers = await searched(server, token, name, q="nobody")
    assert headers[-1]["done"]
    assert time.monotonic() - started < 40


async def test_a_search_is_in_the_trail(server, token, container):
    name = container("search-trail", "echo here")
    await searched(server, token, name, q="here")
    rows = server.python(
        "from containers.audit.models import AuditEntry as A; print(*[row.line for row in A.objects.all()])"
    )
    assert f"{name}" in rows
