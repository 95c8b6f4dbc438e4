"""script/server: from the command to the first page, and to its end."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.scripts.running import ROOT, script

FIRST_PAGE_SECONDS = 5


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """script/server, run as a person would with its output in a file."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.port = free_port()
        self.log = data.with_suffix(".log")
        settings = {"PORT": str(self.port), "BIND": "127.0.0.1", "DOCKLINE_DATA": str(data), "DOCKLINE_ORIGINS": ""}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [ROOT / "script" / "server", "--no-engine"],
                env=os.environ | settings | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=_listen_to_ctrl_c,
            )

    def page(self, path: str = "/") -> str:
        """The page at `path`, waited for while nothing listens yet."""
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                    return answer.read().decode()
            except urllib.error.URLError as error:
                ended = self.process.poll() is not None or time.monotonic() > deadline
                if isinstance(error, urllib.error.HTTPError) or ended:
                    raise AssertionError(f"{error}; the server said:\n{self.said()}") from error
                time.sleep(0.05)

    def said(self) -> str:
        return self.log.read_text()

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=15)

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def _listen_to_ctrl_c() -> None:
    """A shell's background job ignores Ctrl-C, and so would all that it starts; the tests may run as one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def serve(tmp_path):
    servers: list[Server] = []

    def start(**environment: str) -> Server:
        servers.append(Server(tmp_path / "var", **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


def test_it_serves_says_the_first_password_once_and_ends_cleanly_at_ctrl_c(serve):
    first = serve(DOCKLINE_ADMIN_PASSWORD="")
    assert "password" in first.page()
    assert f"http://127.0.0.1:{first.port}" in first.said()
    password = re.search(r"Password, shown this once: (\S+)", first.said())
    assert password, first.said()
    assert first.interrupt() == 0
    assert "Traceback" not in first.said()

    began = time.monotonic()
    again = serve(DOCKLINE_ADMIN_PASSWORD="")
    again.page()
    assert time.monotonic() - began < FIRST_PAGE_SECONDS
    assert password[1] not in again.said()


def test_without_an_engine_it_says_so_and_serves_all_the_same(serve, tmp_path):
    server = serve(DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    server.page()
    assert server.page("/healthz")


def test_a_port_in_use_is_a_sentence():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        refused = script("server", "--no-engine", BIND="127.0.0.1", PORT=str(listener.getsockname()[1]))
    assert refused.returncode == 1
    assert "another program listens there" in refused.stderr
    assert "PORT=8001 script/server" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000 "])
def test_a_port_that_is_none_is_a_sentence(port):
    refused = script("server", "--no-engine", PORT=port)
    assert refused.returncode == 1
    assert "is not a number from 1 to 65535" in refused.stderr


def test_listening_to_other_machines_says_whom_it_lets_in(serve):
    server = serve(BIND="0.0.0.0", DOCKLINE_ORIGINS="https://docker.example.org")
    while "Dockline: http" not in server.said() and server.process.poll() is None:
        time.sleep(0.05)
    assert "Browsers are let in only under https://docker.example.org" in server.said()


def test_an_option_that_it_does_not_know_gets_the_usage():
    asked = script("server", "--fast")
    assert asked.returncode == 2
    assert "script/server --no-engine" in asked.stderr
