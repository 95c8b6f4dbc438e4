"""docker exec, attach and start -a over their sockets: nothing missed, nothing typed twice, nothing left."""

import asyncio
import contextlib
import socket
import uuid

import pytest

from .processes import commands, number
from .terminal_client import Terminal, opened, post_line

pytestmark = pytest.mark.engine


@pytest.fixture
def container(docker, remove_after) -> str:
    """The name of a running container whose own program has a terminal and answers what is typed."""
    name = f"dlexec-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    docker("run", "-dit", "--name", name, "--network", "none", "busybox", "sh")
    return name


async def gone(words: str, within: float = 15) -> None:
    async with asyncio.timeout(within):
        while words in await asyncio.to_thread(commands):
            await asyncio.sleep(0.3)


async def test_a_one_off_exec_gives_both_streams_and_its_exit_code(server, token, container):
    status, answer = post_line(server, token, f"docker exec {container} sh -c 'echo out; echo err >&2; exit 7'")
    assert status == 202
    assert answer["result"]["name"] == container
    assert answer["stream"].startswith(f"/ws/local/container/{answer['result']['container']}/exec/?session=")
    async with Terminal(server, token, answer["stream"]) as terminal:
        await terminal.to_end()
    first, *rest = terminal.headers
    assert first == {"sent": 0, "at": 0, "typed": 0, "tty": False, "stdin": False, "command": "container exec"}
    assert {header.get("stream") for header in rest} == {"o", "e", None}
    assert sorted(terminal.text.split()) == ["err", "out"]
    assert (terminal.exit_code, terminal.code) == (7, 1000)
    for _ in range(50):  # the row comes after the last frame
        if "The program ended with exit code 7." in (kept := server.manage("trail", "--last", "2")):
            break
        await asyncio.sleep(0.1)
    assert "The program ended with exit code 7." in kept


async def test_a_program_that_is_not_there_says_so_as_the_cli_does(server, token, container):
    async with opened(server, token, f"docker exec {container} no-such-program") as terminal:
        await terminal.to_end()
    assert "no-such-program" in terminal.text
    assert terminal.exit_code in (126, 127)


async def test_a_detached_exec_answers_at_once_and_goes_on_unmarked(server, token, container, docker):
    slept = number()
    script = f"env > /tmp/env; sleep {slept}"
    status, answer = post_line(server, token, f"docker exec -d -e A=b {container} sh -c '{script}'")
    assert status == 200
    assert answer["result"]["exec"]
    assert "A=***" in answer["line"]
    await asyncio.sleep(1)
    assert f"sleep {slept}" in commands()
    seen = docker("exec", container, "cat", "/tmp/env")
    assert "A=b" in seen
    assert "DOCKLINE" not in seen


async def test_a_connection_lost_in_the_middle_comes_back_to_the_same_exec(server, token, container):
    async with opened(server, token, f"docker exec -it {container} sh") as terminal:
        await terminal.say({"resize": [101, 37]})
        await terminal.type("stty size; n=0; add() { n=$((n+1)); echo now-$n; }\r")
        await terminal.until("37 101")
        await terminal.type("add; (sleep 1; echo meanwhile) &\r")
        await terminal.until("now-1")
        terminal.drop()
        await terminal.type("add; echo $$-$n-$$\r")  # never arrives
        await asyncio.sleep(1.5)
        await terminal.open()
        await terminal.until("now-2")
        terminal.unconfirmed = [{"input": "add\r", "number": terminal.number}]  # once more, with the same number
        terminal.drop()
        await terminal.open()
        await terminal.type("echo en''d; exit 5\r")
        await terminal.to_end()
    assert terminal.text.count("meanwhile\r\n") == 1
    assert "now-3" not in terminal.text
    assert terminal.lost == 0
    assert terminal.exit_code == 5


async def test_input_with_a_gap_or_too_much_of_it_is_not_taken(server, token, container):
    async with opened(server, token, f"docker exec -i {container} sleep 30") as terminal:
        await terminal.say({"input": "x", "number": 2})
        await terminal.read_one()
        assert terminal.headers[-1]["input"] == "full"
        assert terminal.headers[-1]["typed"] == 0
        for count in range(1, 60):
            await terminal.say({"input": "x" * 65000, "number": count})
        async with asyncio.timeout(10):
            while not terminal.typed or terminal.headers[-1].get("input") != "full":
                await terminal.read_one()
        assert 0 < terminal.headers[-1]["typed"] < 59
        await terminal.say({"end": True})


async def test_ten_megabytes_arrive_whole_and_in_order(server, token, container):
    async with opened(server, token, f"docker exec {container} seq 1 1300000") as terminal:
        await terminal.to_end(60)
    assert (terminal.code, terminal.lost) == (1000, 0)
    assert terminal.text == "".join(f"{line}\n" for line in range(1, 1300001))


