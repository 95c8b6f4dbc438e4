"""The house's fixtures: the cast of users, a real engine with a base image."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection

from containers.access.actor import Actor
from containers.engine.connection import Engine
from containers.engine.hosts import LOCAL, engine_of

ROOT = Path(__file__).parent.parent


def pytest_configure() -> None:
    """Each test client has a handler of its own, which would look through all static files when it is made; and real
    passwords are meant to take long.
    """
    settings.SERVESTATIC_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the browser's tests last: its driver keeps an event loop in the main thread, where no other can then run."""
    items.sort(key=lambda item: "tests/browser/" in item.nodeid)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The trail refuses DELETE by triggers, which emptying the tables between tests needs; tests/audit has them."""
    from containers.audit.triggers import DROP

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for statement in DROP:
            cursor.execute(statement)


def person(name: str, role: str = "") -> User:
    """A user of the cast, with a role where they have one."""
    user, _made = User.objects.get_or_create(username=name)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def ada(db) -> User:
    """Admin."""
    return person("ada", "admin")


@pytest.fixture
def otto(db) -> User:
    """Operator."""
    return person("otto", "operator")


@pytest.fixture
def vera(db) -> User:
    """Viewer."""
    return person("vera", "viewer")


@pytest.fixture
def mallory(db) -> User:
    """Signed in, without a role."""
    return person("mallory")


@pytest.fixture
def as_ada(ada) -> Actor:
    return Actor(ada, "line", "127.0.0.1")


@pytest.fixture
def as_otto(otto) -> Actor:
    return Actor(otto, "line", "127.0.0.1")


@pytest.fixture
def as_vera(vera) -> Actor:
    return Actor(vera, "line", "127.0.0.1")


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real engine of the machine, with busybox:latest on it; where none answers the test fails."""
    found = engine_of(LOCAL)
    subprocess.run([ROOT / "script" / "base-image"], check=True, timeout=120, capture_output=True)
    return found


@pytest.fixture
def asked_of_the_engine(monkeypatch) -> list[str]:
    """The methods of the requests that the engine gets from us during the test, as they come."""
    methods: list[str] = []
    send = Engine._send

    def watched(self, method, *args, **kwargs):
        methods.append(method)
        return send(self, method, *args, **kwargs)

    monkeypatch.setattr(Engine, "_send", watched)
    return methods


@pytest.fixture
def docker():
    """Runs the docker CLI: docker("run", "-d", ...) -> its output, stripped; fails the test where docker fails."""

    def run(*words: str, timeout: float = 60) -> str:
        done = subprocess.run(["docker", *words], capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def remove_after(docker):
    """A list of container names that are removed, whatever becomes of the test."""
    names: list[str] = []
    yield names
    if names:
        subprocess.run(["docker", "rm", "-f", "-v", *names], capture_output=True, timeout=120)
