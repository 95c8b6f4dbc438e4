"""A container's networks, names and ports, as options of run."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import version_numbers
from containers.engine.networks import Attachment

from .rebuilt_source import Said, Source
from .written import fields

# From this API on the engine writes bridge for both, and several networks can be named in one request.
_DEFAULT_IS_BRIDGE = SEVERAL_NETWORKS = "1.44"
MAC_PER_NETWORK = "1.44"


def networks_of(source: Source) -> Said:
    """The values about networks and names."""
    config, host = source.config, source.host
    mode = str(host.get("NetworkMode") or "default")
    joined = (source.raw.get("NetworkSettings") or {}).get("Networks") or {}
    short_id = str(source.raw.get("Id") or "")[:12]
    main = _main_end(mode, joined)
    values, missing = _main_network(source, mode, main, short_id)
    others = {name: end for name, end in joined.items() if end is not main}
    more, missing_more = _further_networks(source, mode, others, short_id)
    values["network"] += more
    values |= {
        "hostname": _hostname(source, mode, short_id),
        "domainname": config.get("Domainname"),
        "add-host": list(host.get("ExtraHosts") or []),
        "dns": list(host.get("Dns") or []),
        "dns-option": list(host.get("DnsOptions") or []),
        "dns-search": list(host.get("DnsSearch") or []),
    }
    return values, [*missing, *missing_more]


def ports_of(source: Source) -> Said:
    """Published and exposed ports; those that the image exposes are left out."""
    bindings = {key: places for key, places in (source.host.get("PortBindings") or {}).items() if places}
    of_the_image = source.image.get("ExposedPorts") or {}
    exposed = [
        key for key in source.config.get("ExposedPorts") or {} if key not in bindings and key not in of_the_image
    ]
    return {
        "publish": _published(bindings),
        "expose": [key.removesuffix("/tcp") for key in sorted(exposed, key=_port_key)],
        "publish-all": source.host.get("PublishAllPorts") or None,
    }, []


def _hostname(source: Source, mode: str, short_id: str) -> str:
    """The name that was given; the engine's own choice is the start of the id, or the host's where that is shared."""
    hostname = str(source.config.get("Hostname") or "")
    shared = source.host.get("UTSMode") == "host" or mode.startswith("container:")
    if shared or hostname == short_id or (mode == "host" and hostname == source.host_name):
        return ""
    return hostname


def _main_end(mode: str, joined: Mapping[str, Any]) -> Mapping[str, Any]:
    """The endpoint in the network that the mode names, by name or id."""
    name = "bridge" if mode == "default" else mode
    by_id = (end for end in joined.values() if (end.get("NetworkID") or " ").startswith(mode))
    end = joined.get(name) or next(by_id, None) or {}
    return end or (next(iter(joined.values())) if len(joined) == 1 else {})


def _main_network(source: Source, mode: str, end: Mapping[str, Any], short_id: str) -> Said:
    at_least = version_numbers(source.api_version)
    implied = mode == "default" or (mode == "bridge" and at_least >= version_numbers(_DEFAULT_IS_BRIDGE))
    attachment = _attachment(mode, end, short_id)
    mac = str(source.config.get("MacAddress") or "")
    links = [_link(text) for text in source.host.get("Links") or []] or list(attachment.links)
    missing = []
    if mac and at_least < version_numbers(MAC_PER_NETWORK):
        missing.append(_("Its hardware address %(mac)s cannot be asked of this engine by run.") % {"mac": mac})
        mac = ""
    if attachment.driver_options or attachment.gateway_priority:
        return {"network": [_long_form(attachment)], "mac-address": mac, "link": links}, missing
    return {
        "network": [] if implied else [mode],
        "network-alias": list(attachment.aliases),
        "ip": attachment.address,
        "ip6": attachment.address_v6,
        "link-local-ip": list(attachment.link_local_addresses),
        "mac-address": mac,
        "link": links,
    }, missing


def _further_networks(source: Source, mode: str, ends: Mapping[str, Any], short_id: str) -> tuple[list[str], list[str]]:
    """The networks beside the main one; an older engine, or a built-in main network, has them joined afterwards."""
    wanted = [_attachment(name, end, short_id) for name, end in sorted(ends.items())]
    together = Attachment(mode).user_defined and version_numbers(source.api_version) >= version_numbers(
        SEVERAL_NETWORKS
    )
    if together and all(attachment.user_defined for attachment in wanted):
        return [_long_form(attachment) for attachment in wanted], []
    return [], [
        _("It is also in the network %(name)s, which it has to be connected to afterwards.")
        % {"name": attachment.network}
        for attachment in wanted
    ]


def _attachment(name: str, end: Mapping[str, Any], short_id: str) -> Attachment:
    numbering = end.get("IPAMConfig") or {}
    return Attachment(
        network=name,
        aliases=tuple(alias for alias in end.get("Aliases") or () if alias != short_id),
        driver_options=tuple((end.get("DriverOpts") or {}).items()),
        address=numbering.get("IPv4Address") or "",
        address_v6=numbering.get("IPv6Address") or "",
        link_local_addresses=tuple(numbering.get("LinkLocalIPs") or ()),
        gateway_priority=end.get("GwPriority") or 0,
        links=tuple(end.get("Links") or ()),
    )


def _long_form(attachment: Attachment) -> str:
    parts = [
        f"name={attachment.network}",
        *(f"alias={alias}" for alias in attachment.aliases),
        *(f"driver-opt={name}={value}" for name, value in attachment.driver_options),
        *([f"ip={attachment.address}"] if attachment.address else []),
        *([f"ip6={attachment.address_v6}"] if attachment.address_v6 else []),
        *(f"link-local-ip={address}" for address in attachment.link_local_addresses),
        *([f"gw-priority={attachment.gateway_priority}"] if attachment.gateway_priority else []),
    ]
    return fields(parts) if len(parts) > 1 else attachment.network


def _link(text: str) -> str:
    """/database:/web/db, as the engine keeps it, as database:db."""
    target, _colon, alias = text.partition(":")
    return f"{target.lstrip('/')}:{alias.rpartition('/')[2]}"


def _port_key(key: str) -> tuple[str, int]:
    port, _slash, protocol = key.partition("/")
    return protocol, int(port)


def _published(bindings: Mapping[str, Iterable[Mapping[str, str]]]) -> list[str]:
    """The bindings as -p has them, neighbours that lead to neighbours as a range."""
    places = [
        (*_port_key(key), place.get("HostIp") or "", place.get("HostPort") or "")
        for key in bindings
        for place in bindings[key]
    ]
    places.sort(key=lambda place: (place[0], place[2], place[3].isdigit(), place[1]))
    texts = []
    for _apart, found in groupby(enumerate(places), key=_row_of):
        row = [place for _number, place in found]
        (protocol, first, address, host), (_protocol, last, _address, host_last) = row[0], row[-1]
        ports, hosts = (first, host) if len(row) == 1 else (f"{first}-{last}", f"{host}-{host_last}")
        texts.append(f"{_before(address, hosts)}{ports}{'' if protocol == 'tcp' else '/' + protocol}")
    return texts


def _row_of(numbered: tuple[int, tuple[str, int, str, str]]) -> tuple[Any, ...]:
    """What the ports of one range have in common; for one that is in none, its own place."""
    number, (protocol, port, address, host) = numbered
    if not host.isdigit() or host == "0":
        return protocol, address, "alone", number
    return protocol, address, port - number, int(host) - port


def _before(address: str, host: str) -> str:
    if ":" in address:
        address = f"[{address}]"
    return f"{address}:{host}:" if address else f"{host}:" if host else ""
