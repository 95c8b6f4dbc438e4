"""Options of run, create and update about what a container may use."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import FLAG, INTEGER, TEXT
from .run_kinds import CPUS, OPERATIONS, RATES, SIZE, SWAP, ULIMITS, WEIGHT, WEIGHTS

_option = partial(Option, group="limits")

# What a running container can be given, too.
CHANGEABLE = (
    _option("memory", ("-m", "--memory"), SIZE, _("The most memory it may use, for example 512m")),
    _option("memory-reservation", ("--memory-reservation",), SIZE, _("The memory to leave it when memory is short")),
    _option("memory-swap", ("--memory-swap",), SWAP, _("Memory and swap together; -1 is without limit")),
    _option("cpus", ("--cpus",), CPUS, _("How many processors' time it may use, for example 1.5")),
    _option("cpu-shares", ("-c", "--cpu-shares"), INTEGER, _("Its share of busy processors; 1024 otherwise")),
    _option("cpuset-cpus", ("--cpuset-cpus",), TEXT, _("The processors it may run on, for example 0-3")),
    _option("pids-limit", ("--pids-limit",), INTEGER, _("The most processes it may have; -1 is without limit")),
    _option("blkio-weight", ("--blkio-weight",), WEIGHT, _("Its share of busy disks, 10 to 1000")),
    _option("cpu-period", ("--cpu-period",), INTEGER, _("Microseconds of a period in which the quota counts")),
    _option("cpu-quota", ("--cpu-quota",), INTEGER, _("Microseconds of processor time in a period")),
    _option(
        "cpu-rt-period",
        ("--cpu-rt-period",),
        INTEGER,
        _("Microseconds of a period of real time"),
        risk=Risk.ESCAPES,
    ),
    _option(
        "cpu-rt-runtime",
        ("--cpu-rt-runtime",),
        INTEGER,
        _("Microseconds in which nothing else of the host runs"),
        risk=Risk.ESCAPES,
    ),
    _option("cpuset-mems", ("--cpuset-mems",), TEXT, _("The memory nodes it may use, for example 0")),
    _option("kernel-memory", ("--kernel-memory",), SIZE, _("The most kernel memory; newer engines have no such limit")),
)
LIMITS = (
    *CHANGEABLE,
    _option("shm-size", ("--shm-size",), SIZE, _("The size of /dev/shm; 64m otherwise")),
    _option("ulimit", ("--ulimit",), ULIMITS, _("A limit of its processes, name=soft:hard"), risk=Risk.ESCAPES),
    _option("memory-swappiness", ("--memory-swappiness",), INTEGER, _("How soon its memory is swapped, 0 to 100")),
    _option(
        "oom-kill-disable",
        ("--oom-kill-disable",),
        FLAG,
        _("Never kill it when memory is short; the host may stand still"),
        risk=Risk.ESCAPES,
    ),
    _option(
        "oom-score-adj",
        ("--oom-score-adj",),
        INTEGER,
        _("How soon it is killed when memory is short, -1000 (never) to 1000"),
        risk=Risk.ESCAPES,
    ),
    _option("blkio-weight-device", ("--blkio-weight-device",), WEIGHTS, _("Its share of one disk, path:weight")),
    _option("device-read-bps", ("--device-read-bps",), RATES, _("The most bytes a second read of a device")),
    _option("device-write-bps", ("--device-write-bps",), RATES, _("The most bytes a second written to a device")),
    _option("device-read-iops", ("--device-read-iops",), OPERATIONS, _("The most reads a second of a device")),
    _option("device-write-iops", ("--device-write-iops",), OPERATIONS, _("The most writes a second to a device")),
)
