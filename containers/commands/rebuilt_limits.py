"""What a container may use, as options of run."""

from typing import Any

from .rebuilt_source import Said, Source
from .written import processors, size

_USUAL_SHM = 64 * 1024 * 1024
_NUMBERS = {
    "cpu-shares": "CpuShares",
    "cpu-period": "CpuPeriod",
    "cpu-quota": "CpuQuota",
    "cpu-rt-period": "CpuRealtimePeriod",
    "cpu-rt-runtime": "CpuRealtimeRuntime",
    "pids-limit": "PidsLimit",
    "blkio-weight": "BlkioWeight",
    "oom-score-adj": "OomScoreAdj",
}
_SIZES = {"memory": "Memory", "memory-reservation": "MemoryReservation", "kernel-memory": "KernelMemory"}
_RATES = {"device-read-bps": "BlkioDeviceReadBps", "device-write-bps": "BlkioDeviceWriteBps"}
_OPERATIONS = {"device-read-iops": "BlkioDeviceReadIOps", "device-write-iops": "BlkioDeviceWriteIOps"}


def limits_of(source: Source) -> Said:
    """The values about limits; the engine's own are left out."""
    host = source.host
    memory, swap, shm = (host.get(name) or 0 for name in ("Memory", "MemorySwap", "ShmSize"))
    values: dict[str, Any] = {flag: size(host[name]) for flag, name in _SIZES.items() if host.get(name)}
    # twice the memory is what the engine gives by itself
    values["memory-swap"] = size(swap) if swap and swap != 2 * memory else ""
    swappiness = host.get("MemorySwappiness")
    values["memory-swappiness"] = None if swappiness in (None, -1) else swappiness
    values["cpus"] = processors(host["NanoCpus"]) if host.get("NanoCpus") else ""
    values["shm-size"] = size(shm) if shm not in (0, _USUAL_SHM) else ""
    values |= {"cpuset-cpus": host.get("CpusetCpus"), "cpuset-mems": host.get("CpusetMems")}
    values |= {flag: host.get(name) or None for flag, name in _NUMBERS.items()}
    values["oom-kill-disable"] = host.get("OomKillDisable") or None
    values["ulimit"] = [
        f"{limit['Name']}={limit['Soft']}" + ("" if limit["Soft"] == limit["Hard"] else f":{limit['Hard']}")
        for limit in host.get("Ulimits") or []
    ]
    values["blkio-weight-device"] = [
        f"{device['Path']}:{device['Weight']}" for device in host.get("BlkioWeightDevice") or []
    ]
    for flag, name in _RATES.items():
        values[flag] = [f"{device['Path']}:{size(device['Rate'])}" for device in host.get(name) or []]
    for flag, name in _OPERATIONS.items():
        values[flag] = [f"{device['Path']}:{device['Rate']}" for device in host.get(name) or []]
    return values, []
