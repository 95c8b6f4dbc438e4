"""How far a container is kept from its host: rights, namespaces, devices, the kernel's settings."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .connection import version_numbers
from .devices import CDI_API, device_requests, is_cdi, parse_device
from .errors import NotSupported
from .invalid import InvalidOption, gettext_noop

SYSCTLS = tuple(
    f"kernel.{name}" for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)
SYSCTL_ROOTS = ("net.", "fs.mqueue.")
# What a seccomp option may say without naming a file.
SECCOMP_WORDS = ("unconfined", "builtin")
_ALL_CAPABILITIES = "ALL"


@dataclass(frozen=True)
class Isolation:
    """The options, each as its flag writes it. `seccomp` holds the texts of the profiles that `security_opt` names, in
    their order: they are uploaded, never read from the server."""

    privileged: bool = False
    cap_add: tuple[str, ...] = ()
    cap_drop: tuple[str, ...] = ()
    security_opt: tuple[str, ...] = ()
    seccomp: tuple[str, ...] = ()
    userns: str = ""
    uts: str = ""
    ipc: str = ""
    pid: str = ""
    cgroupns: str = ""
    cgroup_parent: str = ""
    runtime: str = ""
    sysctl: tuple[str, ...] = ()
    device: tuple[str, ...] = ()
    device_cgroup_rule: tuple[str, ...] = ()
    gpus: tuple[str, ...] = ()
    group_add: tuple[str, ...] = ()


def isolation_host_config(isolation: Isolation, api_version: str) -> dict[str, Any]:
    """The fields of HostConfig; raises InvalidOption, or NotSupported where the engine's API is too old."""
    if any(map(is_cdi, isolation.device)) and version_numbers(api_version) < version_numbers(CDI_API):
        raise NotSupported(
            gettext_noop("--device by vendor and class needs API %(needed)s (Docker 25), this engine has %(version)s."),
            needed=CDI_API,
            version=api_version,
        )
    body: dict[str, Any] = {
        "Privileged": isolation.privileged,
        "CapAdd": capabilities(isolation.cap_add) or None,
        "CapDrop": capabilities(isolation.cap_drop) or None,
        "UsernsMode": isolation.userns,
        "UTSMode": isolation.uts,
        "IpcMode": isolation.ipc,
        "PidMode": isolation.pid,
        "CgroupnsMode": isolation.cgroupns,
        "CgroupParent": isolation.cgroup_parent,
        "Devices": [parse_device(text) for text in isolation.device if not is_cdi(text)],
        "DeviceCgroupRules": list(isolation.device_cgroup_rule) or None,
        "DeviceRequests": device_requests(isolation.gpus, isolation.device) or None,
        "GroupAdd": list(isolation.group_add) or None,
    }
    if isolation.runtime:
        body["Runtime"] = isolation.runtime
    if isolation.sysctl:
        parts = [text.partition("=") for text in isolation.sysctl]
        body["Sysctls"] = {name: value for name, _equals, value in parts}
    return body | _security(isolation)


def capabilities(texts: Iterable[str]) -> list[str]:
    """Capabilities by their whole names, sorted, ALL first as the CLI has it."""
    raised = {text.upper() for text in texts}
    named = {name if name == _ALL_CAPABILITIES or name.startswith("CAP_") else f"CAP_{name}" for name in raised}
    return sorted(named)


def seccomp_file(text: str) -> str:
    """The file that one --security-opt names, "" when it names none."""
    found = re.match(r"seccomp[=:](.*)", text, re.DOTALL)
    return found[1] if found and found[1] not in SECCOMP_WORDS else ""


def check_security(text: str) -> None:
    """Raises InvalidOption when one --security-opt is no name=value."""
    if "=" not in text and ":" not in text and text != "no-new-privileges":
        raise InvalidOption(
            gettext_noop("“%(text)s” is no security option: write name=value, as in label=disable."), text=text
        )


def check_sysctl(text: str) -> None:
    """Raises InvalidOption for a setting of the kernel that containers have no own one of."""
    name, equals, _value = text.partition("=")
    if not equals or not (name in SYSCTLS or name.startswith(SYSCTL_ROOTS)):
        raise InvalidOption(
            gettext_noop("“%(text)s” is no setting that a container has for itself: write net.NAME=value."), text=text
        )


def check_pid(text: str) -> None:
    """Raises InvalidOption for a --pid that is neither host nor container:NAME."""
    if text not in ("", "host") and not (text.startswith("container:") and text != "container:"):
        raise InvalidOption(gettext_noop("“%(text)s” is no PID namespace: host or container:NAME."), text=text)


def check_host_only(text: str) -> None:
    """Raises InvalidOption for a namespace that can be the host's or a container's own, and nothing else."""
    if text not in ("", "host"):
        raise InvalidOption(gettext_noop("“%(text)s” is no namespace: the only word is host."), text=text)


def check_cgroupns(text: str) -> None:
    """Raises InvalidOption for a cgroup namespace that is neither host nor private."""
    if text not in ("", "host", "private"):
        raise InvalidOption(gettext_noop("“%(text)s” is no cgroup namespace: host or private."), text=text)


def _security(isolation: Isolation) -> dict[str, Any]:
    """Security options, a profile's text in the place of its file's name."""
    profiles = iter(isolation.seccomp)
    options: list[str] = []
    body: dict[str, Any] = {}
    for text in isolation.security_opt:
        if text == "systempaths=unconfined":
            body |= {"MaskedPaths": [], "ReadonlyPaths": []}
        elif file := seccomp_file(text):
            options.append(f"seccomp={_compact(next(profiles, ''), file)}")
        else:
            options.append(text)
    return {"SecurityOpt": options or None} | body


def _compact(profile: str, file: str) -> str:
    try:
        return json.dumps(json.loads(profile), separators=(",", ":"), ensure_ascii=False)
    except (ValueError, RecursionError) as error:
        raise InvalidOption(
            gettext_noop("The seccomp profile %(file)s is no JSON: %(why)s."), file=file, why=str(error)
        ) from error
