"""The authorisation matrix: roles and tokens x routes, sockets and commands, each cell really asked.

The rows come from the URLs, the websocket routes and the registry; what a cell must come to from tests/access/matrix.
"""

import json
import subprocess
import uuid

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from containers.access.tokens import issue
from containers.audit.models import AuditEntry
from containers.commands import form
from containers.commands.registry import COMMANDS
from containers.commands.render import render
from containers.jobs.models import Job
from containers.jobs.routing import websocket_urlpatterns as job_sockets
from containers.streaming.routing import websocket_urlpatterns as stream_sockets
from dashboard.asgi import websocket_application
from tests.access.matrix import (
    BESIDE,
    METHODS,
    MISSING,
    NOTHING,
    REFUSED,
    ROUTES,
    SESSIONS,
    SIGN_IN,
    SOCKETS,
    THROUGH,
    TOKENS,
    VALUES,
    has_right,
    signed_in,
)

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

ANYBODY = [*SESSIONS, *TOKENS]
# One for all clients: each would set up the middleware anew, which looks through all static files.
HANDLER = ClientHandler(enforce_csrf_checks=False)


def routes(patterns=None, prefix="/") -> dict[str, str]:
    """The path of every route, by its name."""
    found: dict[str, str] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            found[pattern.name or path] = path
    return found


@pytest.fixture(scope="module")
def container(engine):
    """The name of a running container of the matrix's own."""
    name = f"matrix-{uuid.uuid4().hex[:8]}"
    run = ["docker", "run", "-d", "--name", name, "busybox", "sh", "-c", "echo line; exec top"]
    subprocess.run(run, check=True, capture_output=True, timeout=60)
    yield name
    subprocess.run(["docker", "rm", "-f", name], check=True, capture_output=True, timeout=60)


@pytest.fixture
def cast(ada, otto, vera, mallory) -> dict[str, User]:
    return {"ada": ada, "otto": otto, "vera": vera, "mallory": mallory}


@pytest.fixture
def ottos_job(otto) -> Job:
    return Job.objects.create(host="local", command="image pull", line="l", user=otto, server="x", state="done")


def secret_of(who: str, cast: dict[str, User]) -> str:
    owner, role = TOKENS[who]
    return issue(cast[owner], "matrix", role or None) if owner else "dl_nobody"


def asking(who: str, cast: dict[str, User]) -> Client:
    """A client that asks as `who`. The one with nobody's token has Ada's session too, which must not help it."""
    client = Client(headers={"Authorization": f"Bearer {secret_of(who, cast)}"} if who in TOKENS else None)
    client.handler = HANDLER
    user = "ada" if who == "nobody's token" else who
    if user in cast:
        client.force_login(cast[user])
    return client


