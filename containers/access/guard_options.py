"""Guard rules for the options of run and pull. Each answers a sentence when it refuses, else nothing."""

import ipaddress
import re
import socket
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.create_names import exposed_ports
from containers.engine.errors import NotFound
from containers.engine.networks import BUILT_IN, parse_network
from containers.engine.ports import how_many
from containers.engine.reference import DEFAULT_REGISTRY, parse_image

from .guarded import admins_only

_NETWORK_WORD = re.compile(r"[a-zA-Z0-9][\w.-]*", re.ASCII)
# Of what the driver of a network can be told of one container; other options are the kernel's settings, for one.
_DRIVER_OPTIONS = ("com.docker.network.endpoint.ifname",)
# The engine starts a process on its host for each published port.
MOST_PORTS = 256
RESOLVE_SECONDS = 3.0
_RESOLVER = ThreadPoolExecutor(4, thread_name_prefix="resolve")
PRIVATE_NAMES = ("localhost", "local", "internal", "lan", "home", "localdomain")


def refuse_many_ports(publish: Sequence[str], exposed: Collection[str] = ()) -> str:
    """More ports of the host than one container has a use for: together they could take all that there are.

    `exposed` are those that --publish-all opens too.
    """
    if how_many(publish) + len(exposed) <= MOST_PORTS:
        return ""
    return _("-p would publish more than %(most)d ports, which only an admin may do. Publish fewer.") % {
        "most": MOST_PORTS
    }


def refuse_publish_all(image: str, fetched: bool, publish: Sequence[str], expose: Sequence[str], engine: Engine) -> str:
    """As `refuse_many_ports`, with those that the image exposes; one that is fetched first could expose any."""
    found = None if fetched else _image(engine, image)
    if found is None:
        return _(
            "-P opens every port that %(image)s exposes, and that is not known before it is fetched. Do docker pull "
            "%(image)s first; without, only an admin may."
        ) % {"image": image}
    of_the_image = (found.get("Config") or {}).get("ExposedPorts") or {}
    return refuse_many_ports(publish, {*of_the_image, *exposed_ports(expose)})


def refuse_network(network: str, engine: Engine) -> str:
    """The host's network, by name or id, or another container's: both see what was not published to this container."""
    asked = parse_network(network)
    name = asked.network.strip().lower()
    if name == "host" or _driver_of_network(name, engine) == "host":
        return _("--network host would give the container the host's own network, which only an admin may do.")
    if not _NETWORK_WORD.fullmatch(name):  # container:NAME, and ns:PATH of other engines
        return _("--network %(network)s would enter another container's network, which only an admin may do.") % {
            "network": network
        }
    if any(option not in _DRIVER_OPTIONS for option, _value in asked.driver_options):
        return admins_only(f"--network {network}", _("would tell the network's driver what to do"))
    return ""


def _driver_of_network(name: str, engine: Engine) -> str:
    if name in BUILT_IN or not _NETWORK_WORD.fullmatch(name):
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
    if engine is not None and _image(engine, image) is not None:
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


def _image(engine: Engine, image: str) -> dict[str, Any] | None:
    """What the engine has by this name; None for nothing."""
    try:
        found: dict[str, Any] = engine.get(f"/images/{image}/json")
    except NotFound:
        return None
    return found
