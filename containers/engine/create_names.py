"""What a container is called on its networks, whom it can name itself, and what of it can be reached."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .invalid import InvalidOption, gettext_noop
from .ports import LAST_PORT, MOST_PORTS

HOST_GATEWAY = "host-gateway"
_DOMAIN = re.compile(
    r"(?:[a-zA-Z]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*\.?"
)
LONGEST_DOMAIN = 255


@dataclass(frozen=True)
class Names:
    """The options, each as its flag writes it."""

    hostname: str = ""
    domainname: str = ""
    dns: tuple[str, ...] = ()
    dns_option: tuple[str, ...] = ()
    dns_search: tuple[str, ...] = ()
    add_host: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    expose: tuple[str, ...] = ()
    publish_all: bool = False


def names_config(names: Names) -> dict[str, Any]:
    """The body's own fields."""
    return {"Hostname": names.hostname, "Domainname": names.domainname}


def names_host_config(names: Names) -> dict[str, Any]:
    """The fields of HostConfig."""
    return {
        "Dns": [parse_address(text) for text in names.dns],
        "DnsOptions": list(names.dns_option),
        "DnsSearch": [parse_domain(text) for text in names.dns_search],
        "ExtraHosts": [parse_extra_host(text) for text in names.add_host] or None,
        "Links": list(names.link) or None,
        "PublishAllPorts": names.publish_all,
    }


def parse_address(text: str) -> str:
    """An IP address without zone; raises InvalidOption."""
    address = text.strip()
    if not _is_address(address):
        raise InvalidOption(gettext_noop("“%(text)s” is no IP address, such as 8.8.8.8 or 2001:db8::1."), text=text)
    return address


def parse_domain(text: str) -> str:
    """A domain to search in; raises InvalidOption."""
    trimmed = text.strip()
    if trimmed == ".":
        return trimmed
    if len(trimmed) > LONGEST_DOMAIN or not _DOMAIN.fullmatch(trimmed):
        raise InvalidOption(gettext_noop("“%(text)s” is no domain, such as example.com."), text=text)
    return trimmed.removesuffix(".")


def parse_extra_host(text: str) -> str:
    """One --add-host, host:address or host=address, as the engine takes it; raises InvalidOption."""
    sign = min((sign for sign in ":=" if sign in text), key=text.index, default="")
    host, _sign, address = text.partition(sign) if sign else ("", "", "")
    if not host:
        raise InvalidOption(
            gettext_noop("“%(text)s” gives no host an address: write host:address, as in db:10.0.0.5."), text=text
        )
    bare = address[1:-1] if len(address) > 2 and address[0] == "[" and address[-1] == "]" else address
    if bare != HOST_GATEWAY and not _is_address(bare):
        raise InvalidOption(
            gettext_noop("“%(text)s”: “%(address)s” is no IP address, nor host-gateway."), text=text, address=address
        )
    return f"{host}:{bare}"


def check_link(text: str) -> None:
    """Raises InvalidOption when one --link, container[:alias], cannot be read."""
    if not text or text.count(":") > 1:
        raise InvalidOption(gettext_noop("“%(text)s” is no link: write container or container:alias."), text=text)


def linked_container(text: str) -> str:
    """The container that one --link names."""
    return text.partition(":")[0]


def exposed_ports(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """The body's ExposedPorts for all --expose; raises InvalidOption, too for more than there are."""
    ranges = [parse_exposed(text) for text in texts]
    if sum(last - first + 1 for first, last, _protocol in ranges) > MOST_PORTS:
        raise InvalidOption(
            gettext_noop("--expose: a container exposes at most %(most)d ports; give it fewer, or smaller ranges."),
            most=MOST_PORTS,
        )
    return {f"{port}/{protocol}": {} for first, last, protocol in ranges for port in range(first, last + 1)}


def parse_exposed(text: str) -> tuple[int, int, str]:
    """First port, last port and protocol of one --expose, 80, 80/udp or 80-90; raises InvalidOption."""
    ports, _slash, protocol = text.partition("/")
    first, dash, last = ports.partition("-")
    numbers = [int(part) for part in (first, last if dash else first) if part.isascii() and part.isdigit()]
    if len(numbers) != 2 or not numbers[0] <= numbers[1] <= LAST_PORT or "/" in protocol:
        raise InvalidOption(
            gettext_noop("“%(text)s” is no port of the container: write 80, 80/udp or 8000-8010."), text=text
        )
    return numbers[0], numbers[1], protocol or "tcp"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text