async def test_the_last_frames_wait_for_who_is_slow_to_answer_the_close(server, token, container):
    async with opened(server, token, f"docker exec {container} seq 1 140000") as terminal:
        transport = terminal.socket.transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32768)
        transport.pause_reading()
        await asyncio.sleep(4)
        transport.resume_reading()
        await terminal.to_end()
    assert (terminal.code, terminal.exit_code) == (1000, 0)
    assert terminal.text.endswith("\n140000\n")


async def test_a_reader_that_never_acknowledges_does_not_hold_the_program_up(server, token, container, docker):
    line = f"docker exec {container} sh -c 'seq 1 2000000; echo do''ne > /tmp/{container}'"
    async with opened(server, token, line) as terminal:
        for _attempt in range(40):
            with contextlib.suppress(AssertionError):
                assert docker("exec", container, "cat", f"/tmp/{container}") == "done"
                break
            await asyncio.sleep(0.5)
        else:
            raise AssertionError("the program is held up")
        await terminal.to_end(60)
    assert terminal.exit_code == 0
    assert terminal.text.endswith("2000000\n")
    assert terminal.lost > 0


async def test_who_closes_the_terminal_ends_all_that_it_started_and_nothing_else(server, token, container, docker):
    slept = number()
    docker("exec", "-d", container, "sleep", str(slept))
    async with opened(server, token, f"docker exec -it {container} sh") as terminal:
        await terminal.type(f"sleep {slept + 1} & setsid sleep {slept + 2} & (setsid sleep {slept + 3} &)\r")
        await terminal.type(f"env -i /bin/sleep {slept + 4}\r")
        await asyncio.sleep(1.5)
        assert str(slept + 4) in commands()
        await terminal.say({"end": True})
        await terminal.to_end()
    assert terminal.code == 1000
    for child in range(1, 5):
        await gone(f"sleep {slept + child}")
    assert f"sleep {slept}" in commands()
    kept = server.manage("trail", "--last", "2")
    assert "The terminal was closed. Its processes were ended." in kept
    async with Terminal(server, token, terminal.path) as again:
        await again.to_end()
    assert again.code == 4404


async def test_another_window_takes_over_and_others_may_not(server, token, container):
    server.manage("adduser", "otto-exec", "--role", "operator", "--password-stdin", says="a-long-Pass-word-1\n")
    first = opened(server, token, f"docker exec -it {container} sh")
    async with first:
        await first.type("echo fir''st\r")
        await first.until("first")
        async with Terminal(server, server.token("otto-exec"), first.path) as other:
            await other.to_end()
        assert other.code == 4403
        async with Terminal(server, token, first.path) as second:
            await first.to_end()
            assert first.code == 4409
            await second.until("first")  # all that is kept
            await second.type("exit\r")
            await second.to_end()
            assert second.exit_code == 0
    kept = server.manage("trail", "--last", "8")
    assert "docker exec" in kept
    assert "otto-exec" in kept


async def test_attach_reaches_what_runs_already_and_leaves_it_running(server, token, container, docker):
    async with opened(server, token, f"docker attach {container}") as terminal:
        assert terminal.headers[0]["command"] == "container attach"
        assert terminal.headers[0]["tty"]
        await terminal.say({"resize": [90, 30]})
        await terminal.type("echo at''tached; stty size\r")
        await terminal.until("30 90")
        await terminal.say({"end": True})
        await terminal.to_end()
    assert docker("inspect", "-f", "{{.State.Running}}", container) == "true"
    async with opened(server, token, f"docker attach --no-stdin {container}") as looking:
        assert not looking.headers[0]["stdin"]
        async with opened(server, token, f"docker attach {container}") as typing:
            await typing.type("echo loo''ked\r")
            await looking.until("looked")
        docker("rm", "-f", container)
        await looking.to_end()
    assert looking.exit_code == 137


async def test_start_attached_shows_all_from_the_start_and_types(server, token, docker, remove_after):
    name = f"dlexec-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    docker("create", "-i", "--name", name, "--network", "none", "busybox", "sh", "-c", "echo hello; cat; exit 4")
    async with opened(server, token, f"docker start -ai {name}") as terminal:
        await terminal.until("hello")
        await terminal.type("typed\n")
        await terminal.until("typed")
        await terminal.say({"eof": True, "number": terminal.number + 1})
        await terminal.to_end()
    assert terminal.exit_code == 4
    async with opened(server, token, f"docker start -a {name}") as again:
        assert not again.headers[0]["stdin"]
        docker("kill", name)
        await again.to_end()
    assert "hello" in again.text
    assert again.exit_code == 137
