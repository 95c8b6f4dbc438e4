"""A private engine that a fault test may stop and start, as the engine of the product under test."""

import os
import signal
import subprocess
from pathlib import Path

from containers.engine import hosts

ROOT = Path(__file__).parent.parent.parent


class PrivateEngine:
    """An engine of the tests' own (script/private-engine), which `local` means while it is used."""

    def __init__(self, name: str, *options: str) -> None:
        self.name = name
        self.options = options  # of dockerd
        self.address = f"unix:///var/lib/dockline-engines/private/{name}/docker.sock"

    def up(self, *, base: bool = True) -> None:
        """Starts it, with busybox on it unless `base` is False."""
        self._script("up", *self.options)
        if not base:
            return
        environment = {**os.environ, "DOCKER_HOST": self.address}
        subprocess.run([ROOT / "script/base-image"], env=environment, check=True, capture_output=True, timeout=120)

    def stop(self) -> None:
        """Ends it and its containers; `up` brings it back with its data."""
        self._script("stop")

    def crash(self) -> None:
        """Kills its daemon, which had no time for anything; `up` brings it back."""
        pid = int(Path(f"/var/lib/dockline-engines/private/{self.name}/pid").read_text())
        os.kill(pid, signal.SIGKILL)

    def down(self) -> None:
        """Ends it and deletes all it had."""
        self._script("down")

    def docker(self, *words: str) -> str:
        """The output of a docker CLI command on it."""
        done = subprocess.run(["docker", "-H", self.address, *words], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def _script(self, verb: str, *options: str) -> None:
        done = subprocess.run(
            [ROOT / "script/private-engine", verb, self.name, *options], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr


def use(engine: PrivateEngine, monkeypatch) -> None:
    """Makes `local` mean this engine, until the test ends and `hosts.forget_engines` is called."""
    monkeypatch.setenv("DOCKER_HOST", engine.address)
    hosts.forget_engines()
