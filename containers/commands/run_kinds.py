"""The kinds of value that only run, create and update take: each keeps what was typed, once it could be read."""

from dataclasses import replace

from django.utils.translation import gettext as _

from containers.engine import create_isolation, create_limits, create_names, create_places, devices, mounts, quantities
from containers.engine.create import STREAMS as STREAM_NAMES
from containers.engine.environment import parse_label
from containers.engine.networks import check_mac_address, check_network
from containers.engine.platforms import parse_platform
from containers.engine.ports import check_port
from containers.engine.restart_policy import parse_restart
from containers.engine.volumes import parse_volume

from .kinds import FILLED, INTEGER, TEXT, Kind, checked

PULLS = ("missing", "always", "never")


def _rows(check, example: str) -> Kind:  # type: ignore[no-untyped-def]
    return checked("list", "rows", check, repeated=True, example=example)


def _weight(word: str) -> int:
    number = int(INTEGER.read(word))
    create_limits.check_block_weight(number)
    return number


def _chosen(kind: Kind, *choices: str) -> Kind:
    return replace(kind, choices=choices, example=choices[0])


def _check_pull(word: str) -> None:
    if word not in ("", *PULLS):
        raise ValueError(_("“%(word)s” is not when to fetch an image: missing, always or never.") % {"word": word})


def _check_stream(word: str) -> None:
    if word.lower() not in STREAM_NAMES:
        raise ValueError(_("“%(word)s” is no stream: the streams are stdin, stdout and stderr.") % {"word": word})


PORTS = checked("list", "ports", check_port, repeated=True, example="8080:80")
VOLUMES = checked("list", "mounts", parse_volume, repeated=True, example="data:/data")
NETWORKS = checked("network", "rows", check_network, repeated=True, example="bridge")
RESTART = checked("string", "text", parse_restart, example="unless-stopped")
LABELS = replace(_rows(parse_label, "team=web"), widget="pairs")
SETTINGS = replace(TEXT, repeated=True, widget="pairs", placeholder="list", example="name=value")
STORAGE = replace(_rows(create_places.check_storage, "size=10G"), widget="pairs")
TEXTS = replace(TEXT, repeated=True, widget="rows", placeholder="list")
FILES = replace(FILLED, repeated=True, widget="rows", placeholder="list", example="values.env")
MOUNTS = checked("mount", "rows", mounts.check_mount, repeated=True, example="type=volume,source=data,target=/data")
SIZE = checked("bytes", "text", quantities.parse_size, example="512m")
SWAP = checked("bytes", "text", quantities.parse_swap, example="1g")
CPUS = checked("decimal", "text", quantities.parse_cpus, example="1.5")
DURATION = checked("duration", "text", quantities.parse_health_duration, example="30s")
ULIMITS = checked("ulimit", "pairs", create_limits.parse_ulimit, repeated=True, example="nofile=1024:2048")
WEIGHT = Kind("uint16", "number", _weight, example="500")
WEIGHTS = _rows(create_limits.parse_weight, "/dev/sda:200")
RATES = _rows(create_limits.parse_rate, "/dev/sda:1mb")
OPERATIONS = _rows(create_limits.parse_operations, "/dev/sda:1000")
ADDRESSES = _rows(create_names.parse_address, "8.8.8.8")
DOMAINS = _rows(create_names.parse_domain, "example.com")
EXTRA_HOSTS = _rows(create_names.parse_extra_host, "db:10.0.0.5")
LINKS = _rows(create_names.check_link, "db:database")
EXPOSED = _rows(create_names.parse_exposed, "80")
MAC_ADDRESS = checked("string", "text", check_mac_address, example="02:42:ac:11:00:05")
DEVICES = _rows(devices.check_device, "/dev/fuse")
DEVICE_RULES = _rows(devices.check_cgroup_rule, "c 1:3 mr")
GPUS = checked("gpu-request", "rows", devices.parse_gpus, repeated=True, example="all")
SYSCTLS = checked("map", "pairs", create_isolation.check_sysctl, repeated=True, example="net.core.somaxconn=1024")
SECURITY = _rows(create_isolation.check_security, "no-new-privileges")
PID = checked("string", "text", create_isolation.check_pid, example="host")
HOST_ONLY = _chosen(checked("string", "text", create_isolation.check_host_only), "host")
CGROUPNS = _chosen(checked("string", "text", create_isolation.check_cgroupns), "private", "host")
PLATFORM = checked("string", "text", parse_platform, example="linux/amd64")
PULL = _chosen(checked("string", "text", _check_pull), *PULLS)
STREAMS = replace(_rows(_check_stream, "stdout"), choices=STREAM_NAMES)
