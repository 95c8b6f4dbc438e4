"""A container's published ports, as links that the person's own browser can open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

from containers.engine.hosts import engine_of

# Ports whose service speaks TLS by convention (https://www.iana.org/assignments/service-names-port-numbers).
_TLS_PORTS = (443, 8443)


@dataclass(frozen=True)
class PortLink:
    """`text` is nearly as `docker ps` writes it ("8080→80", "5353→53/udp"); `url` is empty where no browser can go."""

    text: str
    url: str
    title: str


def port_links(
    ports: Iterable[Mapping[str, Any]], request: HttpRequest, host: str, *, open_now: bool = True
) -> list[PortLink]:
    """The ports, each once: a port published for IPv4 and IPv6 alike is one link; none unless `open_now`."""
    seen: dict[tuple[Any, ...], PortLink] = {}
    reached = _reached_by(request, host)
    for port in ports:
        address = "" if _is_everywhere(port["address"]) else port["address"]
        key = (port["private"], port["protocol"], port["public"], address)
        seen.setdefault(key, _link(port, address, reached if open_now else ""))
    return list(seen.values())


def _link(port: Mapping[str, Any], address: str, reached: str) -> PortLink:
    inside = str(port["private"]) if port["protocol"] == "tcp" else f"{port['private']}/{port['protocol']}"
    if not port["public"]:
        return PortLink(inside, "", "")
    at = f"{address}:{port['public']}" if address else str(port["public"])
    text = f"{at}→{inside}"
    if port["protocol"] != "tcp" or not reached:
        return PortLink(text, "", "")
    scheme = "https" if port["private"] in _TLS_PORTS else "http"
    url = f"{scheme}://{_in_url(address or reached)}:{port['public']}"
    return PortLink(text, url, url)


def _reached_by(request: HttpRequest, host: str) -> str:
    """The name of the machine whose ports the engine opens: the one in the browser's address bar, or a far engine's."""
    far = urlsplit(engine_of(host).address)
    if far.scheme in ("tcp", "http", "https") and far.hostname:
        return far.hostname
    return urlsplit(f"//{request.get_host()}").hostname or "localhost"


def _is_everywhere(address: str) -> bool:
    return not address or ip_address(address).is_unspecified


def _in_url(name: str) -> str:
    return f"[{name}]" if ":" in name else name
