"""What gives a container power beyond itself, as its inspect tells."""

import os
from collections.abc import Mapping
from typing import Any

from django.conf import settings

# What docker gives every container anyway (docs.docker.com: run, runtime privilege and Linux capabilities).
USUAL_CAPABILITIES = (
    *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW"),
    *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
)
TIGHTENING = ("no-new-privileges", "no-new-privileges=true", "no-new-privileges:true")
# Namespaces that a container can share with its host or with another container. Not that of cgroups: where engines
# know the first version only, it is the host's for every container.
_NAMESPACES = {
    "PidMode": "--pid",
    "IpcMode": "--ipc",
    "UTSMode": "--uts",
    "UsernsMode": "--userns",
}
_POWERS = {
    "Devices": "--device",
    "DeviceCgroupRules": "--device-cgroup-rule",
    "DeviceRequests": "--gpus",
    "VolumesFrom": "--volumes-from",
}


def is_usual_capability(name: str) -> bool:
    """Whether docker gives every container this right of root."""
    return name.upper().removeprefix("CAP_") in USUAL_CAPABILITIES


def may_be_bound(folder: str) -> bool:
    """Whether DOCKLINE_BIND_ROOTS names exactly this folder, and it is no symbolic link."""
    asked = os.path.normpath(folder)
    return asked in {os.path.normpath(root) for root in settings.BIND_ROOTS} and os.path.realpath(asked) == asked


def power_of(raw: Mapping[str, Any]) -> str:
    """The flag that gave a container power beyond itself, as its inspect has it; "" for none."""
    networks = (raw.get("NetworkSettings") or {}).get("Networks") or {}
    in_anothers = _shared(raw, "NetworkMode") or ("host" if "host" in networks else "")
    return power_over_host(raw) or (f"--network {in_anothers}" if in_anothers else "")


def power_over_host(raw: Mapping[str, Any]) -> str:
    """As `power_of`, but for its network: who is in the host's is not root of it."""
    host = raw.get("HostConfig") or {}
    if host.get("Privileged"):
        return "--privileged"
    for name, flag in _NAMESPACES.items():
        if mode := _shared(raw, name):
            return f"{flag} {mode}"
    for name, flag in _POWERS.items():
        if host.get(name):
            return flag
    if host.get("MaskedPaths") == [] or host.get("ReadonlyPaths") == []:
        return "--security-opt systempaths=unconfined"
    if not all(map(is_usual_capability, host.get("CapAdd") or ())):
        return "--cap-add"
    return "" if set(host.get("SecurityOpt") or ()).issubset(TIGHTENING) else "--security-opt"


def _shared(raw: Mapping[str, Any], name: str) -> str:
    """The host or container whose namespace it shares; "" for one of its own."""
    mode = str((raw.get("HostConfig") or {}).get(name) or "")
    return mode if mode == "host" or mode.startswith("container:") else ""


def bound_of(raw: Mapping[str, Any]) -> str:
    """The first path of the host that a container sees and no operator may show to one; "" for none."""
    bound = (str(mount.get("Source", "")) for mount in raw.get("Mounts") or () if mount.get("Type") == "bind")
    return next((source for source in bound if not may_be_bound(source)), "")
