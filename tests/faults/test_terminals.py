"""Terminals end badly: whoever they belonged to, none of their processes is left, and nothing else is touched.

Small unless DOCKLINE_FAULTS=full: then 50 terminals, and those that were left alone have their whole minute.
"""

import asyncio
import io
import os
import subprocess
import sys
import tarfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.private import PrivateEngine
from tests.streaming.processes import commands, number
from tests.streaming.server import Server
from tests.streaming.terminal_client import Terminal, opened, post_line

pytestmark = [pytest.mark.engine, pytest.mark.faults]

FULL = os.environ.get("DOCKLINE_FAULTS") == "full"
TERMINALS, WAIT_SECONDS = (50, 60.0) if FULL else (8, 3.0)
ENDS = ("tab killed", "closed", "signed out", "server killed")
BARE = "dlfault-bare:1"
OTHERS = number()
# Children beside it, in a session of their own, orphans among them, and one without any environment.
SCRIPT = (
    "{b}sleep {n}1 & {b}setsid {b}sleep {n}2 & ({b}setsid {b}sleep {n}3 &); {b}env -i {b}sleep {n}4 & {b}sleep {n}5"
)
SERVE = """
import sys
from containers.engine import session
session.WAIT_SECONDS = {seconds}
from daphne.cli import CommandLineInterface
CommandLineInterface().run(sys.argv[1:])
"""


class Impatient(Server):
    """A server whose terminals are waited for so many seconds."""

    def _words(self) -> list[str]:
        options = ["-b", "127.0.0.1", "-p", str(self.port), "-v", "0", "dashboard.asgi:application"]
        return [sys.executable, "-c", SERVE.format(seconds=WAIT_SECONDS), *options]


CAST = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from containers.access.accounts import add_user
from containers.access.tokens import issue
for name, role in (("ada", "admin"), ("otto", "operator"), ("vera", "viewer")):
    user = add_user(name, role, "a-long-Pass-word-1")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    print(issue(user, "test"), session.session_key)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory, engine):
    served = Impatient(tmp_path_factory.mktemp("terminals"))
    served.start()
    yield served
    served.kill()


@pytest.fixture(scope="module")
def cast(server) -> dict[str, list[str]]:
    """The token, and the key of a session in a browser, of each of the cast."""
    said = [line.split() for line in server.python(CAST).splitlines() if line.startswith("dl_")]
    return dict(zip(("ada", "otto", "vera"), said, strict=True))


@pytest.fixture(scope="module")
def containers(engine):
    """Two containers: one with a shell and tools, one whose image has a single static program."""
    program = Path("/bin/busybox").read_bytes()
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        member = tarfile.TarInfo("busybox.app")
        member.mode, member.size = 0o755, len(program)
        tar.addfile(member, io.BytesIO(program))
    docker("import", "-", BARE, given=content.getvalue())
    names = {kind: f"dlfault-{kind}-{uuid.uuid4().hex[:8]}" for kind in ("tools", "bare")}
    docker("run", "-d", "--name", names["tools"], "--network", "none", "busybox", "top")
    docker("run", "-d", "--name", names["bare"], "--network", "none", BARE, "/busybox.app", "sleep", "1000000")
    docker("exec", "-d", names["tools"], "sleep", str(OTHERS))
    docker("exec", "-d", names["bare"], *program_of(names["bare"]), "sleep", str(OTHERS + 1))
    yield names
    docker("rm", "-f", *names.values())


def program_of(bare: str) -> list[str]:
    """The program of the image. An engine that lives in a chroot (script/second-engine) executes in its own files."""
    words = ["docker", "exec", bare, "/busybox.app", "true"]
    return ["/busybox.app"] if subprocess.run(words, capture_output=True, timeout=60).returncode == 0 else []


def docker(*words: str, given: bytes = b"") -> str:
    """The output of the docker CLI."""
    return subprocess.run(["docker", *words], input=given, capture_output=True, check=True, timeout=60).stdout.decode()


@dataclass
class One:
    """A terminal of the test, and the number that its processes sleep for, less the last digit."""

    terminal: Terminal
    container: str
    number: int
    end: str


def processes_of(one: One, everything: str) -> int:
    """How many processes of a terminal run."""
    return sum(f"sleep {one.number}{child}" in everything for child in range(1, 6))


async def until(holds, within: float) -> None:
    async with asyncio.timeout(within):
        while not await asyncio.to_thread(holds):
            await asyncio.sleep(0.3)


