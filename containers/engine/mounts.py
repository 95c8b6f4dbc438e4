"""`--mount`: what a container sees at a path, written out (https://docs.docker.com/reference/cli/docker/container/run/#mount)."""

import csv
import re
from dataclasses import dataclass, field
from typing import Any

from .connection import version_numbers
from .errors import NotSupported
from .invalid import InvalidOption, gettext_noop
from .quantities import parse_size

BIND, VOLUME, TMPFS, IMAGE = "bind", "volume", "tmpfs", "image"
# Windows' npipe and swarm's cluster are the engine's to refuse.
OPTIONS_OF = {BIND: "bind-", VOLUME: "volume-", TMPFS: "tmpfs-", IMAGE: "image-"}
RECURSIONS = ("enabled", "disabled", "writable", "readonly")
_TRUE, _FALSE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")
# What needs an engine newer than the oldest supported one, which would drop it silently.
_SINCE = {
    "volume-subpath": "1.45",
    "image": "1.48",
    "bind-recursive=readonly": "1.44",
    "bind-recursive=writable": "1.44",
}


@dataclass
class Mount:
    """One --mount as it was read: the kind, both ends, and the options of its kind."""

    text: str
    kind: str = VOLUME
    source: str = ""
    target: str = ""
    read_only: bool = False
    consistency: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    volume_options: dict[str, str] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)

    @property
    def volume_driver(self) -> str:
        """The driver that makes the volume, "" for the engine's own."""
        return str(self.options.get("volume-driver", ""))


def parse_mount(text: str) -> Mount:
    """What one --mount asks for; raises InvalidOption."""
    mount = Mount(text)
    for written in _fields(text):
        _read_field(mount, written)
    _check(mount)
    return mount


def check_mount(text: str) -> None:
    """Raises InvalidOption when one --mount cannot be read."""
    parse_mount(text)


def mount_body(mount: Mount, api_version: str) -> dict[str, Any]:
    """One of the body's HostConfig.Mounts; raises NotSupported where the engine's API is too old."""
    for needed in mount.needs:
        if version_numbers(api_version) < version_numbers(_SINCE[needed]):
            raise NotSupported(
                gettext_noop("--mount %(text)s: %(what)s needs API %(needed)s, this engine has %(version)s."),
                text=mount.text,
                what=needed,
                needed=_SINCE[needed],
                version=api_version,
            )
    body: dict[str, Any] = {"Type": mount.kind, "Target": mount.target}
    if mount.source:
        body["Source"] = mount.source
    if mount.read_only:
        body["ReadOnly"] = True
    if mount.consistency:
        body["Consistency"] = mount.consistency
    if mount.kind == BIND and mount.options:
        body["BindOptions"] = _bind_options(mount.options)
    elif mount.kind == VOLUME and (mount.options or mount.volume_options):
        body["VolumeOptions"] = _volume_options(mount)
    elif mount.kind == TMPFS and mount.options:
        names = {"tmpfs-size": "SizeBytes", "tmpfs-mode": "Mode"}
        body["TmpfsOptions"] = {names[name]: value for name, value in mount.options.items()}
    elif mount.kind == IMAGE and mount.options:
        body["ImageOptions"] = {"Subpath": mount.options["image-subpath"]}
    return body


def _fields(text: str) -> list[str]:
    try:
        fields = [] if "\n" in text or "\r" in text else next(csv.reader([text], strict=True), [])
    except csv.Error:
        fields = []
    if not fields or any('"' in part and part in text for part in fields):  # Go's csv knows no bare quote
        raise InvalidOption(
            gettext_noop("--mount “%(text)s” cannot be read: write type=volume,source=data,target=/data."), text=text
        )
    return fields


def _read_field(mount: Mount, written: str) -> None:
    name, equals, value = written.partition("=")
    name = name.lower()
    if not equals:
        if name not in ("readonly", "ro", "volume-nocopy", "bind-nonrecursive"):
            raise InvalidOption(
                gettext_noop("--mount %(text)s: “%(field)s” should be name=value."), text=mount.text, field=written
            )
        value = "true"
    if name == "type":
        mount.kind = value.lower()
    elif name in ("source", "src"):
        mount.source = _source(mount, value)
    elif name in ("target", "dst", "destination"):
        mount.target = value
    elif name in ("readonly", "ro"):
        mount.read_only = _flag(mount, name, value)
    elif name == "consistency":
        mount.consistency = value.lower()
    elif name == "volume-opt" or name == "volume-label":
        setting, _equals, of = value.partition("=")
        place = mount.volume_options if name == "volume-opt" else mount.options.setdefault(name, {})
        mount.options.setdefault(name, {})
        if setting:
            place[setting] = of
    elif name in _READERS:
        mount.options[name] = _READERS[name](mount, name, value)
    else:
        raise InvalidOption(
            gettext_noop("--mount %(text)s: docker knows no “%(name)s” of a mount."), text=mount.text, name=name
        )


