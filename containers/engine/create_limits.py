"""What a container may use: memory, processors, processes, blocks (https://docs.docker.com/engine/containers/resource_constraints/)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .connection import version_numbers
from .invalid import InvalidOption, gettext_noop
from .quantities import parse_cpus, parse_size, parse_swap

KERNEL_MEMORY_GONE = "1.42"
# setrlimit(2)
ULIMITS = (
    "as",
    "core",
    "cpu",
    "data",
    "fsize",
    "locks",
    "memlock",
    "msgqueue",
    "nice",
    "nofile",
    "nproc",
    "rss",
    "rtprio",
    "rttime",
    "sigpending",
    "stack",
)
_NUMBER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
LARGEST_WEIGHT = 65535


@dataclass(frozen=True)
class Limits:
    """The limits of run, create and update, each as its flag writes it; None and () where nothing was said."""

    memory: str | None = None
    memory_reservation: str | None = None
    memory_swap: str | None = None
    memory_swappiness: int = -1
    kernel_memory: str | None = None
    oom_kill_disable: bool = False
    oom_score_adj: int = 0
    cpus: str | None = None
    cpu_period: int = 0
    cpu_quota: int = 0
    cpu_rt_period: int = 0
    cpu_rt_runtime: int = 0
    cpu_shares: int = 0
    cpuset_cpus: str = ""
    cpuset_mems: str = ""
    pids_limit: int = 0
    blkio_weight: int = 0
    blkio_weight_device: tuple[str, ...] = ()
    device_read_bps: tuple[str, ...] = ()
    device_write_bps: tuple[str, ...] = ()
    device_read_iops: tuple[str, ...] = ()
    device_write_iops: tuple[str, ...] = ()
    ulimit: tuple[str, ...] = ()
    shm_size: str | None = None


def check_limits(limits: Limits) -> None:
    """Raises InvalidOption where a number is out of its range."""
    if not -1 <= limits.memory_swappiness <= 100:
        raise InvalidOption(
            gettext_noop("--memory-swappiness %(number)s is out of range: it is 0 to 100."),
            number=limits.memory_swappiness,
        )


def limits_body(limits: Limits, api_version: str) -> dict[str, Any]:
    """The fields of HostConfig that say the limits."""
    body = resources(limits, api_version)
    return body | {
        "MemorySwappiness": limits.memory_swappiness,
        "OomKillDisable": limits.oom_kill_disable,
        "OomScoreAdj": limits.oom_score_adj,
        "BlkioWeightDevice": [parse_weight(text) for text in limits.blkio_weight_device],
        "BlkioDeviceReadBps": [parse_rate(text) for text in limits.device_read_bps],
        "BlkioDeviceWriteBps": [parse_rate(text) for text in limits.device_write_bps],
        "BlkioDeviceReadIOps": [parse_operations(text) for text in limits.device_read_iops],
        "BlkioDeviceWriteIOps": [parse_operations(text) for text in limits.device_write_iops],
        "Ulimits": _ulimits(limits.ulimit),
        "ShmSize": _read(limits.shm_size, parse_size),
    }


def resources(limits: Limits, api_version: str) -> dict[str, Any]:
    """The limits that a running container can be given, too. What no engine of this API takes is left out, as the
    docker CLI does."""
    body = {
        "Memory": _read(limits.memory, parse_size),
        "MemoryReservation": _read(limits.memory_reservation, parse_size),
        "MemorySwap": _read(limits.memory_swap, parse_swap),
        "NanoCpus": _read(limits.cpus, parse_cpus),
        "CpuPeriod": limits.cpu_period,
        "CpuQuota": limits.cpu_quota,
        "CpuRealtimePeriod": limits.cpu_rt_period,
        "CpuRealtimeRuntime": limits.cpu_rt_runtime,
        "CpuShares": limits.cpu_shares,
        "CpusetCpus": limits.cpuset_cpus,
        "CpusetMems": limits.cpuset_mems,
        "PidsLimit": limits.pids_limit,
        "BlkioWeight": limits.blkio_weight,
    }
    if limits.kernel_memory is not None and version_numbers(api_version) < version_numbers(KERNEL_MEMORY_GONE):
        body["KernelMemory"] = parse_size(limits.kernel_memory)
    return body


def check_block_weight(number: int) -> None:
    """Raises InvalidOption for a weight that no engine can be asked for."""
    if not 0 <= number <= LARGEST_WEIGHT:
        raise InvalidOption(gettext_noop("“%(number)s” is no weight: it is 10 to 1000, or 0 for none."), number=number)


def parse_weight(text: str) -> dict[str, Any]:
    """A device's weight, /dev/sda:200; raises InvalidOption."""
    path, number = _device_and_number(text)
    if not number.isascii() or not number.isdigit() or not (int(number) == 0 or 10 <= int(number) <= 1000):
        raise InvalidOption(gettext_noop("“%(text)s”: a weight is 10 to 1000, as in /dev/sda:200."), text=text)
    return {"Path": path, "Weight": int(number)}


def parse_rate(text: str) -> dict[str, Any]:
    """A device's bytes a second, /dev/sda:1mb; raises InvalidOption."""
    path, number = _device_and_number(text)
    return {"Path": path, "Rate": parse_size(number)}


def parse_operations(text: str) -> dict[str, Any]:
    """A device's operations a second, /dev/sda:1000; raises InvalidOption."""
    path, number = _device_and_number(text)
    if not number.isascii() or not number.isdigit() or len(number) > 19:
        raise InvalidOption(gettext_noop("“%(text)s”: write a whole number, as in /dev/sda:1000."), text=text)
    return {"Path": path, "Rate": int(number)}


def parse_ulimit(text: str) -> dict[str, Any]:
    """One --ulimit, name=soft[:hard]; raises InvalidOption."""
    name, equals, limit = text.partition("=")
    if not equals or name not in ULIMITS:
        raise InvalidOption(
            gettext_noop("“%(text)s” is no limit: write name=soft:hard, with a name of %(names)s."),
            text=text,
            names=", ".join(ULIMITS),
        )
    numbers = limit.split(":")
    if len(numbers) > 2 or not all(_NUMBER.fullmatch(number) for number in numbers):
        raise InvalidOption(
            gettext_noop("“%(text)s”: a limit is a number, or two as soft:hard; -1 is none."), text=text
        )
    soft, hard = int(numbers[0]), int(numbers[-1])
    if hard != -1 and (soft == -1 or soft > hard):
        raise InvalidOption(gettext_noop("“%(text)s”: the soft limit is above the hard one."), text=text)
    return {"Name": name, "Soft": soft, "Hard": hard}


def _ulimits(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """The last word on each name, by name as the CLI sorts them."""
    named = {limit["Name"]: limit for limit in map(parse_ulimit, texts)}
    return [named[name] for name in sorted(named)]


def _read(text: str | None, parse: Callable[[str], int]) -> int:
    return 0 if text is None else parse(text)


def _device_and_number(text: str) -> tuple[str, str]:
    path, colon, number = text.partition(":")
    if not colon or not path.startswith("/dev/"):
        raise InvalidOption(
            gettext_noop("“%(text)s” names no device of the host: write /dev/NAME:number, as in /dev/sda:1mb."),
            text=text,
        )
    return path, number