async def test_terminals_end_with_all_their_processes_and_nothing_else(server, cast, containers):
    token, cookie = cast["ada"]
    program = "".join(f"{word} " for word in program_of(containers["bare"]))
    ones, first = [], number()
    for count in range(TERMINALS):
        kind, end = ("tools", "bare")[count % 2], ENDS[count // 2 % len(ENDS)]
        before = program if kind == "bare" else ""
        user = "-u 1000 " if count % 3 == 1 else ""
        flags = "-it" if count % 5 else "-i"
        script = SCRIPT.format(b=before, n=first + count)
        line = f"docker exec {flags} {user}{containers[kind]} {before}sh -c '{script}'"
        one = One(opened(server, token, line), containers[kind], first + count, end)
        one.terminal.cookie = cookie if end == "signed out" else ""
        await one.terminal.open()
        assert one.terminal.headers[0]["stdin"]
        ones.append(one)
    await until(lambda: all(processes_of(one, commands()) == 5 for one in ones), 30 + TERMINALS)

    by_end = {end: [one for one in ones if one.end == end] for end in ENDS}
    for one in by_end["tab killed"]:
        one.terminal.drop()
    for one in by_end["closed"]:
        await one.terminal.say({"end": True})
    server.python(f"from django.contrib.sessions.models import Session; Session.objects.filter(pk='{cookie}').delete()")
    gone = [one for end in ENDS[:3] for one in by_end[end]]
    await until(lambda: not any(processes_of(one, commands()) for one in gone), WAIT_SECONDS + 60)
    for one in by_end["signed out"]:
        await one.terminal.to_end()
        assert one.terminal.code == 4401
    left = commands()
    assert all(processes_of(one, left) == 5 for one in by_end["server killed"])

    server.kill()
    server.start()
    await until(lambda: not any(processes_of(one, commands()) for one in ones), 60)
    assert f"sleep {OTHERS}" in commands()
    assert f"sleep {OTHERS + 1}" in commands()
    said = server.manage("trail", "--last", "400")
    assert said.count("Its processes were ended.") == len(ones)
    assert not helpers()


def helpers() -> str:
    """Helper containers that are there."""
    until = time.monotonic() + 10
    while (found := docker("ps", "-aq", "--filter", "label=dockline.helper=reaper")) and time.monotonic() < until:
        time.sleep(0.2)
    return found


async def test_who_loses_the_right_loses_the_terminal_and_a_viewer_has_none(server, cast, containers):
    ottos, veras = cast["otto"][0], cast["vera"][0]
    slept = number()
    line = f"docker exec -it {containers['tools']} sh -c 'sleep {slept} & sleep {slept + 1}'"
    with pytest.raises(Exception, match="403"):
        post_line(server, veras, line)
    terminal = opened(server, ottos, line)
    async with Terminal(server, veras, terminal.path) as looking:
        await looking.to_end()
    assert (looking.code, looking.text) == (4403, "")
    await terminal.open()
    await until(lambda: f"sleep {slept}" in commands(), 10)
    server.python("from django.contrib.auth.models import User; User.objects.get(username='otto').groups.clear()")
    taken = time.monotonic()
    await terminal.to_end(10)
    assert time.monotonic() - taken < 5
    assert terminal.code == 4403
    await until(lambda: f"sleep {slept // 100}" not in commands(), 15)


@pytest.mark.parametrize("live_restore", [True, False] if FULL else [True])
async def test_an_engine_that_goes_away_is_told_in_every_terminal(tmp_path, live_restore):
    engine = PrivateEngine("dl5term", *(["--live-restore"] if live_restore else []))
    engine.up()
    server = Server(tmp_path, engine.address)
    try:
        server.start()
        token = server.token("admin")
        engine.docker("run", "-dit", "--name", "web", "--network", "none", "busybox", "sh")
        lines = ("docker exec -it web sh", "docker attach web", "docker run -it --network none busybox sh")
        terminals = [opened(server, token, line) for line in lines]
        for terminal in terminals:
            await terminal.open()
            await terminal.type("sleep 60001 & echo he''re\r")
            await terminal.until("here")
        engine.crash()
        for terminal in terminals:
            await terminal.to_end()
            assert (terminal.ended, terminal.exit_code, terminal.code) == (True, None, 1000)
            assert terminal.state["name"] == "engine_lost"
        await asyncio.to_thread(engine.up, base=False)
        if live_restore:  # the containers went on, and so did the exec
            await until(lambda: engine.docker("top", "web", "-eo", "pid,args").split().count("sh") == 1, 40)
            assert engine.docker("top", "web", "-eo", "pid,args").count("sleep 60001") == 1  # attach's own
        else:
            engine.docker("start", "web")
        async with opened(server, token, "docker exec web echo again") as again:
            await again.to_end()
        assert again.text == "again\n"
    finally:
        server.kill()
        engine.down()
