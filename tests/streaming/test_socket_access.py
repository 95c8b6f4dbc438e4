"""Who may open a streaming socket, and for how long; what a client says that is not of the protocol."""

import asyncio
import subprocess
import time
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.streaming.client import LogClient

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def running(engine) -> Iterator[str]:
    """The socket of a container that counts, which all tests here watch."""
    name = f"dlstream-access-{time.monotonic_ns()}"
    script = "i=0; while true; do i=$((i+1)); echo $i; sleep 0.1; done"
    words = ["docker", "run", "-d", "--network", "none", "--name", name, "busybox", "sh", "-c", script]
    subprocess.run(words, check=True, capture_output=True, timeout=60)
    yield f"/ws/local/container/{name}/logs/"
    subprocess.run(["docker", "rm", "-f", name], capture_output=True, timeout=60)


@pytest.fixture
def vera(server) -> str:
    """A new viewer's name, whose rights a test may take away."""
    name = f"vera-{time.monotonic_ns()}"
    server.manage("adduser", name, "--role", "viewer", "--password-stdin", says="a-long-Pass-word-1\n")
    return name


async def closed(client: LogClient, timeout: float = 10) -> list[dict]:
    """Reads until the server closes; the states it said."""
    async with asyncio.timeout(timeout):
        async for _header, _lines in client:
            pass
    return client.states


async def test_a_token_that_is_not_good_is_told_to_sign_in(server, running):
    async with LogClient(server.address, running, "dl_wrong") as client:
        [state] = await closed(client)
    assert client.code == 4401
    assert "Sign in" in state["message"]


async def test_without_a_token_and_an_origin_the_door_stays_shut(server, running):
    with pytest.raises(InvalidStatus) as refusal:
        await connect(server.address + running)
    assert refusal.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://127.0.0.1:1", "https://127.0.0.1:{port}", "http://evil.test", "null"])
async def test_another_origin_is_refused_even_with_a_good_token(server, token, running, origin):
    headers = {"Authorization": f"Bearer {token}"}
    with pytest.raises(InvalidStatus) as refusal:
        await connect(server.address + running, origin=origin.format(port=server.port), additional_headers=headers)
    assert refusal.value.response.status_code == 403


