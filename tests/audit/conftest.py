import pytest

from containers.access.actor import Actor


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """A key and a head of the test's own: the head must know of no other test's rows."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


@pytest.fixture
def asks(otto):
    """Asks for commands as Otto: asks(3) -> three rows."""
    from containers.audit import trail

    actor = Actor(otto, "line", "192.0.2.1")

    def ask(times: int = 1):
        return [
            trail.ask(actor=actor, host="local", command="container stop", line=f"docker stop web{number}")
            for number in range(times)
        ]

    return ask
