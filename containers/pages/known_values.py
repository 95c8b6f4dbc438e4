"""Values that an option is known to take, to be offered as one types; it may well take others.

Those that end in = or : are the beginning of a value.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.commands.declare import Option

_SIGNALS = {
    "TERM": _("please end; what docker stop sends first"),
    "INT": _("as Ctrl+C"),
    "QUIT": _("end and leave a dump"),
    "HUP": _("the terminal is gone; many servers read their settings again"),
    "USR1": "",
    "USR2": "",
    "KILL": _("end at once; nothing can be put in order"),
}
_RIGHTS = {
    "ALL": _("all of them"),
    "NET_ADMIN": _("change networks and firewalls"),
    "NET_BIND_SERVICE": _("listen on ports below 1024"),
    "NET_RAW": _("send packets of any kind, as ping does"),
    "CHOWN": _("give files to other users"),
    "DAC_OVERRIDE": _("read and write any file"),
    "FOWNER": _("change files of other users"),
    "SETUID": _("become another user"),
    "SETGID": _("become another group"),
    "KILL": _("send signals to any process"),
    "MKNOD": _("make device files"),
    "SYS_CHROOT": _("use chroot"),
    "SYS_PTRACE": _("look into other processes"),
    "SYS_ADMIN": _("nearly all that root may do"),
    "SYS_TIME": _("set the clock"),
}
_FILTERS = {
    "name=": _("its name has this in it"),
    "status=running": "",
    "status=exited": "",
    "status=paused": "",
    "status=created": "",
    "exited=": _("it ended with this code"),
    "label=": _("it has this label, name or name=value"),
    "ancestor=": _("it was made from this image"),
    "network=": _("it is in this network"),
    "volume=": _("it uses this volume or path"),
    "publish=": _("it opens this port"),
    "health=unhealthy": "",
    "health=healthy": "",
}

# By the option's name, the same in whatever command; (command, option) comes first.
_VALUES: dict[str | tuple[str, str], dict[str, Any]] = {
    "restart": {
        "no": _("never; what docker does when nothing is said"),
        "always": _("whenever it ends, and when the engine starts"),
        "unless-stopped": _("as always, but not after docker stop"),
        "on-failure": _("when it ends with another code than 0"),
        "on-failure:5": _("the same, at most five times"),
    },
    "pull": {
        "missing": _("when the image is not here; what docker does when nothing is said"),
        "always": _("before each run"),
        "never": _("only what is here"),
    },
    ("image build", "pull"): {},
    "signal": _SIGNALS,
    "stop-signal": _SIGNALS,
    "cap-add": _RIGHTS,
    "cap-drop": _RIGHTS,
    "security-opt": {
        "no-new-privileges": _("no program in it becomes root"),
        "seccomp=": _("a profile of allowed system calls, from a file"),
        "seccomp=unconfined": _("all system calls"),
        "apparmor=": _("the profile of AppArmor"),
        "label=disable": _("without SELinux"),
    },
    "ipc": {
        "private": _("its own"),
        "shareable": _("its own, which others may use"),
        "none": _("none, and no /dev/shm"),
        "host": _("the host's"),
        "container:": _("another container's"),
    },
    "pid": {"host": _("all processes of the host"), "container:": _("those of another container")},
    "cgroupns": {"private": _("its own"), "host": _("the host's")},
    "log-driver": {
        "json-file": _("files that docker logs can read; what most engines do"),
        "local": _("smaller files that docker logs can read"),
        "journald": _("the host's journal"),
        "syslog": _("the host's syslog; docker logs cannot read it"),
        "none": _("nowhere"),
    },
    "log-opt": {"max-size=": _("of one file, for example 10m"), "max-file=": _("how many files")},
    "platform": {"linux/amd64": "", "linux/arm64": "", "linux/arm/v7": ""},
    "mount": {
        "type=volume,source=": _("a volume"),
        "type=bind,source=": _("a folder of the host"),
        "type=tmpfs,target=": _("memory"),
    },
    "ulimit": {"nofile=": _("open files, soft:hard"), "nproc=": _("processes"), "core=0": _("no core dumps")},
    "gpus": {"all": _("all there are")},
    "attach": {"stdin": "", "stdout": "", "stderr": ""},
    ("container ls", "filter"): _FILTERS,
}


# By the word that docker's help has for the value, where nothing else is known.
_OF_A_KIND: dict[str, dict[str, Any]] = {
    "bytes": dict.fromkeys(("64m", "128m", "256m", "512m", "1g", "2g"), ""),
    "duration": dict.fromkeys(("5s", "10s", "30s", "1m", "5m"), ""),
    "decimal": dict.fromkeys(("0.5", "1", "2"), ""),
}


def known_values(command: str, option: Option) -> Mapping[str, Any]:
    """The values that are offered for an option of a command, each with what it means or nothing."""
    found = _VALUES.get((command, option.name), _VALUES.get(option.name))
    if found is None:
        return dict.fromkeys(option.kind.choices, "") or _OF_A_KIND.get(option.kind.placeholder, {})
    return found
