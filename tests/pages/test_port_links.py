"""Ports as links: on the host that the person's browser reaches, once each, and only where a browser can go."""

import pytest
from django.test import RequestFactory

from containers.engine.hosts import forget_engines
from containers.pages.port_links import port_links


def port(public: int | None, private: int = 80, *, address: str = "0.0.0.0", protocol: str = "tcp") -> dict:
    return {"private": private, "protocol": protocol, "public": public, "address": address}


def links(*ports: dict, host: str = "127.0.0.1:8000", **options) -> list[tuple[str, str]]:
    request = RequestFactory().get("/", HTTP_HOST=host)
    return [(link.text, link.url) for link in port_links(ports, request, "local", **options)]


@pytest.fixture
def engine_at(monkeypatch):
    """Lets the engine be at an address."""

    def move(address: str) -> None:
        monkeypatch.setenv("DOCKER_HOST", address)
        forget_engines()

    yield move
    forget_engines()


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def test_a_port_on_every_address_is_on_the_name_in_the_address_bar():
    assert links(port(8080), host="docker.example.org:8000") == [("8080→80", "http://docker.example.org:8080")]
    assert links(port(8080), host="[::1]:8000") == [("8080→80", "http://[::1]:8080")]


def test_the_same_port_for_both_families_is_one_link():
    assert len(links(port(8080), port(8080, address="::"))) == 1


def test_a_port_on_one_address_says_which():
    assert links(port(9090, 9090, address="10.0.0.5")) == [("10.0.0.5:9090→9090", "http://10.0.0.5:9090")]
    assert links(port(9090, 9090, address="fd00::1"))[0][1] == "http://[fd00::1]:9090"


def test_tls_ports_are_https():
    assert links(port(8443, 443))[0][1] == "https://127.0.0.1:8443"


def test_what_no_browser_opens_is_no_link():
    assert links(port(None)) == [("80", "")]
    assert links(port(5353, 53, protocol="udp")) == [("5353→53/udp", "")]
    assert links(port(8080), open_now=False) == [("8080→80", "")]


def test_a_far_engine_opens_ports_on_its_own_machine(engine_at):
    engine_at("tcp://build.example.org:2376")
    assert links(port(8080)) == [("8080→80", "http://build.example.org:8080")]