def outcome_of(answer) -> str:
    if answer.status_code == 401 or (answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")):
        return SIGN_IN
    if answer.status_code == 403 and "guard" not in answer.content.decode():
        return REFUSED
    if answer.status_code == 404:
        return MISSING
    assert answer.status_code < 500, answer.content
    return THROUGH


SLUGS = {"demo_start": "counter-plain", "api_command": "help"}


def filled(path: str, container: str, job: Job, name: str = "") -> str:
    given = {
        "<path:rest>": "v1/none",
        "<slug:host>": "local",
        "<str:host>": "local",
        "<str:name>": container,
        "<str:job_id>": job.pk,
        "<str:preset>": "0" * 32,
    }
    for placeholder, value in {**given, "<slug:slug>": SLUGS.get(name, "container-run")}.items():
        path = path.replace(placeholder, str(value))
    assert "<" not in path, f"{path} has a part that the matrix cannot fill"
    return path


def counts_as(who: str, api: bool) -> str:
    """Whose rights `who` has there: pages go by the session alone, whatever token is shown to them."""
    if api or who in SESSIONS:
        return who
    return "ada" if who == "nobody's token" else "nobody"


def test_every_route_socket_and_command_is_declared():
    assert set(routes()) == set(ROUTES)
    assert {str(each.pattern) for each in [*stream_sockets, *job_sockets]} == set(SOCKETS)
    assert {word.name for command in COMMANDS for word in command.positionals if word.required} <= set(VALUES)


@pytest.mark.parametrize("who", ANYBODY)
@pytest.mark.parametrize("name", routes())
def test_a_route_lets_through_who_may_and_nobody_else(name, who, cast, container, ottos_job):
    path = filled(routes()[name], container, ottos_job, name)
    needs, who_counts = ROUTES[name], counts_as(who, path.startswith(("/api/", "/metrics")))
    for method in METHODS:
        client = asking(who, cast)
        if name == "api_upload":
            answer = client.post(path, {"file": SimpleUploadedFile("Dockerfile", b"FROM busybox\n")})
            if method != "POST":
                answer = client.generic(method, path)
        else:
            body = json.dumps(needs.body).encode() if needs.body and method == "POST" else b""
            answer = client.generic(method, path, body, content_type="application/json")
        if method in needs.methods:
            assert outcome_of(answer) == needs.outcome(who_counts), (method, path, answer.status_code)
        elif needs.sign_in and not signed_in(who_counts):
            assert outcome_of(answer) == SIGN_IN, (method, path, answer.status_code)
        else:
            assert answer.status_code == 405, (method, path, answer.status_code)


@pytest.mark.parametrize("who", ANYBODY)
@pytest.mark.parametrize("way", ["api command", "api line", "form", "typed line"])
@pytest.mark.parametrize("command", COMMANDS, ids=[command.slug for command in COMMANDS])
def test_a_command_is_done_for_who_has_its_right_and_nobody_else(command, way, who, cast):
    words = {word.name: VALUES[word.name] for word in command.positionals if word.required}
    values = {**words, **BESIDE.get(command.name, {})}
    line = render(command, values)
    client = asking(who, cast)
    if way == "api command":
        answer = client.post(f"/api/v1/local/commands/{command.slug}", {"values": values}, "application/json")
    elif way == "api line":
        answer = client.post("/api/v1/local/line", {"line": line}, "application/json")
    elif way == "form":
        fields: dict[str, list[str]] = {"_confirmed": ["1"]}
        for field, text in form.fields_of(command, values):
            fields.setdefault(field, []).append(text)
        answer = client.post(f"/local/commands/{command.slug}/", fields)
    else:
        answer = client.post("/local/line/", {"line": line, "_confirmed": "1"})
    who_counts = counts_as(who, way.startswith("api"))
    expected = (THROUGH if has_right(who_counts, command.name) else REFUSED) if signed_in(who_counts) else SIGN_IN
    outcome = outcome_of(answer)
    # What is asked for does not exist, which only the engine knows: who hears so was let through.
    assert (THROUGH if outcome == MISSING else outcome) == expected, (answer.status_code, answer.content[:500])
    rows = list(AuditEntry.objects.order_by("number").values_list("command", "outcome"))
    if expected == SIGN_IN:
        assert rows == []
    elif expected == REFUSED:
        assert rows == [(command.name, "asked"), (command.name, "refused")], "a refusal is in the trail"


# Sockets read in threads of their own, which see only what is committed.
sockets = pytest.mark.django_db(transaction=True)
GOOD, STRANGE = settings.ORIGINS[0], "http://127.0.0.1:9999"


def headers_of(who: str, cast: dict[str, User], origin: str | None) -> list[tuple[bytes, bytes]]:
    headers = [(b"origin", origin.encode())] if origin else []
    client = asking(who, cast)
    if client.cookies:
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
    if who in TOKENS:
        headers.append((b"authorization", client.defaults["HTTP_AUTHORIZATION"].encode()))
    return headers


async def opened(path: str, headers: list[tuple[bytes, bytes]]) -> str:
    """What opening a socket comes to."""
    socket = WebsocketCommunicator(websocket_application, path, headers=headers)
    accepted, _code = await socket.connect(timeout=10)
    if not accepted:
        return REFUSED
    output = await socket.receive_output(timeout=10)
    if output["type"] == "websocket.send" and '"refused"' in output.get("text", ""):
        output = await socket.receive_output(timeout=10)  # a frame with the reason comes before the close
    await socket.disconnect(timeout=10)
    if output["type"] == "websocket.close":
        return {4401: SIGN_IN, 4403: REFUSED, 4404: MISSING}[output["code"]]
    return THROUGH


@sockets
@pytest.mark.parametrize("who", ANYBODY)
@pytest.mark.parametrize("pattern", SOCKETS)
async def test_a_socket_opens_for_who_may_and_nobody_else(pattern, who, cast, container, ottos_job):
    headers = await sync_to_async(headers_of)(who, cast, None if who in TOKENS else GOOD)
    path = "/" + filled(pattern, container, ottos_job) + SOCKETS[pattern].query.replace("%s", container)
    assert await opened(path, headers) == SOCKETS[pattern].outcome(who)


@sockets
@pytest.mark.parametrize("origin", [STRANGE, "null", "http://127.0.0.1:99999", None])
@pytest.mark.parametrize("pattern", SOCKETS)
async def test_a_socket_opens_for_no_page_of_another_origin(pattern, origin, cast, container, ottos_job):
    headers = await sync_to_async(headers_of)("ada", cast, origin)
    assert await opened("/" + filled(pattern, container, ottos_job), headers) == REFUSED


@sockets
@pytest.mark.parametrize("who", ["nobody", "ada"])
@pytest.mark.parametrize("path", ["/ws/", "/ws/local/", f"/ws/local/container/{NOTHING}/execs/", "/", "/local/"])
async def test_a_socket_that_is_none_of_ours_opens_for_nobody(path, who, cast):
    headers = await sync_to_async(headers_of)(who, cast, GOOD)
    assert await opened(path, headers) == REFUSED
