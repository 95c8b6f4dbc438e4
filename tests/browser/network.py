"""A network of the browser tests' own.

Chromium drops what it is loading (ERR_NETWORK_CHANGED) whenever an interface comes or goes on its machine, as one does
with every container. Here none comes or goes, and none leads outside.
"""

import subprocess
from pathlib import Path

CHROMIUM = "/usr/bin/chromium"


class Network:
    """A network namespace called `name` for a server and a browser. Needs root and iproute2."""

    def __init__(self, name: str) -> None:
        self.name = name

    def up(self) -> None:
        """Makes it: loopback, and an interface that is up, so that a browser believes to be online."""
        self.down()
        _ip("netns", "add", self.name)
        _ip("-n", self.name, "link", "set", "lo", "up")
        _ip("-n", self.name, "link", "add", "here", "type", "veth", "peer", "name", "there")
        _ip("-n", self.name, "address", "add", "10.215.0.1/24", "dev", "here")
        for end in ("here", "there"):
            _ip("-n", self.name, "link", "set", end, "up")

    def down(self) -> None:
        """Deletes it where it is."""
        subprocess.run(["ip", "netns", "delete", self.name], capture_output=True, timeout=30)

    def unplug(self) -> None:
        """Loses every packet until `plug_in`; nobody is told."""
        _ip("-n", self.name, "link", "set", "lo", "down")

    def cut(self) -> None:
        """Breaks all connections, and lets none be made until `plug_in`."""
        self.unplug()
        subprocess.run(self.inside("ss", "-K", "-tn", "dst", "127.0.0.1"), capture_output=True, timeout=30)

    def plug_in(self) -> None:
        """Brings packets through again."""
        _ip("-n", self.name, "link", "set", "lo", "up")

    def inside(self, *words: str) -> list[str]:
        """The words of a command that runs in it."""
        return ["ip", "netns", "exec", self.name, *words]

    def chromium(self, folder: Path) -> Path:
        """A program that starts chromium in it, written into `folder`."""
        program = folder / "chromium"
        program.write_text(f'#!/bin/sh\nexec {" ".join(self.inside(CHROMIUM))} "$@"\n')
        program.chmod(0o755)
        return program


def listens(process: int, port: int) -> bool:
    """Whether somebody listens on a TCP port of 127.0.0.1 in the network of a process."""
    here = f"0100007F:{port:04X}"
    rows = [row.split() for row in Path(f"/proc/{process}/net/tcp").read_text().splitlines()[1:]]
    return any(row[1] == here and row[3] == "0A" for row in rows)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"
