"""Guard rules for what is run in, or typed to, a container that exists already."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import inspect_container
from containers.engine.errors import NotFound

from .guard_run import TIGHTENING, is_usual_capability
from .guard_volumes import may_be_bound, volume_fault

# Namespaces that a container can share with its host or with another container. Not that of cgroups: where engines
# know the first version only, it is the host's for every container.
_NAMESPACES = {
    "PidMode": "--pid",
    "IpcMode": "--ipc",
    "UTSMode": "--uts",
    "UsernsMode": "--userns",
    "NetworkMode": "--network",
}
_POWERS = {
    "Devices": "--device",
    "DeviceCgroupRules": "--device-cgroup-rule",
    "DeviceRequests": "--gpus",
    "VolumesFrom": "--volumes-from",
}


def refuse_privileged_exec() -> str:
    """exec --privileged."""
    return _("--privileged would give the program power over the host, which only an admin may do. Leave it out.")


def refuse_user(user: str) -> str:
    """exec -u: the container's own user was chosen by who made it; root in it may undo what protects it."""
    return _(
        "-u %(user)s would run the program as another user than the container's own, which only an admin may do."
    ) % {"user": user}


def refuse_powerful(container: str, engine: Engine) -> str:
    """A container that was given power over its host: whoever runs a program in it, or types to its own, has it too."""
    try:
        detail = inspect_container(engine, container)
    except NotFound:
        return ""
    power = _power_of(detail.raw) or _power_of_mounts(detail.raw, engine)
    if not power:
        return ""
    return _(
        "%(name)s was made with %(power)s, so a program in it reaches further than the container. Only an admin may "
        "use a terminal in it."
    ) % {"name": detail.name, "power": power}


def _power_of(raw: Mapping[str, Any]) -> str:
    """The flag that gave a container power beyond itself; "" for none."""
    host = raw.get("HostConfig") or {}
    if host.get("Privileged"):
        return "--privileged"
    for name, flag in _NAMESPACES.items():
        mode = str(host.get(name) or "")
        if mode == "host" or mode.startswith("container:"):
            return f"{flag} {mode}"
    for name, flag in _POWERS.items():
        if host.get(name):
            return flag
    if host.get("MaskedPaths") == [] or host.get("ReadonlyPaths") == []:
        return "--security-opt systempaths=unconfined"
    if "host" in ((raw.get("NetworkSettings") or {}).get("Networks") or {}):
        return "--network host"
    if not all(map(is_usual_capability, host.get("CapAdd") or ())):
        return "--cap-add"
    return "" if set(host.get("SecurityOpt") or ()).issubset(TIGHTENING) else "--security-opt"


def _power_of_mounts(raw: Mapping[str, Any], engine: Engine) -> str:
    """The flag that showed a container what no operator may show to one; "" for none."""
    for mount in raw.get("Mounts") or ():
        kind, source, name = (str(mount.get(field) or "") for field in ("Type", "Source", "Name"))
        if kind == "bind" and not may_be_bound(source):
            return f"-v {source}"
        if kind == "volume" and (fault := volume_fault(name, engine, beside=str(raw.get("Id")))):
            return f"-v {name} ({fault})"
    return ""
