"""Parts of several logs in one, asked for over their socket: scrolled up, jumped to, read on, live without a gap."""

import asyncio
import json

import pytest

from tests.streaming.test_log_merged import MergedClient, parted, read

pytestmark = pytest.mark.engine

# Both streams; one container writes much more than the other, and one writes nothing.
MUCH = (
    "for i in $(seq 1 1500); do echo out $i; "
    "[ $((i%3)) -ne 0 ] || echo err $i >&2; [ $((i%50)) = 9 ] || continue; sleep 0.02; done"
)
LITTLE = "for i in $(seq 1 12); do echo out $i; sleep 0.05; done"


def of(client: MergedClient, line: str) -> str:
    """The name of the container that a line is of."""
    return client.names[parted(line)[0]]


async def answer(client: MergedClient, **request) -> tuple[dict, list[str]]:
    await client.socket.send(json.dumps(request))
    async with asyncio.timeout(20):
        async for header, lines in client:
            if "backlog" in header:
                return header, [client.names[parted(line)[0]] + line.lstrip("0123456789") for line in lines]
    raise AssertionError(client.code)


@pytest.fixture
def names(container, docker) -> list[str]:
    made = [container("part-much", MUCH), container("part-little", LITTLE), container("part-none", "true")]
    docker("wait", *made)
    return made


async def whole(server, token, names: list[str], **filters) -> list[str]:
    client = MergedClient(server, token, container=names, tail="all", timestamps="1", follow="0", **filters)
    async with client:
        lines = await read(client, lambda *_: False)
        return [of(client, line) + line.lstrip("0123456789") for line in lines]


def of_each(lines: list[str], names: list[str]) -> dict[str, list[str]]:
    """By container and stream, in the order they came."""
    return {
        name + stream: [line for line in lines if line.startswith(name + stream)] for name in names for stream in "oe"
    }


@pytest.mark.parametrize("filters", [{}, {"q": "5"}, {"stream": "stderr"}], ids=["all", "text", "stderr"])
async def test_scrolling_up_from_the_end_brings_every_line_once(server, token, names, filters):
    truth = await whole(server, token, names, **filters)
    async with MergedClient(server, token, container=names, tail="0", timestamps="1", **filters) as client:
        header, found = await answer(client, at="end", lines=100)
        assert found == truth[len(truth) - len(found) :]
        parts = [header["last"]]
        while header["more"]:
            header, lines = await answer(client, before=header["first"], lines=200, id=len(parts))
            assert header["id"] == len(parts)
            found[:0] = lines
            parts.append(header["last"])
    assert of_each(found, names) == of_each(truth, names)
    assert len(parts) > 3


async def test_a_jump_to_the_beginning_reads_on_to_the_end(server, token, names):
    truth = await whole(server, token, names)
    async with MergedClient(server, token, container=names, tail="0", timestamps="1") as client:
        header, found = await answer(client, at="start", lines=50)
        assert (await answer(client, before=header["first"]))[1] == []
        while header["more"]:
            header, lines = await answer(client, after=header["last"], lines=300)
            found += lines
    assert of_each(found, names) == of_each(truth, names)


async def test_a_jump_to_a_line_has_all_before_and_after_it(server, token, names):
    truth = await whole(server, token, names)
    middle = next(line for line in truth if line.endswith(" out 6") and line.startswith(names[1]))
    place = middle.removeprefix(names[1])[:31]
    async with MergedClient(server, token, container=names, tail="0", timestamps="1") as client:
        header, found = await answer(client, at=place, lines=100)
        assert found[0] == middle
        earlier, first, more = [], header["first"], True
        while more:
            early, lines = await answer(client, before=first, lines=500)
            earlier[:0], first, more = lines, early["first"], early["more"]
        early, lines = await answer(client, before=place, lines=5000)
        assert lines
        before = of_each(earlier, names)
        assert all(
            some == before[stream][len(before[stream]) - len(some) :] for stream, some in of_each(lines, names).items()
        )
        assert early["more"] or len(lines) == len(earlier)
        while header["more"]:
            header, lines = await answer(client, after=header["last"], lines=500)
            found += lines
    assert of_each(earlier + found, names) == of_each(truth, names)


async def test_from_the_end_on_it_is_live_without_a_gap_or_a_repetition(server, token, container):
    writes = "i=0; while true; do i=$((i+1)); echo out $i; sleep 0.01; done"
    names = [container(f"part-live-{n}", writes) for n in range(2)] + [container("part-late", "sleep 4; echo out 1")]
    await asyncio.sleep(1)
    async with MergedClient(server, token, container=names, tail="0", timestamps="1") as client:
        header, found = await answer(client, at="end", lines=1000)
    await asyncio.sleep(0.5)
    last = header["last"]
    async with MergedClient(server, token, container=names, timestamps="1", cursor=last) as client:
        lines = await read(
            client, lambda _header, found: any(client.names[parted(each)[0]] == names[2] for each in found)
        )
        found += [client.names[parted(line)[0]] + line.lstrip("0123456789") for line in lines]
    for name in names:
        numbers = [int(line.split()[-1]) for line in found if line.startswith(name)]
        assert numbers == list(range(1, len(numbers) + 1)), name
        assert numbers


@pytest.mark.parametrize(
    "request_", [{"before": 7}, {"before": []}, {"at": ["start"]}, {"before": ["1"] * 51}, {"after": [7]}]
)
async def test_what_is_no_request_loses_only_its_own_socket(server, token, names, request_):
    async with MergedClient(server, token, container=names, tail="0") as client:
        await client.socket.send(json.dumps(request_))
        await read(client, lambda *_: False)
    assert client.code == 4400


async def test_a_place_that_is_none_is_answered_with_a_sentence(server, token, names):
    async with MergedClient(server, token, container=names, tail="0") as client:
        header, _lines = await answer(client, before=["nonsense"])
        assert "cursor" in header["error"]
        header, _lines = await answer(client, before="nonsense")
        assert "nonsense" in header["error"]
        header, lines = await answer(client, at="start", lines=5)
        assert len(lines) >= 5
