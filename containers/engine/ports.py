"""`-p`: published ports as docker reads them (https://docs.docker.com/engine/network/#published-ports)."""

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .invalid import InvalidOption, gettext_noop

PROTOCOLS = ("tcp", "udp", "sctp")
LAST_PORT = 65535
# What one container can publish: every port of one protocol. A line of ranges could ask for thousands of times that.
MOST_PORTS = LAST_PORT + 1


@dataclass(frozen=True)
class Publishing:
    """One port of the container and the place of the host that leads to it.

    `host_port` is a port, a range to choose from ("8000-8010"), or empty for any free one.
    """

    container_port: int
    protocol: str
    host_address: str
    host_port: str

    @property
    def key(self) -> str:
        """The engine's name for the container's side: 80/tcp."""
        return f"{self.container_port}/{self.protocol}"


@dataclass(frozen=True)
class _Asked:
    """What one `-p` says, its ranges as their first and last port; (0, 0) of the host where it names none."""

    container: tuple[int, int]
    protocol: str
    address: str
    host: tuple[int, int]
    host_named: bool

    @property
    def count(self) -> int:
        return self.container[1] - self.container[0] + 1


def parse_published(text: str) -> tuple[Publishing, ...]:
    """What one `-p` asks for: [[address:]host-port:]container-port[/protocol], ports may be ranges, or the long form
    published=8080,target=80,protocol=tcp. Raises InvalidOption."""
    asked = _read(text)
    first, last = asked.container
    host_first, host_last = asked.host
    if first == last:
        chosen = f"{host_first}-{host_last}" if host_first != host_last else str(host_first)
        return (Publishing(first, asked.protocol, asked.address, chosen if asked.host_named else ""),)
    return tuple(
        Publishing(port, asked.protocol, asked.address, str(host_first + port - first) if asked.host_named else "")
        for port in range(first, last + 1)
    )


def check_port(text: str) -> None:
    """Raises InvalidOption when one `-p` cannot be read."""
    _read(text)


def how_many(texts: Iterable[str]) -> int:
    """How many ports all `-p` of a command publish, ranges counted and not written out; raises InvalidOption."""
    return sum(_read(text).count for text in texts)


def check_ports(texts: Sequence[str]) -> None:
    """Raises InvalidOption when one `-p` of a command cannot be read, or when they are too many."""
    if how_many(texts) > MOST_PORTS:
        raise InvalidOption(
            gettext_noop("-p: a container publishes at most %(most)d ports; give it fewer, or smaller ranges."),
            most=MOST_PORTS,
        )


def published_ports(texts: Sequence[str]) -> tuple[Publishing, ...]:
    """What all `-p` of a command ask for, in their order; raises InvalidOption."""
    check_ports(texts)
    return tuple(publishing for text in texts for publishing in parse_published(text))


def exposed(publishings: Iterable[Publishing]) -> dict[str, dict[str, str]]:
    """The body's ExposedPorts."""
    return {publishing.key: {} for publishing in publishings}


def bindings(publishings: Iterable[Publishing]) -> dict[str, list[dict[str, str]]]:
    """The body's HostConfig.PortBindings."""
    answer: dict[str, list[dict[str, str]]] = {}
    for publishing in publishings:
        place = {"HostIp": publishing.host_address, "HostPort": publishing.host_port}
        answer.setdefault(publishing.key, []).append(place)
    return answer


def _read(text: str) -> _Asked:
    short = _from_long_form(text) if "=" in text else text
    *before, container = short.split(":")
    host = before.pop() if before else ""
    address = _address(":".join(before), text)
    ports, protocol = _split_protocol(container)
    if not ports:
        raise InvalidOption(
            gettext_noop(
                "-p %(text)s names no port of the container: write host-port:container-port, for example 8080:80."
            ),
            text=text,
        )
    first, last = _range(ports, text)
    host_first, host_last = _range(host, text) if host else (0, 0)
    if host and first != last and last - first != host_last - host_first:
        raise InvalidOption(
            gettext_noop("-p %(text)s: the ranges %(host)s and %(container)s are not of the same length."),
            text=text,
            host=host,
            container=ports,
        )
    if protocol not in PROTOCOLS:
        raise InvalidOption(
            gettext_noop("-p %(text)s: “%(protocol)s” is no protocol; it is tcp, udp or sctp."),
            text=text,
            protocol=protocol,
        )
    return _Asked((first, last), protocol, address, (host_first, host_last), bool(host))


def _from_long_form(text: str) -> str:
    fields = {"protocol": "tcp"}
    for field in text.split(","):
        name, equals, value = field.partition("=")
        if not equals or not name:
            raise InvalidOption(
                gettext_noop(
                    "-p %(text)s: “%(field)s” should be name=value, as in published=8080,target=80,protocol=tcp."
                ),
                text=text,
                field=field,
            )
        fields[name] = value
    return f"{fields.get('published', '')}:{fields.get('target', '')}/{fields['protocol']}"


def _split_protocol(container: str) -> tuple[str, str]:
    ports, *rest = container.split("/")
    return ports, (rest[0].lower() if rest and rest[0] else "tcp")


def _address(written: str, text: str) -> str:
    bare = written[1:-1] if written.startswith("[") and written.endswith("]") else written
    try:
        if bare and (ipaddress.ip_address(bare).version == 4 or "%" not in bare):
            return bare
    except ValueError:
        pass
    if written in ("", "[]"):
        return ""
    raise InvalidOption(
        gettext_noop("-p %(text)s: “%(address)s” is no IP address of the host; write one such as 127.0.0.1 or [::1]."),
        text=text,
        address=written,
    )


def _range(written: str, text: str) -> tuple[int, int]:
    first, *rest = written.split("-")
    last = rest[0] if rest else first
    numbers = [int(part) for part in (first, last) if part.isascii() and part.isdigit() and int(part) <= LAST_PORT]
    if len(numbers) != 2 or numbers[1] < numbers[0]:
        raise InvalidOption(
            gettext_noop(
                "-p %(text)s: “%(port)s” is no port: write a number from 0 to 65535, or a range such as 8000-8010."
            ),
            text=text,
            port=written,
        )
    return numbers[0], numbers[1]
