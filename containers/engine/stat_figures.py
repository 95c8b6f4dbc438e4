"""What a container uses, from a sample of the engine's, by the docker CLI's own formula.

A sample is the JSON of GET /containers/NAME/stats
(https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerStats); the formula is the
CLI's (docker/cli: cli/command/container/stats_helpers.go), for Linux, on cgroup v1 and v2. Where a sample does not say,
a figure is None: the CLI prints a 0 there, which nobody can tell from one that was measured.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import EngineFailed, gettext_noop
from .times import epoch

# The stamp of a sample in which nothing was measured: the container does not run.
_NEVER = "0001-01-01"


@dataclass(frozen=True)
class Figures:
    """What one container uses at one moment, None where that is not known.

    `at` is seconds since the epoch by the engine's clock. `cpu_percent` is of one processor: 200 means two of them; it
    needs the sample before. `memory` is bytes without the file cache that could be given up, `memory_limit` the
    container's limit or all memory of the host. The others count bytes since the container was started.
    """

    at: float | None = None
    cpu_percent: float | None = None
    memory: int | None = None
    memory_limit: int | None = None
    received: int | None = None
    sent: int | None = None
    read: int | None = None
    written: int | None = None
    pids: int | None = None

    @property
    def memory_percent(self) -> float | None:
        """How much of its limit the container uses."""
        if self.memory is None or not self.memory_limit:
            return None
        return self.memory / self.memory_limit * 100


NOTHING_KNOWN = Figures()


@dataclass(frozen=True)
class Sample:
    """The figures of the container with this id and name."""

    id: str
    name: str
    figures: Figures


def sample_of(line: bytes) -> Sample:
    """A sample as the engine writes it; raises EngineFailed when it is none."""
    try:
        said = json.loads(line)
        return Sample(said.get("id") or "", (said.get("name") or "").removeprefix("/"), figures_of(said))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineFailed(
            gettext_noop("The engine's answer was not what its API promises."), repr(line[:300])
        ) from error


def figures_of(sample: Mapping[str, Any]) -> Figures:
    """The figures of a sample, all of them None when the container did not run."""
    stamp = sample.get("read") or _NEVER
    if stamp.startswith(_NEVER):
        return NOTHING_KNOWN
    memory = sample.get("memory_stats") or {}
    # Sums of what there is: a container without networks, or whose devices were not written to, has none.
    received, sent = _network(sample.get("networks") or {})
    read, written = _block((sample.get("blkio_stats") or {}).get("io_service_bytes_recursive") or ())
    return Figures(
        at=epoch(stamp),
        cpu_percent=_cpu_percent(sample.get("precpu_stats") or {}, sample.get("cpu_stats") or {}),
        memory=_memory(memory),
        memory_limit=memory.get("limit") or None,
        received=received,
        sent=sent,
        read=read,
        written=written,
        pids=(sample.get("pids_stats") or {}).get("current"),
    )


def _cpu_percent(before: Mapping[str, Any], now: Mapping[str, Any]) -> float | None:
    """The container's share of the time that passed on all processors, times how many they are.

    The first sample of a stream has nothing before it, and the CLI shows the share since the machine was started.
    """
    if not before.get("system_cpu_usage") or not now.get("system_cpu_usage"):
        return None
    used = now["cpu_usage"]["total_usage"] - before["cpu_usage"]["total_usage"]
    passed = now["system_cpu_usage"] - before["system_cpu_usage"]
    processors = now.get("online_cpus") or len(now["cpu_usage"].get("percpu_usage") or ())
    return used / passed * processors * 100 if passed > 0 and used > 0 else 0.0


def _memory(memory: Mapping[str, Any]) -> int | None:
    """Usage less the file cache that is not in use, as cgroup v1 and then v2 call it."""
    usage, told = memory.get("usage"), memory.get("stats") or {}
    if usage is None:
        return None
    for name in ("total_inactive_file", "inactive_file"):
        if name in told and told[name] < usage:
            return int(usage - told[name])
    return int(usage)


def _network(networks: Mapping[str, Mapping[str, int]]) -> tuple[int, int]:
    every = networks.values()
    return sum(each.get("rx_bytes", 0) for each in every), sum(each.get("tx_bytes", 0) for each in every)


def _block(entries: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """cgroup v1 writes Read and Write, v2 read and write; both have other words beside."""
    sums = {"r": 0, "w": 0}
    for entry in entries:
        letter = (entry.get("op") or "")[:1].lower()
        if letter in sums:
            sums[letter] += entry.get("value") or 0
    return sums["r"], sums["w"]
