import sys

import pytest

from tests.streaming.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory, engine):
    """A served Dockline that all tests of this folder share."""
    served = Server(tmp_path_factory.mktemp("served"))
    served.start()
    yield served
    served.kill()


@pytest.fixture(scope="session")
def token(server):
    """A token of the admin."""
    return server.token("admin")


class ServedByScript(Server):
    """Dockline as script/serve.py serves it, with all that it tells daphne."""

    def _words(self) -> list[str]:
        return [sys.executable, "script/serve.py"]


@pytest.fixture(scope="session")
def served_by_script(tmp_path_factory):
    """A Dockline that is reached directly."""
    yield from _served(ServedByScript(tmp_path_factory.mktemp("served")))


@pytest.fixture(scope="session")
def served_behind_proxy(tmp_path_factory):
    """A Dockline that believes a proxy."""
    yield from _served(ServedByScript(tmp_path_factory.mktemp("served"), more={"DOCKLINE_BEHIND_PROXY": "1"}))


def _served(server):
    server.start()
    yield server
    server.kill()
