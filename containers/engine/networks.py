"""`--network`: which networks a new container joins, and what the docker CLI asks for them
(https://docs.docker.com/reference/cli/docker/container/run/#network)."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .connection import version_numbers
from .errors import NotSupported
from .invalid import InvalidOption, gettext_noop

DEFAULT_NETWORK = "default"
BUILT_IN = ("default", "bridge", "host", "none")
MAC_PER_NETWORK_API = "1.44"
GATEWAY_PRIORITY_API = "1.48"
_LONG_FORM = re.compile(r"\w=\w", re.ASCII)  # docker's \w+=\w+(,\w+=\w+)*, found anywhere, without its time
# six, eight or twenty bytes, as Go's net.ParseMAC takes them
_MAC_ADDRESS = re.compile(
    r"(?:[0-9a-fA-F]{2}([:-]))(?:[0-9a-fA-F]{2}\1){4}(?:(?:[0-9a-fA-F]{2}\1){2}|(?:[0-9a-fA-F]{2}\1){14})?[0-9a-fA-F]{2}"
    r"|(?:[0-9a-fA-F]{4}\.){2}(?:[0-9a-fA-F]{4}\.|(?:[0-9a-fA-F]{4}\.){7})?[0-9a-fA-F]{4}"
)


@dataclass(frozen=True)
class Attachment:
    """One network a container joins, and what it is called and numbered there."""

    network: str
    aliases: tuple[str, ...] = ()
    driver_options: tuple[tuple[str, str], ...] = ()
    address: str = ""
    address_v6: str = ""
    link_local_addresses: tuple[str, ...] = ()
    mac_address: str = ""
    gateway_priority: int = 0
    links: tuple[str, ...] = ()

    @property
    def user_defined(self) -> bool:
        """Whether the network is one that somebody made, and no mode of the engine."""
        return self.network not in BUILT_IN and not self.network.startswith("container:")


def parse_network(text: str) -> Attachment:
    """What one `--network` asks for: a name, container:NAME, or name=web,alias=db,ip=10.0.0.5. Raises InvalidOption."""
    if not text:
        raise InvalidOption(gettext_noop("--network is empty; name a network, for example bridge or none."))
    if not _LONG_FORM.search(text):
        return Attachment(text)
    found: dict[str, Any] = {"network": ""}
    for field in _fields(text):
        _read_field(field, text, found)
    if not found["network"]:
        raise InvalidOption(gettext_noop("--network %(text)s names no network; add name=NETWORK."), text=text)
    attachment = Attachment(**found)
    if attachment.aliases and not attachment.user_defined:
        raise InvalidOption(
            gettext_noop("--network %(text)s: only networks of your own have aliases, and %(network)s is built in."),
            text=text,
            network=attachment.network,
        )
    return attachment


@dataclass(frozen=True)
class NetworkFlags:
    """What --ip and its kin say of the first network, each as its flag writes it."""

    ip: str = ""
    ip6: str = ""
    link_local_ip: tuple[str, ...] = ()
    network_alias: tuple[str, ...] = ()
    mac_address: str = ""
    link: tuple[str, ...] = ()


def with_flags(wanted: tuple[Attachment, ...], flags: NetworkFlags) -> tuple[Attachment, ...]:
    """The networks, the first with what the flags say of it; raises InvalidOption where both speak of the same."""
    check_mac_address(flags.mac_address)
    first = wanted[0] if wanted else Attachment(DEFAULT_NETWORK)
    said = {
        "aliases": ("--network-alias", flags.network_alias),
        "address": ("--ip", flags.ip),
        "address_v6": ("--ip6", flags.ip6),
        "link_local_addresses": ("--link-local-ip", flags.link_local_ip),
        "mac_address": ("--mac-address", flags.mac_address),
    }
    for field, (flag, value) in said.items():
        if value and getattr(first, field):
            raise InvalidOption(
                gettext_noop("Conflicting options: %(flag)s and what --network says of the same."), flag=flag
            )
    if flags.network_alias and not first.user_defined:
        raise InvalidOption(
            gettext_noop("--network-alias: only networks of your own have aliases, and %(network)s is built in."),
            network=first.network,
        )
    given = {field: value for field, (_flag, value) in said.items() if value}
    if flags.link and first.user_defined:
        given["links"] = flags.link
    if not given:
        return wanted
    return (replace(first, **given), *wanted[1:])  # type: ignore[arg-type]


def check_mac_address(text: str) -> None:
    """Raises InvalidOption when a --mac-address is none."""
    if text and not _MAC_ADDRESS.fullmatch(text.strip()):
        raise InvalidOption(
            gettext_noop("“%(text)s” is no mac address; write six pairs such as 02:42:ac:11:00:05."), text=text
        )


def check_network(text: str) -> None:
    """Raises InvalidOption when one `--network` cannot be read."""
    parse_network(text)


def attachments(texts: Sequence[str]) -> tuple[Attachment, ...]:
    """What all `--network` of a command ask for; raises InvalidOption where they contradict each other."""
    answer = tuple(parse_network(text) for text in texts)
    names = [attachment.network for attachment in answer]
    for name in names:
        if names.count(name) > 1:
            raise InvalidOption(gettext_noop("--network %(network)s is given more than once."), network=name)
    if len({attachment.user_defined for attachment in answer}) > 1:
        raise InvalidOption(
            gettext_noop(
                "--network: a container joins networks of your own or a built-in one (bridge, host, none), not both: "
                "%(networks)s."
            ),
            networks=", ".join(names),
        )
    return answer


def network_mode(wanted: Sequence[Attachment]) -> str:
    """The body's HostConfig.NetworkMode: the first network is the main one."""
    return wanted[0].network if wanted else DEFAULT_NETWORK


