"""Signed-in browsers of the cast, and containers that go away after the test."""

import uuid

import pytest
from django.test import Client

from containers.engine.hosts import forget_engines


def browser_of(user) -> Client:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada_browser(ada) -> Client:
    return browser_of(ada)


@pytest.fixture
def otto_browser(otto) -> Client:
    return browser_of(otto)


@pytest.fixture
def vera_browser(vera) -> Client:
    return browser_of(vera)


@pytest.fixture
def mallory_browser(mallory) -> Client:
    return browser_of(mallory)


@pytest.fixture
def fresh_name(engine, remove_after) -> str:
    """A container name that nothing has, removed after the test."""
    name = f"pagesa-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    return name


@pytest.fixture
def running(docker, fresh_name) -> str:
    """The name of a container that runs and ends at once when it is asked to."""
    docker("run", "-d", "--init", "--name", fresh_name, "busybox", "sleep", "600")
    return fresh_name


@pytest.fixture
def no_engine(monkeypatch, tmp_path):
    """An engine's address at which nothing listens."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    forget_engines()
    yield
    monkeypatch.undo()
    forget_engines()
