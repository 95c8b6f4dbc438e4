"""A served Dockline of a test's own, which can be killed and started again with the same data and port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.managing import Managing

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 60


class Server:
    """Dockline on a free port, its data in `data`, its engine the one the tests use or the socket `engine`."""

    def __init__(self, data: Path, engine: str = "", more: Mapping[str, str] | None = None) -> None:
        self.port = _free_port()
        self.address = f"ws://127.0.0.1:{self.port}"
        self.log = data / "server.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DOCKLINE_")}
        self._environment = kept | {"DOCKLINE_DATA": str(data), "PORT": str(self.port), "BIND": "127.0.0.1"}
        self._environment |= {"DJANGO_SETTINGS_MODULE": "tests.served_settings", **(more or {})}
        if engine:
            self._environment["DOCKER_HOST"] = engine
        self._process: subprocess.Popen[bytes] | None = None
        self._managing = Managing(self._environment)
        self.manage("prepare")

    @property
    def pid(self) -> int:
        """The process that serves."""
        assert self._process is not None
        return self._process.pid

    def manage(self, *words: str, says: str = "") -> str:
        """Runs manage.py; its output. `says` is what it reads."""
        return self._managing.run(*words, says=says)

    def python(self, code: str) -> str:
        """Runs code where the server's data is; its output."""
        return self.manage("shell", "-v", "0", "-c", code)

    def token(self, user: str, *words: str) -> str:
        """A new token of a user."""
        return self.manage("token", user, "--label", "test", *words).split()[-1]

    def start(self) -> None:
        """Serves, and waits until it listens."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(self._words(), cwd=ROOT, env=self._environment, stdout=out, stderr=out)
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self._process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def _words(self) -> list[str]:
        """What is run."""
        options = ["-b", "127.0.0.1", "-p", str(self.port), "-v", "0"]
        return [sys.executable, "-m", "daphne", *options, "dashboard.asgi:application"]

    def kill(self) -> None:
        """Ends it without a word."""
        self._managing.end()
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
