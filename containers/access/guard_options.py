"""Guard rules for the options of run and pull. Each answers a sentence when it refuses, else nothing."""

import ipaddress
import os
import re
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.create_names import exposed_ports
from containers.engine.errors import NotFound
from containers.engine.networks import parse_network
from containers.engine.ports import how_many
from containers.engine.reference import DEFAULT_REGISTRY, parse_image
from containers.engine.volumes import BIND, parse_volume

_VOLUME_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
_NETWORK_WORD = re.compile(r"[a-zA-Z0-9][\w.-]*", re.ASCII)
_NOT_OF_THE_HOST = ("tmpfs", "cifs")
# The engine starts a process on its host for each published port.
MOST_PORTS = 256
# By these a mount that is made in a container shows on the host, or one of the host in it.
PROPAGATIONS = {"shared", "rshared", "slave", "rslave"}
RESOLVE_SECONDS = 3.0
_RESOLVER = ThreadPoolExecutor(4, thread_name_prefix="resolve")
PRIVATE_NAMES = ("localhost", "local", "internal", "lan", "home", "localdomain")


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
    source = option.source if option.kind == BIND else device_of_volume(option.source, engine)
    if not source or may_be_bound(source):
        return ""
    if option.kind != BIND:
        return _(
            "-v %(volume)s: the volume %(name)s is %(source)s of the host, which only an admin may show to a "
            "container. Use another volume, or ask an admin to allow that folder (DOCKLINE_BIND_ROOTS)."
        ) % {"volume": volume, "name": option.source, "source": source}
    return _(
        "-v %(volume)s would show the host's folder %(source)s to the container, which only an admin may do. Use a "
        "named volume (-v data:/data), or ask an admin to allow that folder (DOCKLINE_BIND_ROOTS)."
    ) % {"volume": volume, "source": option.source}


def refuse_many_ports(publish: Sequence[str], exposed: Sequence[str] = ()) -> str:
    """More ports of the host than one container has a use for: together they could take all that there are.

    `exposed` are those that --publish-all opens too.
    """
    if how_many(publish) + len(exposed_ports(exposed)) <= MOST_PORTS:
        return ""
    return _("-p would publish more than %(most)d ports, which only an admin may do. Publish fewer.") % {
        "most": MOST_PORTS
    }


def may_be_bound(folder: str) -> bool:
    """Whether DOCKLINE_BIND_ROOTS names exactly this folder, and it is no symbolic link."""
    asked = os.path.normpath(folder)
    return asked in {os.path.normpath(root) for root in settings.BIND_ROOTS} and os.path.realpath(asked) == asked


def device_of_volume(name: str, engine: Engine) -> str:
    """What of the host the volume shows; "" for one that the engine keeps itself, or makes when it is missing."""
    if not _VOLUME_NAME.fullmatch(name):
        return ""  # anonymous, or a name that the engine refuses
    try:
        options = engine.get(f"/volumes/{name}").get("Options") or {}
    except NotFound:
        return ""
    device = str(options.get("device", ""))
    return device if device.startswith("/") and options.get("type") not in _NOT_OF_THE_HOST else ""


def refuse_network(network: str, engine: Engine) -> str:
    """The host's network, by name or id, or another container's: both see what was not published to this container."""
    name = parse_network(network).network.strip().lower()
    if name == "host" or _driver_of_network(name, engine) == "host":
        return _("--network host would give the container the host's own network, which only an admin may do.")
    if name.startswith("container:"):
        return _("--network %(network)s would enter another container's network, which only an admin may do.") % {
            "network": network
        }
    return ""


def _driver_of_network(name: str, engine: Engine) -> str:
    if not _NETWORK_WORD.fullmatch(name):
        return ""
    try:
        return str(engine.get(f"/networks/{name}").get("Driver", ""))
    except NotFound:
        return ""


def refuse_registry(image: str, engine: Engine | None) -> str:
    """An image from a registry at a private or link-local address, unless DOCKLINE_REGISTRIES names it.

    With an `engine`, an image that it has already is fine: nothing is fetched.
    """
    named = parse_image(image)
    registry = named.registry if named else ""  # an image's id is of no registry
    if registry in ("", DEFAULT_REGISTRY) or registry in settings.REGISTRIES:
        return ""
    if not _is_private(registry) and not _leads_to_a_private_address(registry):
        return ""
    if engine is not None and _has_image(engine, image):
        return ""
    return _(
        "%(image)s comes from %(registry)s, a private address, which only an admin may have the engine ask. Ask an "
        "admin to allow that registry (DOCKLINE_REGISTRIES)."
    ) % {"image": image, "registry": registry}


def _is_private(registry: str) -> bool:
    """Whether the registry's host is an address of its own network, or a name that can only be one."""
    host = _host_of(registry)
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        last = host.rpartition(".")[2]
        return "." not in host or last in PRIVATE_NAMES or last.isdigit() or last.startswith("0x")


def _leads_to_a_private_address(registry: str) -> bool:
    """Whether the name is resolved to one now; what cannot be resolved here soon, the engine may say."""
    try:
        found = _RESOLVER.submit(socket.getaddrinfo, _host_of(registry), None).result(RESOLVE_SECONDS)
    except (OSError, UnicodeError, TimeoutError):
        return False
    return any(not ipaddress.ip_address(str(place[4][0]).partition("%")[0]).is_global for place in found)


def _host_of(registry: str) -> str:
    host = registry.rpartition(":")[0] if registry.rpartition(":")[2].isdigit() else registry
    return host.strip("[]").lower().rstrip(".")


def _has_image(engine: Engine, image: str) -> bool:
    try:
        engine.get(f"/images/{image}/json")
    except NotFound:
        return False
    return True
