"""The guard's rules for run and create, by option: what would let a container reach out to its host."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.create_names import linked_container
from containers.engine.environment import parse_file, parse_label
from containers.engine.mounts import BIND, IMAGE, TMPFS, VOLUME, Mount, parse_mount

from .guard_objects import refuse_protected
from .guard_options import (
    PROPAGATIONS,
    device_of_volume,
    may_be_bound,
    refuse_bind,
    refuse_many_ports,
    refuse_network,
    refuse_registry,
)
from .guarded import Guarded, Rule

# What docker gives every container anyway (docs.docker.com: run, runtime privilege and Linux capabilities).
USUAL_CAPABILITIES = (
    *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW"),
    *("SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
)
TIGHTENING = ("no-new-privileges", "no-new-privileges=true", "no-new-privileges:true")
# Drivers that keep a container's output with the engine, and the options that send it nowhere.
LOCAL_LOGS = ("", "json-file", "local", "none")
LOCAL_LOG_OPTIONS = frozenset(
    ["max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag", "mode", "max-buffer-size"]
)
# Limits whose raising takes from the host what it needs itself.
HOSTS_LIMITS = ("nice", "rtprio", "rttime", "memlock")
RESERVED_LABELS = "dockline."


def _admins_only(flag: str, why: Any) -> str:
    return _("%(flag)s %(why)s, which only an admin may do.") % {"flag": flag, "why": why}


def _never(flag: str, why: Any) -> Rule:
    """A rule for an option that no operator may give, in any way that says something."""
    return lambda value, guarded: _admins_only(flag, why()) if value not in ("", False) else ""


def refuse_capability(value: str) -> str:
    """Any right of root that docker does not give by itself."""
    if value.upper().removeprefix("CAP_") in USUAL_CAPABILITIES:
        return ""
    return _admins_only(f"--cap-add {value}", _("would give the container a right that docker keeps back"))


def refuse_security(value: str) -> str:
    """All but the option that takes rights away."""
    if value in TIGHTENING:
        return ""
    return _admins_only(f"--security-opt {value}", _("would change what keeps the container from its host"))


def refuse_ipc(value: str) -> str:
    """The host's shared memory, or another container's."""
    if value in ("", "none", "private", "shareable"):
        return ""
    return _admins_only(f"--ipc {value}", _("would share memory that is not the container's own"))


def refuse_cgroupns(value: str) -> str:
    """The host's control groups."""
    if value in ("", "private"):
        return ""
    return _admins_only(f"--cgroupns {value}", _("would show the container the host's control groups"))


def refuse_mount(value: str, guarded: Guarded) -> str:
    """A mount that shows a folder of the host, by whatever way: a bind, a volume with options of its own, a driver."""
    mount = parse_mount(value)
    why = _mount_fault(mount, guarded)
    return _admins_only(f"--mount {value}", why) if why else ""


def _mount_fault(mount: Mount, guarded: Guarded) -> str:
    if mount.kind == BIND:
        if not may_be_bound(mount.source):
            return _("would show the container the host's %(source)s") % {"source": mount.source or "/"}
        if mount.options.get("bind-propagation", "") in PROPAGATIONS:
            return _("would let mounts spread between host and container")
        return ""
    if mount.kind == VOLUME:
        if mount.volume_options or "volume-opt" in mount.options or mount.volume_driver not in ("", "local"):
            return _("would make a volume of a driver or device that it names itself")
        device = device_of_volume(mount.source, guarded.engine)
        return _("shows %(device)s of the host") % {"device": device} if device and not may_be_bound(device) else ""
    if mount.kind == IMAGE:
        return refuse_registry(mount.source, guarded.engine)
    return "" if mount.kind == TMPFS else _("is of a kind that Dockline does not know")


def refuse_log_driver(value: str) -> str:
    """A driver that sends the output to an address, or into the host's own log."""
    return "" if value in LOCAL_LOGS else _admins_only(f"--log-driver {value}", _("would have the engine send it away"))


def refuse_log_option(value: str) -> str:
    """An option that could name an address, for the engine's own driver may be one that sends."""
    if value.partition("=")[0] in LOCAL_LOG_OPTIONS:
        return ""
    return _admins_only(f"--log-opt {value}", _("could have the engine send the output away"))


def refuse_ulimit(value: str) -> str:
    """Limits that keep the host's own processes running."""
    if value.partition("=")[0] not in HOSTS_LIMITS:
        return ""
    return _admins_only(f"--ulimit {value}", _("could take from the host what it needs itself"))


def refuse_oom_score(value: int) -> str:
    """Being killed later than the host's own programs."""
    return _admins_only("--oom-score-adj", _("below 0 would have other programs killed first")) if value < 0 else ""


