"""Options of run and create about networks and names."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import FLAG, TEXT
from .run_kinds import ADDRESSES, DOMAINS, EXPOSED, EXTRA_HOSTS, LINKS, MAC_ADDRESS, TEXTS

_option = partial(Option, group="network")

NETWORK = (
    _option("hostname", ("-h", "--hostname"), TEXT, _("What it calls itself; the start of its id otherwise")),
    _option("domainname", ("--domainname",), TEXT, _("The domain it says it is in")),
    _option("expose", ("--expose",), EXPOSED, _("A port it listens on, without opening one of the host")),
    _option("publish-all", ("-P", "--publish-all"), FLAG, _("Open a free port of the host for each exposed port")),
    _option("add-host", ("--add-host",), EXTRA_HOSTS, _("A name it knows the address of, host:address")),
    _option("dns", ("--dns",), ADDRESSES, _("A name server to ask")),
    _option("dns-option", ("--dns-option", "--dns-opt"), TEXTS, _("An option of its resolv.conf, for example ndots:2")),
    _option("dns-search", ("--dns-search",), DOMAINS, _("A domain in which short names are looked up")),
    _option("network-alias", ("--network-alias", "--net-alias"), TEXTS, _("Another name for it on its network")),
    _option("ip", ("--ip",), TEXT, _("Its IPv4 address on its network")),
    _option("ip6", ("--ip6",), TEXT, _("Its IPv6 address on its network")),
    _option("link-local-ip", ("--link-local-ip",), TEXTS, _("A link-local address of it on its network")),
    _option("mac-address", ("--mac-address",), MAC_ADDRESS, _("Its hardware address"), since="1.44"),
    _option(
        "link",
        ("--link",),
        LINKS,
        _("Another container it knows by name, and the variables of which it sees"),
        risk=Risk.ESCAPES,
        suggestions="containers",
    ),
)
