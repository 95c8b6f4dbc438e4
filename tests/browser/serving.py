"""A Dockline and an engine of a test's own: data in a temporary folder, a network of its own, a private dockerd."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .network import Network, listens

ROOT = Path(__file__).resolve().parent.parent.parent
ADMIN, PASSWORD = "admin", "a-password-of-the-tests"
PORT = 8000
START_SECONDS = 60


class PrivateEngine:
    """A docker engine that nobody else uses, so that its lists can be empty and it can be stopped. Needs root."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.address = ""

    def up(self) -> None:
        """Starts it, or starts it again with what it had."""
        self.address = self._do("up").strip()

    def stop(self) -> None:
        """Ends it and its containers; `up` brings it back."""
        self._do("stop")

    def down(self) -> None:
        """Ends it and deletes all that it had."""
        self._do("down")

    def have_busybox(self) -> None:
        """Makes busybox:latest of this machine's static busybox."""
        subprocess.run([ROOT / "script" / "base-image"], env=self.environment(), check=True, timeout=120)

    def docker(self, *words: str, timeout: float = 120) -> str:
        """Runs the docker CLI on it; what it printed, stripped. Fails with what docker said."""
        done = subprocess.run(
            ["docker", *words], env=self.environment(), capture_output=True, text=True, timeout=timeout
        )
        if done.returncode:
            raise AssertionError(f"docker {' '.join(words)}: {done.stderr}")
        return done.stdout.strip()

    def remove_containers(self) -> None:
        """Removes every container; one whose removal goes on already is waited for."""
        for attempt in range(20):
            there = self.docker("ps", "-aq").split()
            if not there:
                return
            try:
                self.docker("rm", "-f", "-v", *there)
            except AssertionError:
                if attempt == 19:
                    raise
                time.sleep(0.5)

    def environment(self) -> dict[str, str]:
        """The environment of a process that uses it."""
        return os.environ | {"DOCKER_HOST": self.address}

    def _do(self, verb: str) -> str:
        done = subprocess.run(
            [ROOT / "script" / "private-engine", verb, self.name], capture_output=True, text=True, timeout=180
        )
        if done.returncode:
            raise AssertionError(f"script/private-engine {verb} {self.name}: {done.stderr}")
        return done.stdout


class Server:
    """A Dockline at `url` that uses the engine at an address; it can be ended and started again with its data."""

    def __init__(self, engine_address: str, network: Network) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="dockline-browser-"))
        self.network = network
        self.url = f"http://127.0.0.1:{PORT}"
        self.environment = os.environ | {
            "PORT": str(PORT),
            "BIND": "127.0.0.1",
            "DOCKLINE_DATA": str(self.data),
            "DOCKLINE_ADMIN_PASSWORD": PASSWORD,
            "DOCKER_HOST": engine_address,
        }
        for name in ("DOCKLINE_ORIGINS", "DOCKLINE_KEYS", "DOCKLINE_UPLOADS", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Makes the database, the rights and the first admin."""
        self.manage("prepare")

    def manage(self, *words: str, text: str = "") -> str:
        """Runs manage.py with its data; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Starts daphne and waits until it listens."""
        words = ["-m", "daphne", "-b", "127.0.0.1", "-p", str(PORT), "-v", "0", "dashboard.asgi:application"]
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.network.inside(sys.executable, *words), cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        end = time.monotonic() + START_SECONDS
        while not listens(self.process.pid, PORT):
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"Dockline did not start: {self.log()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Ends daphne without warning, as a power cut would."""
        if self.process:
            self.process.kill()
            self.process.wait(30)

    def log(self) -> str:
        """What the server printed."""
        return (self.data / "server.log").read_text(errors="replace")