def endpoints(wanted: Sequence[Attachment], api_version: str) -> dict[str, dict[str, Any]]:
    """The body's NetworkingConfig.EndpointsConfig; raises NotSupported where the engine's API is too old.

    The CLI leaves out a single network about which nothing more was said, for its name is the mode.
    """
    if not wanted:
        return {DEFAULT_NETWORK: _endpoint(Attachment(DEFAULT_NETWORK))}
    for attachment in wanted:
        _refuse_what_is_too_new(attachment, api_version)
    if len(wanted) == 1 and wanted[0] == Attachment(wanted[0].network):
        return {}
    return {attachment.network: _endpoint(attachment) for attachment in wanted}


def _refuse_what_is_too_new(attachment: Attachment, api_version: str) -> None:
    needs = (
        ("mac-address", attachment.mac_address, MAC_PER_NETWORK_API, "Docker 25"),
        ("gw-priority", attachment.gateway_priority, GATEWAY_PRIORITY_API, "Docker 28"),
    )
    for what, given, needed, docker in needs:
        if given and version_numbers(api_version) < version_numbers(needed):
            raise NotSupported(
                gettext_noop(
                    "A %(what)s needs API %(needed)s (%(docker)s), this engine has %(version)s. Leave %(what)s out."
                ),
                what=what,
                needed=needed,
                docker=docker,
                version=api_version,
            )


def _fields(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise InvalidOption(
            gettext_noop("--network %(text)s cannot be read: it is name=value, separated by commas."), text=text
        ) from error


def _read_field(field: str, text: str, found: dict[str, Any]) -> None:
    """One name=value of the long form; the CLI takes both in lower case."""
    name, equals, value = (part.strip() for part in field.lower().partition("="))
    many = {"alias": "aliases", "link-local-ip": "link_local_addresses"}
    one = {"name": "network", "ip": "address", "ip6": "address_v6", "mac-address": "mac_address"}
    if name in many:
        found[many[name]] = (*found.get(many[name], ()), value)
    elif name in one and equals:
        found[one[name]] = value
    elif name == "driver-opt" and "=" in value[1:]:
        option, _, setting = value.partition("=")
        found["driver_options"] = (*found.get("driver_options", ()), (option, setting))
    elif name == "gw-priority" and re.fullmatch(r"[+-]?[0-9]{1,9}", value):
        found["gateway_priority"] = int(value)
    else:
        raise InvalidOption(
            gettext_noop(
                "--network %(text)s: “%(field)s” says nothing docker knows; it knows name, alias, ip, ip6, "
                "link-local-ip, mac-address, gw-priority and driver-opt=name=value."
            ),
            text=text,
            field=field,
        )
    if name == "mac-address" and value and not _MAC_ADDRESS.fullmatch(value):
        raise InvalidOption(
            gettext_noop(
                "--network %(text)s: “%(address)s” is no mac address; write six pairs such as 02:42:ac:11:00:05."
            ),
            text=text,
            address=value,
        )


def _endpoint(attachment: Attachment) -> dict[str, Any]:
    """One network's EndpointSettings, every field that the CLI sends."""
    numbering: dict[str, Any] = {}
    if attachment.address:
        numbering["IPv4Address"] = attachment.address
    if attachment.address_v6:
        numbering["IPv6Address"] = attachment.address_v6
    if attachment.link_local_addresses:
        numbering["LinkLocalIPs"] = list(attachment.link_local_addresses)
    return {
        "IPAMConfig": numbering or None,
        "Links": list(attachment.links) or None,
        "Aliases": list(attachment.aliases) or None,
        "MacAddress": attachment.mac_address,
        "DriverOpts": dict(attachment.driver_options) or None,
        "GwPriority": attachment.gateway_priority,
        "NetworkID": "",
        "EndpointID": "",
        "Gateway": "",
        "IPAddress": "",
        "IPPrefixLen": 0,
        "IPv6Gateway": "",
        "GlobalIPv6Address": "",
        "GlobalIPv6PrefixLen": 0,
        "DNSNames": None,
    }
