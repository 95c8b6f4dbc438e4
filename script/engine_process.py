"""Asking, starting and stopping a docker engine, for the scripts beside this file. Only the standard library."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

STANDARD = "unix:///var/run/docker.sock"
# Where dockerd, ip and iptables lie; a user's PATH may not look there.
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"
# Options of an engine that leaves the network of the machine, and of its first engine, as it is.
APART = ("--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false")


class _Connection(http.client.HTTPConnection):
    def __init__(self, address: str, timeout: float) -> None:
        parts = urlsplit(address)
        super().__init__(parts.hostname or "engine", parts.port or 2375, timeout=timeout)
        self._path = parts.path if parts.scheme == "unix" else ""

    def connect(self) -> None:
        if not self._path:
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(address: str, method: str, path: str, body: bytes | None = None, timeout: float = 60) -> tuple[int, bytes]:
    """The status and body of the answer of the engine at `address` (unix:// or tcp://); raises OSError."""
    connection = _Connection(address, timeout)
    try:
        connection.request(method, path, body, {"Content-Type": "application/x-tar"} if body else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise OSError(f"{address} does not speak HTTP: {error}") from error
    finally:
        connection.close()


def answers(address: str) -> bool:
    """Whether an engine answers there; raises PermissionError where the socket may not be opened."""
    try:
        return ask(address, "GET", "/_ping", timeout=5)[0] == 200
    except PermissionError:
        raise
    except OSError:
        return False


def start(command: list[str], address: str, log: Path, seconds: int = 60) -> None:
    """Starts `command` for good, in a session of its own, and waits until an engine answers at `address`."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
    deadline = time.monotonic() + seconds
    while not answers(address):
        # one that was already starting makes ours give up: only the clock says that none will answer
        if time.monotonic() > deadline or (process.poll() and time.monotonic() > deadline - seconds + 5):
            fail(f"No engine came up at {address}. The last of {log}:\n{last_lines(log)}")
        time.sleep(0.1)


def stop(address: str, pidfile: Path, seconds: int = 20, *, keep: bool = False) -> None:
    """Kills the engine's containers (with `keep` not where it has live-restore), ends it, waits until it is gone."""
    pid = running(pidfile)
    if pid is None:
        return
    if answers(address) and not (keep and json.loads(ask(address, "GET", "/info")[1])["LiveRestoreEnabled"]):
        for container in json.loads(ask(address, "GET", "/containers/json")[1]):
            ask(address, "POST", f"/containers/{container['Id']}/kill")
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while running(pidfile) == pid:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)


def running(pidfile: Path, program: str = "dockerd") -> int | None:
    """The process that the file names, when it is alive and runs `program`."""
    try:
        pid = int(pidfile.read_text())
        name, _, state = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except (OSError, ValueError):
        return None
    return pid if name == program and state.split()[0] != "Z" else None


def forget_the_dead(pidfile: Path, exec_root: Path) -> None:
    """Deletes the pid files of an engine that was killed.

    dockerd takes whatever process has such a number by now for itself, or for its containerd, and does not start.
    """
    for file, program in ((pidfile, "dockerd"), (exec_root / "containerd" / "containerd.pid", "containerd")):
        if running(file, program) is None:
            file.unlink(missing_ok=True)


def mounts(folder: Path) -> list[str]:
    """What is mounted at `folder` and below it, in the order of mounting (Path.is_mount sees no bind mounts)."""
    points = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return [point for point in points if point == str(folder) or point.startswith(f"{folder}/")]


def unmount(folder: Path) -> None:
    """Takes away what is mounted at `folder` and below it."""
    for point in reversed(mounts(folder)):
        subprocess.run(["umount", "--lazy", point], check=False)


def delete(folder: Path) -> None:
    """Takes away what is mounted in `folder`, then the folder; never follows a mount."""
    unmount(folder)
    if left := mounts(folder):
        fail(f"{left[0]} is still mounted; {folder} was not deleted.")
    shutil.rmtree(folder, ignore_errors=True)


def bridge_exists(name: str) -> bool:
    """Whether the machine has a network bridge of that name."""
    return subprocess.run(["ip", "link", "show", "dev", name], check=False, capture_output=True).returncode == 0


def last_lines(log: Path, count: int = 3) -> str:
    """The end of a log, for a message."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def decoded(answer: tuple[int, bytes]) -> Any:
    """The JSON of an answer of `ask`; ends the script with the engine's words when it is an error."""
    status, body = answer
    if status >= 400:
        fail(f"The engine refused ({status}): {body.decode(errors='replace').strip()}")
    return json.loads(body) if body.strip() else None


def fail(sentence: str) -> NoReturn:
    """Ends the script with a sentence for the user."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)
