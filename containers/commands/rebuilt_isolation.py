"""How far a container is kept from its host, as options of run."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.create_isolation import seccomp_file

from .rebuilt_source import Said, Source
from .written import fields

# What the engine adds by itself to a container that shares the host's processes or memory, or has all rights.
_ADDED_SECURITY = "label=disable"
_USUAL_IPC = "private"


def isolation_of(source: Source) -> Said:
    """The values about rights, namespaces and devices; the engine's own choices are left out."""
    host = source.host
    security, missing = _security(host)
    devices, gpus, missing_devices = _devices(host)
    ipc, cgroups = host.get("IpcMode") or "", host.get("CgroupnsMode") or ""
    runtime = host.get("Runtime") or ""
    return {
        "privileged": host.get("Privileged") or None,
        "cap-add": list(host.get("CapAdd") or []),
        "cap-drop": list(host.get("CapDrop") or []),
        "security-opt": security,
        "group-add": list(host.get("GroupAdd") or []),
        "device": devices,
        "device-cgroup-rule": list(host.get("DeviceCgroupRules") or []),
        "gpus": gpus,
        "sysctl": [f"{name}={value}" for name, value in (host.get("Sysctls") or {}).items()],
        "pid": host.get("PidMode"),
        "ipc": "" if ipc == _USUAL_IPC else ipc,
        "uts": host.get("UTSMode"),
        "userns": host.get("UsernsMode"),
        "cgroupns": "" if cgroups == _usual_cgroups(source) else cgroups,
        "cgroup-parent": host.get("CgroupParent"),
        "runtime": "" if runtime == source.runtime else runtime,
    }, [*missing, *missing_devices]


def _usual_cgroups(source: Source) -> str:
    if source.host.get("Privileged") and source.cgroups_v1:
        return "host"
    return "private" if source.private_cgroups else "host"


def _security(host: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    options = list(host.get("SecurityOpt") or [])
    shares = host.get("Privileged") or "host" in (host.get("PidMode"), host.get("IpcMode"))
    if shares and options[-1:] == [_ADDED_SECURITY]:
        options.pop()
    profiles = [option for option in options if seccomp_file(option)]
    if not host.get("Privileged") and host.get("MaskedPaths") == [] and host.get("ReadonlyPaths") == []:
        options.append("systempaths=unconfined")
    missing = (
        [_("Its seccomp profile has to be given again as a file: --security-opt seccomp=FILE.")] if profiles else []
    )
    return [option for option in options if option not in profiles], missing


def _devices(host: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Devices by their paths, GPUs, and sentences on requests that no flag can say."""
    devices, gpus, missing = [], [], []
    for device in host.get("Devices") or []:
        inside, mode = device.get("PathInContainer") or device["PathOnHost"], device.get("CgroupPermissions") or "rwm"
        devices.append(
            f"{device['PathOnHost']}:{inside}:{mode}"
            if mode != "rwm"
            else device["PathOnHost"]
            if inside == device["PathOnHost"]
            else f"{device['PathOnHost']}:{inside}"
        )
    for request in host.get("DeviceRequests") or []:
        if request.get("Driver") == "cdi":
            devices += request.get("DeviceIDs") or []
        elif (text := _gpus(request)) is not None:
            gpus.append(text)
        else:
            missing.append(_("It asked for devices in a way that no flag can say."))
    return devices, gpus, missing


def _gpus(request: Mapping[str, Any]) -> str | None:
    """One request for GPUs as --gpus writes it."""
    (capabilities, *more) = request.get("Capabilities") or [[]]
    if more or "gpu" not in capabilities:
        return None
    names, count = request.get("DeviceIDs") or [], request.get("Count") or 0
    further = [name for name in capabilities if name != "gpu"]
    parts = [f"device={','.join(names)}"] if names else ["all" if count == -1 else f"count={count}"]
    parts += [f"driver={request['Driver']}"] if request.get("Driver") else []
    parts += [f"capabilities={','.join(further)}"] if further else []
    if options := request.get("Options"):
        parts.append("options=" + fields([f"{name}={value}" for name, value in options.items()]))
    return fields(parts)
