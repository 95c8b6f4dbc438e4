"""What the benchmarks share: containers of theirs, the server's CPU and memory, and many viewers in other processes."""

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def run_container(name: str, script: str, *options: str, detached: bool = True) -> None:
    """A container called so, anew, that runs a shell script; waits for its end unless detached."""
    remove(name)
    words = ["docker", "run", *(["-d"] if detached else []), "--network", "none", "--name", name, *options]
    subprocess.run([*words, "busybox", "sh", "-c", script], check=True, stdout=subprocess.DEVNULL)


def remove(name: str) -> None:
    """Removes a container, if there is one."""
    subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True, check=False)


def log_streams(name: str) -> int:
    """How many readers the engine itself has at a container's log: the engines' open files of it, less the writer's.

    Needs root, and an engine of this machine with the log driver json-file.
    """
    asked = subprocess.run(["docker", "inspect", name], check=True, capture_output=True, text=True)
    log = Path(json.loads(asked.stdout)[0]["LogPath"]).name
    engines = subprocess.run(["pidof", "dockerd"], check=True, capture_output=True, text=True).stdout.split()
    opened = [link for engine in engines for link in _links(Path(f"/proc/{engine}/fd"))]
    return sum(Path(link).name == log for link in opened) - 1


def cpu_seconds(pid: int) -> float:
    """The CPU time of a process so far, its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_bytes(pid: int) -> int:
    """The memory of a process that is in no other one: what it would set free."""
    kib = {line.split()[0]: line.split()[1] for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]}
    return int(kib["Pss:"]) * 1024


def resident_bytes(pid: int) -> int:
    """The memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def engine_connections(pid: int) -> int:
    """How many connections a process has to docker engines of this machine, by ss (iproute2)."""
    said = subprocess.run(["ss", "-xHn"], capture_output=True, text=True, check=True).stdout
    peers = {words[7] for words in map(str.split, said.splitlines()) if words[4].endswith("docker.sock")}
    mine = {link.removeprefix("socket:[").removesuffix("]") for link in _links(Path(f"/proc/{pid}/fd"))}
    return len(peers & mine)


def _links(folder: Path) -> Iterator[str]:
    for each in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed in this moment
            yield str(each.readlink())


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of them are not above."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else float("nan")
