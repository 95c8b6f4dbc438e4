"""The guard's rules for run and create, by option: what would let a container reach out to its host."""

import re

from django.utils.translation import gettext as _

from containers.engine.create_names import linked_container
from containers.engine.environment import parse_file, parse_label

from .guard_logs import refuse_log_driver, refuse_log_option
from .guard_objects import refuse_protected, refuse_shadow
from .guard_options import refuse_many_ports, refuse_network, refuse_publish_all, refuse_registry
from .guard_power import TIGHTENING, is_usual_capability
from .guard_storage import refuse_bind, refuse_mount, refuse_tmpfs, slowed_device
from .guarded import Guarded, Rule, admins_only, never, never_any

# Limits whose raising takes from the host what it needs itself.
HOSTS_LIMITS = ("nice", "rtprio", "rttime", "memlock")
RESERVED_LABELS = "dockline."
HOOKS = ("dockline.hook.post-start", "dockline.hook.pre-stop")
# Bytes of a file with labels; run and create refuse larger ones themselves.
LARGEST_FILE = 1024 * 1024
SLOWED = ("blkio-weight-device", "device-read-bps", "device-write-bps", "device-read-iops", "device-write-iops")
_CONTAINER = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")


def refuse_capability(value: str) -> str:
    """Any right of root that docker does not give by itself."""
    if is_usual_capability(value):
        return ""
    return admins_only(f"--cap-add {value}", _("would give the container a right that docker keeps back"))


def refuse_security(value: str) -> str:
    """All but the option that takes rights away."""
    if value in TIGHTENING:
        return ""
    return admins_only(f"--security-opt {value}", _("would change what keeps the container from its host"))


def refuse_ipc(value: str) -> str:
    """The host's shared memory, or another container's."""
    if value in ("", "none", "private", "shareable"):
        return ""
    return admins_only(f"--ipc {value}", _("would share memory that is not the container's own"))


def refuse_cgroupns(value: str) -> str:
    """The host's control groups."""
    if value in ("", "private"):
        return ""
    return admins_only(f"--cgroupns {value}", _("would show the container the host's control groups"))


def refuse_ulimit(value: str) -> str:
    """Limits that keep the host's own processes running."""
    if value.partition("=")[0] not in HOSTS_LIMITS:
        return ""
    return admins_only(f"--ulimit {value}", _("could take from the host what it needs itself"))


def refuse_oom_score(value: int) -> str:
    """Being killed later than the host's own programs."""
    return admins_only("--oom-score-adj", _("below 0 would have other programs killed first")) if value < 0 else ""


def refuse_link(value: str, guarded: Guarded) -> str:
    """A link shows the other's environment: it takes the right to see that, and leads to no protected container."""
    container = linked_container(value).removeprefix("/")
    if not _CONTAINER.fullmatch(container):
        return _("--link %(value)s: write a container's name or id, and :alias after it.") % {"value": value}
    if why := refuse_protected(guarded.engine, container):
        return why
    if guarded.actor.may("container reveal"):
        return ""
    return _(
        "--link %(value)s would show that container's environment, which takes the right to reveal it. An admin can "
        "give it to you."
    ) % {"value": value}


def refuse_label(value: str) -> str:
    """Labels by which Dockline itself knows what is whose; those of hooks only say what is run in the container."""
    name = parse_label(value)[0]
    if name in HOOKS or not name.strip().lower().startswith(RESERVED_LABELS):
        return ""
    return admins_only(f"--label {value}", _("would set a label that Dockline itself goes by"))


def refuse_label_files(guarded: Guarded) -> str:
    """As `refuse_label`, for what stands in uploaded files."""
    before = len(guarded.values.get("env-file", ()))
    files = list(guarded.uploads)[before : before + len(guarded.values["label-file"])]
    for file, name in zip(files, guarded.values["label-file"], strict=True):
        if file.stat().st_size > LARGEST_FILE:
            return _("%(file)s is too large for labels; no admin could use it either.") % {"file": name}
        for line in parse_file(file.read_bytes(), name):
            if why := refuse_label(line):
                return why
    return ""


def refuse_image(value: str, guarded: Guarded) -> str:
    """An image from a private address, unless it is here already and is not fetched anew."""
    return refuse_registry(value, None if _may_be_fetched(guarded) else guarded.engine)


def _may_be_fetched(guarded: Guarded) -> bool:
    """Whether the engine may fetch an image that it has: of another platform it has none yet."""
    return guarded.values.get("pull") == "always" or bool(guarded.values.get("platform"))


def _publish_all(guarded: Guarded) -> str:
    values = guarded.values
    if not values.get("publish-all"):
        return ""
    return refuse_publish_all(
        values["image"], _may_be_fetched(guarded), values.get("publish", ()), values.get("expose", ()), guarded.engine
    )


REALTIME: dict[str, Rule] = {
    "cpu-rt-period": lambda value, guarded: _realtime(value, "--cpu-rt-period"),
    "cpu-rt-runtime": lambda value, guarded: _realtime(value, "--cpu-rt-runtime"),
}


def _realtime(value: int, flag: str) -> str:
    return admins_only(flag, _("would let it run before everything else of the host")) if value else ""


RUN: dict[str, Rule] = {
    **REALTIME,
    "volume": lambda value, guarded: refuse_bind(value, guarded.engine),
    "mount": refuse_mount,
    "tmpfs": lambda value, guarded: refuse_tmpfs(value),
    **{name: slowed_device(f"--{name}") for name in SLOWED},
    "name": lambda value, guarded: refuse_shadow(guarded.engine, value),
    "publish": lambda value, guarded: refuse_many_ports(guarded.values["publish"]),
    "publish-all": lambda value, guarded: _publish_all(guarded),
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
    "privileged": never("--privileged", lambda: _("would give the container all of the host")),
    "use-api-socket": never("--use-api-socket", lambda: _("would give the container the engine itself")),
    "device": never_any("--device", lambda: _("would give the container a device of the host")),
    "device-cgroup-rule": never_any("--device-cgroup-rule", lambda: _("would give the container devices of the host")),
    "gpus": never_any("--gpus", lambda: _("would give the container devices of the host")),
    "sysctl": never_any("--sysctl", lambda: _("would change a setting of the kernel")),
    "pid": never("--pid", lambda: _("would show the container processes that are not its own")),
    "uts": never("--uts", lambda: _("would give the container the host's own name")),
    "userns": never("--userns", lambda: _("would make the container's root the host's")),
    "cgroup-parent": never("--cgroup-parent", lambda: _("would put the container beside its limits")),
    "runtime": never("--runtime", lambda: _("would run the container by another program of the host")),
    "annotation": never_any("--annotation", lambda: _("would tell the host's runtime what to do")),
    "volumes-from": never_any("--volumes-from", lambda: _("would show another container's files")),
    "volume-driver": lambda value, guarded: (
        ""
        if value in ("", "local")
        else admins_only(f"--volume-driver {value}", _("would have another program of the host make its volumes"))
    ),
    "storage-opt": never_any("--storage-opt", lambda: _("would tell the host's storage what to do")),
    "oom-kill-disable": never("--oom-kill-disable", lambda: _("could leave the host without memory")),
}