def refuse_link(value: str, guarded: Guarded) -> str:
    """A link shows the other's environment: it takes the right to see that, and leads to no protected container."""
    if why := refuse_protected(guarded.engine, linked_container(value)):
        return why
    if guarded.actor.may("container reveal"):
        return ""
    return _("--link %(value)s would show that container's environment, which takes the right to reveal it.") % {
        "value": value
    }


def refuse_label(value: str) -> str:
    """Labels by which Dockline itself knows what is whose."""
    if not parse_label(value)[0].strip().lower().startswith(RESERVED_LABELS):
        return ""
    return _admins_only(f"--label {value}", _("would set a label that Dockline itself goes by"))


def refuse_label_files(guarded: Guarded) -> str:
    """As `refuse_label`, for what stands in uploaded files."""
    before = len(guarded.values.get("env-file", ()))
    files: list[Path] = list(guarded.uploads)[before : before + len(guarded.values["label-file"])]
    for file, name in zip(files, guarded.values["label-file"], strict=False):
        for line in parse_file(file.read_bytes(), name):
            if why := refuse_label(line):
                return why
    return ""


def refuse_image(value: str, guarded: Guarded) -> str:
    """An image from a private address, unless it is here already and is not fetched anew."""
    fetched = guarded.values.get("pull") == "always"
    return refuse_registry(value, None if fetched else guarded.engine)


def _ports(guarded: Guarded) -> str:
    exposed = guarded.values.get("expose", ()) if guarded.values.get("publish-all") else ()
    return refuse_many_ports(guarded.values.get("publish", ()), exposed)


REALTIME: dict[str, Rule] = {
    "cpu-rt-period": lambda value, guarded: _realtime(value, "--cpu-rt-period"),
    "cpu-rt-runtime": lambda value, guarded: _realtime(value, "--cpu-rt-runtime"),
}


def _realtime(value: int, flag: str) -> str:
    return _admins_only(flag, _("would let it run before everything else of the host")) if value else ""


RUN: dict[str, Rule] = {
    **REALTIME,
    "volume": lambda value, guarded: refuse_bind(value, guarded.engine),
    "mount": refuse_mount,
    "publish": lambda value, guarded: _ports(guarded),
    "publish-all": lambda value, guarded: _ports(guarded),
    "network": lambda value, guarded: refuse_network(value, guarded.engine),
    "image": refuse_image,
    "label": lambda value, guarded: refuse_label(value),
    "label-file": lambda value, guarded: refuse_label_files(guarded),
    "cap-add": lambda value, guarded: refuse_capability(value),
    "security-opt": lambda value, guarded: refuse_security(value),
    "ipc": lambda value, guarded: refuse_ipc(value),
    "cgroupns": lambda value, guarded: refuse_cgroupns(value),
    "log-driver": lambda value, guarded: refuse_log_driver(value),
    "log-opt": lambda value, guarded: refuse_log_option(value),
    "ulimit": lambda value, guarded: refuse_ulimit(value),
    "oom-score-adj": lambda value, guarded: refuse_oom_score(value),
    "link": refuse_link,
    "privileged": _never("--privileged", lambda: _("would give the container all of the host")),
    "use-api-socket": _never("--use-api-socket", lambda: _("would give the container the engine itself")),
    "device": _never("--device", lambda: _("would give the container a device of the host")),
    "device-cgroup-rule": _never("--device-cgroup-rule", lambda: _("would give the container devices of the host")),
    "gpus": _never("--gpus", lambda: _("would give the container devices of the host")),
    "sysctl": _never("--sysctl", lambda: _("would change a setting of the kernel")),
    "pid": _never("--pid", lambda: _("would show the container processes that are not its own")),
    "uts": _never("--uts", lambda: _("would give the container the host's own name")),
    "userns": _never("--userns", lambda: _("would make the container's root the host's")),
    "cgroup-parent": _never("--cgroup-parent", lambda: _("would put the container beside its limits")),
    "runtime": _never("--runtime", lambda: _("would run the container by another program of the host")),
    "annotation": _never("--annotation", lambda: _("would tell the host's runtime what to do")),
    "volumes-from": _never("--volumes-from", lambda: _("would show another container's files")),
    "volume-driver": lambda value, guarded: (
        ""
        if value in ("", "local")
        else _admins_only(f"--volume-driver {value}", _("would have another program of the host make its volumes"))
    ),
    "storage-opt": _never("--storage-opt", lambda: _("would tell the host's storage what to do")),
    "oom-kill-disable": _never("--oom-kill-disable", lambda: _("could leave the host without memory")),
}