async def test_who_has_no_right_is_told_which_one_and_who_gives_it(server, running, vera):
    token = server.token(vera)
    server.python(f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()")
    async with LogClient(server.address, running, token) as client:
        [state] = await closed(client)
    assert client.code == 4403
    assert "container logs" in state["message"]


async def test_an_unknown_container_and_an_unknown_host_are_named(server, token):
    for path in ("/ws/local/container/dlstream-nowhere/logs/", "/ws/elsewhere/container/x/logs/"):
        async with LogClient(server.address, path, token) as client:
            [state] = await closed(client)
        assert client.code == 4404
        assert state["final"]


@pytest.mark.parametrize(
    "taken_away",
    [
        "Token.objects.filter(user__username='{name}').update(revoked=timezone.now())",
        "User.objects.filter(username='{name}').update(is_active=False)",
        "User.objects.get(username='{name}').groups.clear()",
    ],
    ids=["token revoked", "user disabled", "role taken"],
)
async def test_a_socket_closes_within_five_seconds_when_its_right_ends(server, running, vera, taken_away):
    imports = "from containers.access.models import Token; from django.utils import timezone; "
    async with LogClient(server.address, running, server.token(vera)) as client:
        await anext(client)
        code = imports + "from django.contrib.auth.models import User; " + taken_away.format(name=vera)
        await asyncio.to_thread(server.python, code)
        await closed(client, timeout=5)
    assert client.code in (4401, 4403)
    assert client.states[-1]["name"] == "refused"


class Undisturbed:
    """Somebody else who watches the numbered container meanwhile, and must miss none of its lines."""

    def __init__(self, client: LogClient) -> None:
        self._client = client
        self._numbers: list[int] = []

    async def __aenter__(self) -> None:
        await self._client.__aenter__()
        await self._more(3)

    async def __aexit__(self, *_exception: object) -> None:
        await self._more(10)
        await self._client.__aexit__()
        first = self._numbers[0]
        assert self._numbers == list(range(first, first + len(self._numbers)))

    async def _more(self, count: int) -> None:
        wanted = len(self._numbers) + count
        async with asyncio.timeout(10):
            while len(self._numbers) < wanted:
                self._numbers += [int(line.lstrip("0oe")) for line in (await anext(self._client))[1]]


@pytest.mark.parametrize("said", ["garbage", "{}", '{"ack": -1}', '{"ack": 99999999}', "[" * 60_000, b"\x00\x01"])
async def test_garbage_costs_only_its_own_socket(server, token, running, said):
    async with (
        Undisturbed(LogClient(server.address, running, token)),
        LogClient(server.address, running, token) as bad,
    ):
        await anext(bad)
        await bad.socket.send(said)
        await closed(bad)
        assert bad.code == 4400


@pytest.mark.parametrize("path", ["/ws/local/container/{}/logs/", "/ws/local/logs/?container={}", "/ws/local/events/"])
async def test_a_flood_costs_only_its_own_socket(server, token, running, path):
    path = path.format(running.split("/")[4])
    async with Undisturbed(LogClient(server.address, running, token)), LogClient(server.address, path, token) as bad:
        await anext(bad)

        async def flood() -> None:
            for _ in range(20_000):
                await bad.socket.send('{"ack": 0}')

        flooding = asyncio.create_task(flood())
        await closed(bad)
        assert bad.code == 4400
        flooding.cancel()


async def test_options_that_cannot_be_read_are_refused_with_a_sentence(server, token, running):
    for options in ({"tail": "many"}, {"since": "yesterday"}, {"cursor": "mine"}, {"follow": "maybe"}):
        async with LogClient(server.address, running, token, **options) as client:
            [state] = await closed(client)
        assert client.code == 4400
        assert state["message"]


async def test_watching_is_in_the_trail_and_coming_back_is_not(server, token, running):
    rows = "AuditEntry.objects.filter(command='container logs')"
    count = f"from containers.audit.models import AuditEntry; print({rows}.count())"
    async with LogClient(server.address, running, token) as client:
        await anext(client)
    before = int(await asyncio.to_thread(server.python, count))
    async with LogClient(server.address, running, token, cursor=client.cursor) as client:
        await anext(client)
    assert int(await asyncio.to_thread(server.python, count)) == before > 0


@pytest.mark.parametrize("path", ["/ws/local/container/{name}/search/?q=x", "/ws/local/logs/?container={name}"])
async def test_search_and_merged_view_need_the_right_too_and_end_with_it(server, container, vera, path):
    name, token = container("access-others", "while true; do echo tick; sleep 0.1; done"), server.token(vera)
    path = path.format(name=name).replace("?", "?tail=1&")
    async with LogClient(server.address, path, token) as client:
        if "search" not in path:
            await anext(client)
            code = f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()"
            await asyncio.to_thread(server.python, code)
            assert (await closed(client, timeout=5))[-1]["name"] == "refused"
            assert client.code == 4403
    server.python(f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()")
    for each, code in ((token, 4403), ("dl_wrong", 4401)):
        async with LogClient(server.address, path, each) as client:
            assert "refused" in [state["name"] for state in await closed(client)]
        assert client.code == code
    async with LogClient(server.address, path.replace("local", "elsewhere"), server.token("admin")) as client:
        await closed(client)
    assert client.code == 4404


async def test_who_has_no_right_does_not_learn_which_containers_there_are(server, vera):
    token = server.token(vera)
    server.python(f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()")
    async with LogClient(server.address, "/ws/local/logs/?container=dlstream-none", token) as client:
        states = await closed(client)
    assert client.code == 4403
    assert [state["name"] for state in states] == ["refused"]


async def test_a_cursor_that_somebody_made_up_keeps_nobody_out_of_the_trail(server, token, running, vera):
    rows = f"AuditEntry.objects.filter(command='container logs', user_name='{vera}')"
    count = f"from containers.audit.models import AuditEntry; print({rows}.count())"
    async with LogClient(server.address, running, token) as client:
        await anext(client)
    async with LogClient(server.address, running, server.token(vera), cursor=client.cursor) as other:
        await anext(other)
    assert int(await asyncio.to_thread(server.python, count)) == 2


async def test_a_search_under_way_ends_within_five_seconds_of_its_right(server, container, docker, vera):
    name = container("access-search", "seq 1 40000 | sed 's/$/ found, with enough around it that hits fill a window/'")
    docker("wait", name)
    path = f"/ws/local/container/{name}/search/?q=found&limit=1000000"
    async with LogClient(server.address, path, server.token(vera), acknowledges=False) as client:
        await anext(client)
        code = f"from django.contrib.auth.models import User; User.objects.get(username='{vera}').groups.clear()"
        await asyncio.to_thread(server.python, code)
        assert (await closed(client, timeout=5))[-1]["name"] == "refused"
    assert client.code == 4403
