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


@pytest.fixture
def container(docker, remove_after):
    """Runs a shell script in a busybox: container("name", script, *options) -> its name."""

    def run(name: str, script: str, *options: str) -> str:
        name = f"dlstream-{name}"
        remove_after.append(name)
        docker("run", "-d", "--network", "none", "--name", name, *options, "busybox", "sh", "-c", script)
        return name

    return run
