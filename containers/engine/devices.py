"""`--device`, `--device-cgroup-rule` and `--gpus`: what of the host's hardware a container sees."""

import csv
import re
from collections.abc import Iterable
from typing import Any

from .invalid import InvalidOption, gettext_noop

CDI_API = "1.44"
_CDI = re.compile(r"[a-zA-Z][\w.-]*[a-zA-Z0-9]/[a-zA-Z][\w.-]*[a-zA-Z0-9]=[a-zA-Z0-9][\w.:-]*", re.ASCII)
_CGROUP_RULE = re.compile(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}", re.ASCII)
_MODE = re.compile(r"(?!.*(.).*\1)[rwm]{1,3}")


def is_cdi(text: str) -> bool:
    """Whether a --device names one by the container device interface, vendor.com/class=name."""
    return bool(_CDI.fullmatch(text))


def parse_device(text: str) -> dict[str, str]:
    """One --device, /dev/x[:/dev/y][:rwm]; raises InvalidOption."""
    parts = text.split(":")
    if not parts[0].startswith("/") or len(parts) > 3:
        raise InvalidOption(
            gettext_noop("“%(text)s” names no device of the host: write /dev/x, /dev/x:/dev/y or /dev/x:/dev/y:rw."),
            text=text,
        )
    source, target, mode = parts[0], parts[0], "rwm"
    if len(parts) == 2 and _MODE.fullmatch(parts[1]):
        mode = parts[1]
    elif len(parts) > 1:
        target = parts[1]
        mode = parts[2] if len(parts) == 3 else mode
    if not target.startswith("/"):
        raise InvalidOption(gettext_noop("“%(text)s”: “%(path)s” is no absolute path."), text=text, path=target)
    if not _MODE.fullmatch(mode):
        raise InvalidOption(
            gettext_noop("“%(text)s”: “%(mode)s” is no mode; it has r, w and m, each once."), text=text, mode=mode
        )
    return {"PathOnHost": source, "PathInContainer": target, "CgroupPermissions": mode}


def check_device(text: str) -> None:
    """Raises InvalidOption when one --device cannot be read."""
    if not is_cdi(text):
        parse_device(text)


def check_cgroup_rule(text: str) -> None:
    """Raises InvalidOption when one --device-cgroup-rule cannot be read."""
    if not _CGROUP_RULE.fullmatch(text):
        raise InvalidOption(
            gettext_noop("“%(text)s” is no rule: write type, numbers and mode, as in “c 1:3 mr”."), text=text
        )


def parse_gpus(text: str) -> dict[str, Any]:
    """One --gpus: all, a number, or device=0,capabilities=utility; raises InvalidOption."""
    request: dict[str, Any] = {}
    for field in _fields(text):
        name, equals, value = field.partition("=")
        if not equals:
            name, value = "count", field
        if name in request:
            raise InvalidOption(gettext_noop("“%(text)s” says %(name)s more than once."), text=text, name=name)
        request[name] = _gpu_field(name, value, text)
    count = request.get("count", 0 if "device" in request else 1)
    return {
        "Driver": request.get("driver", ""),
        "Count": count,
        "DeviceIDs": request.get("device"),
        "Capabilities": [[*request.get("capabilities", ()), "gpu"]],
        "Options": request.get("options", {}),
    }


def device_requests(gpus: Iterable[str], devices: Iterable[str]) -> list[dict[str, Any]]:
    """The body's HostConfig.DeviceRequests."""
    requests = [parse_gpus(text) for text in gpus]
    if named := [text for text in devices if is_cdi(text)]:
        requests.append({"Driver": "cdi", "Count": 0, "DeviceIDs": named, "Capabilities": None, "Options": None})
    return requests


def _fields(text: str) -> list[str]:
    try:
        fields = next(csv.reader([text], strict=True), [])
    except csv.Error:
        fields = []
    if not fields or "\n" in text or "\r" in text:
        raise InvalidOption(gettext_noop("“%(text)s” is no request: write all, a number, or device=0."), text=text)
    return fields


def _gpu_field(name: str, value: str, text: str) -> Any:
    if name == "count":
        if value == "all":
            return -1
        if re.fullmatch(r"[+-]?\d{1,9}", value, re.ASCII):
            return int(value)
        raise InvalidOption(
            gettext_noop("“%(text)s”: “%(count)s” is no number of GPUs, nor all."), text=text, count=value
        )
    if name == "driver":
        return value
    if name in ("device", "capabilities"):
        return value.split(",")
    if name == "options":
        parts = [part.partition("=") for part in next(csv.reader([value]), [])]
        return {option: setting for option, _equals, setting in parts}
    raise InvalidOption(
        gettext_noop(
            "“%(text)s”: docker knows no %(name)s of a GPU; it knows count, device, driver, capabilities and options."
        ),
        text=text,
        name=name,
    )
