"""Volumes that only an admin may show to a container: of the host's folders, and those of protected containers."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import list_containers, raw_inspect
from containers.engine.errors import NotFound

from .guard_objects import is_kept_for_admins
from .guard_power import bound_of, may_be_bound, power_over_host

_VOLUME_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
# Systems of files that are not of the engine's host; of all others the options can name a folder or device of it.
_NOT_OF_THE_HOST = ("tmpfs", "cifs", "nfs", "nfs4")
_BINDING = {"bind", "rbind"}


def volume_fault(name: str, engine: Engine, beside: str = "") -> str:
    """What speaks against showing this volume; "" for one that is fine, or that the engine makes when it is missing.

    `beside` is the whole id of a container that has it anyway: then only what keeps others from it counts.
    """
    if not _VOLUME_NAME.fullmatch(name):
        return ""  # anonymous, or a name that the engine refuses
    device = device_of_volume(name, engine)
    if device and not may_be_bound(device):
        return _("the volume %(name)s is %(device)s of the host") % {"name": name, "device": device}
    for container in list_containers(engine, all=True, filters={"volume": [name]}):
        if container.id != beside and is_kept_for_admins(container.id, container.labels):
            return _("the volume %(name)s belongs to %(container)s, which is protected") % {
                "name": name,
                "container": container.name,
            }
        if not beside and (power := _power_that_keeps(name, container.id, engine)):
            return _("the volume %(name)s is what %(container)s works with, which was made with %(power)s") % {
                "name": name,
                "container": container.name,
                "power": power,
            }
    return ""


def _power_that_keeps(name: str, container: str, engine: Engine) -> str:
    """The flag by which a container that writes to this volume reaches further than itself.

    Who may change what it keeps there could have it do what they want. A network is no such power.
    """
    try:
        raw = raw_inspect(engine, container)
    except NotFound:
        return ""
    if not any(mount.get("Name") == name and mount.get("RW") for mount in raw.get("Mounts") or ()):
        return ""
    return power_over_host(raw) or (f"-v {source}" if (source := bound_of(raw)) else "")


def device_of_volume(name: str, engine: Engine) -> str:
    """What of the host the volume shows; "" for one that the engine keeps itself, or makes when it is missing."""
    try:
        options = engine.get(f"/volumes/{name}").get("Options") or {}
    except NotFound:
        return ""
    return _device_of(options)


def _device_of(options: Mapping[str, Any]) -> str:
    """mount(2) ignores the type of what is bound, and looks for the folders of an overlay in its options."""
    kind, how = str(options.get("type", "")), str(options.get("o", ""))
    bound = _BINDING.intersection(part.strip() for part in how.split(","))
    if "device" not in options or (kind in _NOT_OF_THE_HOST and not bound):
        return ""
    device = str(options["device"])
    return device if bound or kind in ("", "none") or device.startswith("/") else f"{device} {how}".strip()
