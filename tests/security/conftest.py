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
