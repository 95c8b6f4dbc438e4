"""A foreground run over its socket: output, typing, the exit code as the last frame; only for who started it."""

import asyncio
import json
from urllib.request import Request, urlopen

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

pytestmark = pytest.mark.engine


def run_line(server, token: str, line: str) -> str:
    """Performs a typed line; the path of its stream."""
    request = Request(
        server.address.replace("ws", "http", 1) + "/api/v1/local/line",
        json.dumps({"line": line}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urlopen(request, timeout=30) as answer:
        assert answer.status == 202
        return json.load(answer)["stream"]


def opened(server, token: str, path: str):
    return connect(server.address + path, additional_headers={"Authorization": f"Bearer {token}"}, compression=None)


async def frames(socket, timeout: float = 20) -> list[tuple[dict, str]]:
    """All frames to the close, acknowledged as they come."""
    found = []
    async with asyncio.timeout(timeout):
        try:
            while True:
                head, _newline, text = (await socket.recv()).partition("\n")
                found.append((json.loads(head), text))
                await socket.send(json.dumps({"ack": found[-1][0]["sent"]}))
        except ConnectionClosed:
            return found + [
                (json.loads(frame.partition("\n")[0]), frame.partition("\n")[2]) async for frame in remaining(socket)
            ]


async def remaining(socket):
    """What came before the close and was not read yet."""
    while True:
        try:
            yield await socket.recv()
        except ConnectionClosed:
            return


async def test_output_and_at_the_end_the_exit_code(server, token):
    path = run_line(server, token, "docker run --rm --network none busybox sh -c 'echo out; echo err >&2; exit 7'")
    async with opened(server, token, path) as socket:
        found = await frames(socket)
    assert found[0][0] | {"sent": 0, "tty": False, "stdin": False, "command": "container run"} == found[0][0]
    assert {(header["stream"], text) for header, text in found[1:-1]} == {("o", "out\n"), ("e", "err\n")}
    assert found[-1][0]["exit_code"] == 7
    assert socket.close_code == 1000


async def test_typing_and_the_size_of_a_terminal(server, token):
    path = run_line(server, token, "docker run -it --rm --network none busybox sh")
    async with opened(server, token, path) as socket:
        for said in ({"resize": [101, 37]}, {"input": "stty size; exit 5\r"}):
            await socket.send(json.dumps(said))
        found = await frames(socket)
    assert found[0][0]["tty"]
    assert "exit 5" in "".join(text for _header, text in found)
    assert found[-1][0]["exit_code"] == 5


async def test_input_to_a_container_without_i_is_refused_in_words(server, token):
    path = run_line(server, token, "docker run --rm --network none busybox sleep 1")
    async with opened(server, token, path) as socket:
        await socket.send(json.dumps({"input": "x"}))
        found = await frames(socket)
    assert "none" in [header.get("input") for header, _text in found]


async def test_nobody_else_may_attach_not_even_another_operator(server, token):
    server.manage("adduser", "otto-attach", "--role", "operator", "--password-stdin", says="a-long-Pass-word-1\n")
    path = run_line(server, token, "docker run --rm --network none busybox sleep 2")
    async with opened(server, server.token("otto-attach"), path) as socket:
        [(header, _text)] = await frames(socket)
    assert header["state"]["name"] == "refused"
    assert socket.close_code == 4403
    kept = server.manage("trail", "--last", "2")
    assert "otto-attach" in kept
    assert "docker attach" in kept
    assert "refused" in kept
    async with opened(server, token, path) as socket:
        assert (await frames(socket))[-1][0]["exit_code"] == 0


async def test_another_window_takes_over(server, token):
    path = run_line(server, token, "docker run --rm --network none busybox sleep 2")
    async with opened(server, token, path) as first:
        await first.recv()
        async with opened(server, token, path) as second:
            await frames(first)
            assert first.close_code == 4409
            assert (await frames(second))[-1][0]["exit_code"] == 0


async def test_an_unknown_session_is_named(server, token):
    async with opened(server, token, "/ws/local/container/x/attach/?session=none") as socket:
        [(header, _text)] = await frames(socket)
    assert socket.close_code == 4404
    assert "log" in header["state"]["message"]
