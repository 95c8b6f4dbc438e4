"""Ranges of ports: a short line can name millions of them, which costs nothing until a container gets them."""

import time

import pytest

from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.engine.invalid import InvalidOption
from containers.engine.ports import published_ports


def test_more_ports_than_there_are_is_refused_at_once():
    line = "docker run " + "-p 1-65535:1-65535 " * 3000 + "busybox"
    began = time.monotonic()
    with pytest.raises(LineError, match="at most 65536 ports"):
        parse(line)
    assert time.monotonic() - began < 5


def test_every_port_of_one_protocol_can_be_published():
    assert len(published_ports(["0-65535:0-65535"])) == 65536
    with pytest.raises(InvalidOption):
        published_ports(["0-65535", "80"])


@pytest.mark.parametrize("network", ["name=a\nb", 'name=a,"'])
def test_a_network_that_is_no_list_of_words_says_so(network):
    with pytest.raises(LineError, match="--network"):
        parse(f"docker run --network '{network}' busybox")
