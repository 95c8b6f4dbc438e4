"""Every route asks for a sign-in, and no GET changes anything."""

import subprocess
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {"sign_in", "healthz", "readyz"}
SAMPLES = {"host": "local", "slug": "container-run", "job_id": "0" * 32, "preset": "0" * 32}


def routes(patterns=None, prefix="") -> list[tuple[str, str, dict[str, str]]]:
    """(name, path, converters) of every route of ours."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            found.append((pattern.name or "", path, {}))
    return found


def filled(path: str, **samples: str) -> str:
    for name, value in (SAMPLES | samples).items():
        for kind in ("slug", "str"):
            path = path.replace(f"<{kind}:{name}>", value)
    return "/" + path


ROUTES = [(name, path) for name, path, _converters in routes()]
by_route = pytest.mark.parametrize(("name", "path"), ROUTES, ids=[name for name, _path in ROUTES])


def test_every_route_has_a_name_of_its_own():
    names = [name for name, _path in ROUTES]
    assert all(names)
    assert len(set(names)) == len(names)


@by_route
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_asks_for_a_sign_in(name, path, method):
    answer = getattr(Client(), method)(filled(path, name="x"))
    if name in OPEN:
        assert answer.status_code != 302
        return
    redirected = answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    assert redirected or answer.status_code == 401, answer.status_code


@pytest.fixture(scope="module")
def container(engine):
    """The name of a running container."""
    name = f"dlget-{uuid.uuid4().hex[:8]}"
    subprocess.run(["docker", "run", "-d", "--name", name, "busybox", "top"], check=True, capture_output=True)
    yield name
    subprocess.run(["docker", "rm", "-f", name], check=True, capture_output=True)


@pytest.mark.engine
@by_route
@pytest.mark.django_db
def test_a_get_changes_nothing(name, path, ada, container, docker, asked_of_the_engine):
    client = Client()
    client.force_login(ada)
    with CaptureQueriesContext(connection) as queries:
        client.get(filled(path, name=container))
    written = [
        query["sql"]
        for query in queries.captured_queries
        if query["sql"].split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE", "REPLACE")
        and "containers_auditentry" not in query["sql"]
    ]
    assert not written
    assert set(asked_of_the_engine) <= {"GET", "HEAD"}
    assert docker("inspect", "-f", "{{.State.Running}}", container) == "true"
