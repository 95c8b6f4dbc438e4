"""Options of run and create that loosen or tighten what keeps a container from its host."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import FLAG, TEXT
from .run_kinds import (
    CGROUPNS,
    DEVICE_RULES,
    DEVICES,
    GPUS,
    HOST_ONLY,
    PID,
    SECURITY,
    SETTINGS,
    SYSCTLS,
    TEXTS,
)

_option = partial(Option, group="isolation")
_escape = partial(Option, group="isolation", risk=Risk.ESCAPES)

ISOLATION = (
    _option("cap-drop", ("--cap-drop",), TEXTS, _("A right of root it does without, or ALL")),
    _escape("cap-add", ("--cap-add",), TEXTS, _("A further right of root, for example NET_ADMIN")),
    _escape("privileged", ("--privileged",), FLAG, _("All rights and devices of the host's root")),
    _escape("security-opt", ("--security-opt",), SECURITY, _("A security profile; no-new-privileges tightens")),
    _option("group-add", ("--group-add",), TEXTS, _("A further group of its user")),
    _escape("device", ("--device",), DEVICES, _("A device of the host it may use")),
    _escape("device-cgroup-rule", ("--device-cgroup-rule",), DEVICE_RULES, _("Devices it may use, by number")),
    _escape("gpus", ("--gpus",), GPUS, _("GPUs of the host it may use")),
    _escape("sysctl", ("--sysctl",), SYSCTLS, _("A setting of the kernel for it")),
    _escape("pid", ("--pid",), PID, _("Whose processes it sees: host or container:NAME")),
    _escape("ipc", ("--ipc",), TEXT, _("Whose shared memory it uses: private, shareable, host, container:NAME")),
    _escape("uts", ("--uts",), HOST_ONLY, _("host: the host's own name")),
    _escape("userns", ("--userns",), HOST_ONLY, _("host: users are the host's own")),
    _escape("cgroupns", ("--cgroupns",), CGROUPNS, _("Which groups of processes it sees: private or host")),
    _escape("cgroup-parent", ("--cgroup-parent",), TEXT, _("The control group of the host it is put into")),
    _escape("runtime", ("--runtime",), TEXT, _("Another program to run containers with")),
    _escape("annotation", ("--annotation",), SETTINGS, _("A note to the runtime, which may act on it"), since="1.43"),
)