def _source(mount: Mount, value: str) -> str:
    if value.startswith(("./", "../", "~")) or value in (".", ".."):
        raise InvalidOption(
            gettext_noop("--mount %(text)s: the host path %(source)s is relative; write the whole path, from /."),
            text=mount.text,
            source=value,
        )
    return value


def _flag(mount: Mount, name: str, value: str) -> bool:
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    raise InvalidOption(
        gettext_noop("--mount %(text)s: %(name)s is true or false, not “%(value)s”."),
        text=mount.text,
        name=name,
        value=value,
    )


def _recursion(mount: Mount, name: str, value: str) -> str:
    if value not in RECURSIONS:
        raise InvalidOption(
            gettext_noop(
                "--mount %(text)s: bind-recursive is enabled, disabled, writable or readonly, not “%(value)s”."
            ),
            text=mount.text,
            value=value,
        )
    mount.options.pop("bind-nonrecursive", None)
    return value


def _nonrecursive(mount: Mount, name: str, value: str) -> bool:
    mount.options.pop("bind-recursive", None)
    return _flag(mount, name, value)


def _size(mount: Mount, name: str, value: str) -> int:
    try:
        return parse_size(value)
    except InvalidOption as error:
        raise InvalidOption(
            gettext_noop("--mount %(text)s: tmpfs-size “%(value)s” is no size, such as 64m."),
            text=mount.text,
            value=value,
        ) from error


def _mode(mount: Mount, name: str, value: str) -> int:
    if not re.fullmatch(r"[0-7]{1,10}", value, re.ASCII):
        raise InvalidOption(
            gettext_noop("--mount %(text)s: tmpfs-mode “%(value)s” is no mode, such as 1770."),
            text=mount.text,
            value=value,
        )
    return int(value, 8)


_READERS = {
    "bind-propagation": lambda mount, name, value: value.lower(),
    "bind-nonrecursive": _nonrecursive,
    "bind-recursive": _recursion,
    "volume-nocopy": _flag,
    "volume-subpath": lambda mount, name, value: value,
    "volume-driver": lambda mount, name, value: value,
    "tmpfs-size": _size,
    "tmpfs-mode": _mode,
    "image-subpath": lambda mount, name, value: value,
}


def _check(mount: Mount) -> None:
    for missing, value in (("type", mount.kind), ("target", mount.target)):
        if not value:
            raise InvalidOption(gettext_noop("--mount %(text)s: %(what)s is missing."), text=mount.text, what=missing)
    allowed = OPTIONS_OF.get(mount.kind, "")
    for name in mount.options:
        if mount.kind in OPTIONS_OF and not name.startswith(allowed):
            raise InvalidOption(
                gettext_noop("--mount %(text)s: %(name)s does not go with type=%(kind)s."),
                text=mount.text,
                name=name,
                kind=mount.kind,
            )
    recursion = mount.options.get("bind-recursive")
    if recursion in ("writable", "readonly") and not mount.read_only:
        raise InvalidOption(
            gettext_noop("--mount %(text)s: bind-recursive=%(how)s needs readonly beside it."),
            text=mount.text,
            how=recursion,
        )
    if recursion == "readonly" and mount.options.get("bind-propagation") != "rprivate":
        raise InvalidOption(
            gettext_noop("--mount %(text)s: bind-recursive=readonly needs bind-propagation=rprivate beside it."),
            text=mount.text,
        )
    mount.needs = [
        *(["image"] if mount.kind == IMAGE else []),
        *(["volume-subpath"] if mount.options.get("volume-subpath") else []),
        *([f"bind-recursive={recursion}"] if recursion in ("writable", "readonly") else []),
    ]


def _bind_options(options: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if options.get("bind-propagation"):
        body["Propagation"] = options["bind-propagation"]
    recursion = options.get("bind-recursive")
    if options.get("bind-nonrecursive") or recursion == "disabled":
        body["NonRecursive"] = True
    if recursion == "writable":
        body["ReadOnlyNonRecursive"] = True
    if recursion == "readonly":
        body["ReadOnlyForceRecursive"] = True
    return body


def _volume_options(mount: Mount) -> dict[str, Any]:
    body: dict[str, Any] = {"DriverConfig": {}}
    if mount.volume_driver:
        body["DriverConfig"]["Name"] = mount.volume_driver
    if mount.volume_options:
        body["DriverConfig"]["Options"] = mount.volume_options
    if mount.options.get("volume-nocopy"):
        body["NoCopy"] = True
    if mount.options.get("volume-label"):
        body["Labels"] = mount.options["volume-label"]
    if mount.options.get("volume-subpath"):
        body["Subpath"] = mount.options["volume-subpath"]
    return body
