"""The guard's rules for what a new container sees at its paths: -v, --mount, --tmpfs, and the disks it is slowed on."""

import re

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.mounts import BIND, IMAGE, TMPFS, VOLUME, Mount, parse_mount
from containers.engine.volumes import BIND as BOUND
from containers.engine.volumes import parse_volume

from .guard_options import refuse_registry
from .guard_power import may_be_bound
from .guard_volumes import volume_fault
from .guarded import Guarded, Rule, admins_only

# By these a mount that is made in a container shows on the host, or one of the host in it.
PROPAGATIONS = {"shared", "rshared", "slave", "rslave"}
# What a mount in memory may be told. Not: remount, which makes what is mounted there already writable, /sys for one
# (runc takes "/sys/" for another place than "/sys"), bind, and the propagations.
TMPFS_WORDS = (
    *("", "defaults", "ro", "rw", "exec", "noexec", "suid", "nosuid", "dev", "nodev", "sync", "async"),
    *("atime", "noatime", "diratime", "nodiratime", "relatime", "norelatime", "strictatime", "nostrictatime"),
)
TMPFS_SETTINGS = ("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol")
_DEVICE = re.compile(r"/dev/(?!fd(?:/|$))[\w:.-]+(?:/[\w:.-]+)*", re.ASCII)


def refuse_bind(volume: str, engine: Engine) -> str:
    """A -v that shows a folder of the host, unless it is exactly one that DOCKLINE_BIND_ROOTS names.

    Folders below a named one are refused too: whoever may write to it from a container can put a symbolic link there
    and have the engine follow it out (CVE-2021-30465 is of this kind), whatever is checked beforehand. A volume that
    was made of a folder or device of the host (`docker volume create -o device=`) is one too.
    """
    option = parse_volume(volume)
    if spread := PROPAGATIONS.intersection(option.modes):
        return _("-v %(volume)s: mounts that spread (%(mode)s) are for admins only.") % {
            "volume": volume,
            "mode": ", ".join(sorted(spread)),
        }
    if option.kind != BOUND:
        return _about_volume(f"-v {volume}", option.source, engine)
    if may_be_bound(option.source):
        return ""
    return _(
        "-v %(volume)s would show the host's folder %(source)s to the container, which only an admin may do. Use a "
        "named volume (-v data:/data), or ask an admin to allow that folder (DOCKLINE_BIND_ROOTS)."
    ) % {"volume": volume, "source": option.source}


def refuse_mount(value: str, guarded: Guarded) -> str:
    """A mount that shows a folder of the host, by whatever way: a bind, a volume with options of its own, a driver."""
    mount = parse_mount(value)
    if mount.kind == VOLUME and not _is_made_anew(mount):
        return _about_volume(f"--mount {value}", mount.source, guarded.engine)
    if mount.kind == IMAGE:
        return refuse_registry(mount.source, guarded.engine)
    why = _mount_fault(mount)
    return admins_only(f"--mount {value}", why) if why else ""


def _about_volume(flag: str, name: str, engine: Engine) -> str:
    fault = volume_fault(name, engine)
    if not fault:
        return ""
    return _(
        "%(flag)s: %(fault)s, which only an admin may show to a container. Use another volume, or ask an admin."
    ) % {"flag": flag, "fault": fault}


def _is_made_anew(mount: Mount) -> bool:
    return bool(mount.volume_options) or "volume-opt" in mount.options or mount.volume_driver not in ("", "local")


def _mount_fault(mount: Mount) -> str:
    if mount.kind == BIND:
        if not may_be_bound(mount.source):
            return _("would show the container the host's %(source)s") % {"source": mount.source or "/"}
        if mount.options.get("bind-propagation", "") in PROPAGATIONS:
            return _("would let mounts spread between host and container")
        return ""
    if mount.kind == VOLUME:
        return _("would make a volume of a driver or device that it names itself")
    return "" if mount.kind == TMPFS else _("is of a kind that Dockline does not know")


def refuse_tmpfs(value: str) -> str:
    """A mount in memory that is told more than its size, owner and whether programs may be run from it."""
    _path, _colon, options = value.partition(":")
    for option in options.split(","):
        name, equals, _value = option.partition("=")
        if name not in (TMPFS_SETTINGS if equals else TMPFS_WORDS):
            return admins_only(f"--tmpfs {value}", _("(%(option)s) would change other mounts") % {"option": option})
    return ""


def slowed_device(flag: str) -> Rule:
    """A rule for a limit on a device: no other path of the host, whether it exists could be seen by the error."""
    return lambda value, guarded: (
        ""
        if _DEVICE.fullmatch(path := value.rpartition(":")[0]) and not {".", ".."}.intersection(path.split("/"))
        else admins_only(f"{flag} {value}", _("would have the engine look at a file of the host that is no device"))
    )
