"""The socket of a job shows it whole, again at each change, to who may see it and for as long as they may."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client

from containers.access import revocation
from containers.access.models import Token
from containers.access.tokens import issue, revoke
from containers.jobs import notices, runner
from containers.jobs.models import Job
from containers.jobs.routing import websocket_urlpatterns

pytestmark = pytest.mark.django_db(transaction=True)

APPLICATION = AuthMiddlewareStack(URLRouter(websocket_urlpatterns))


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch):
    monkeypatch.setattr(revocation, "CHECK_SECONDS", 0.1)


@pytest.fixture
def ottos_job(otto):
    return Job.objects.create(
        host="local", command="c", line="l", user=otto, server="x", state="done", number=7, result={"stream": "/ws/x/"}
    )


@pytest.fixture
def step(start):
    """A running job of Otto's that goes on when told: its job and the function that lets it go on."""
    gate = threading.Semaphore(0)

    class Open:
        def close(self):
            gate.release(4)

    def work(progress):
        progress.hold(Open())
        for number in range(1, 4):
            assert gate.acquire(timeout=20)
            progress.item("layer", "Downloading", number, 3)
        assert gate.acquire(timeout=20)
        return {"image": "x"}

    return start(work), gate.release


def watching(job_id: str, user: User | None = None, secret: str = "") -> WebsocketCommunicator:
    headers = []
    if user is not None:
        client = Client()
        client.force_login(user)
        headers.append((b"cookie", f"dockline_session={client.session.session_key}".encode()))
    if secret:
        headers.append((b"authorization", f"Bearer {secret}".encode()))
    return WebsocketCommunicator(APPLICATION, f"/ws/jobs/{job_id}/", headers=headers)


async def opened(*args, **kwargs) -> WebsocketCommunicator:
    socket = await sync_to_async(watching)(*args, **kwargs)
    accepted, _protocol = await socket.connect(timeout=5)
    assert accepted
    return socket


async def close_code(socket: WebsocketCommunicator) -> int:
    """The code the socket is closed with; what it sends before is passed over."""
    while True:
        output = await socket.receive_output(timeout=5)
        if output["type"] == "websocket.close":
            return output["code"]


async def test_a_job_that_ended_is_shown_whole_and_the_socket_closed(ottos_job, otto):
    socket = await opened(ottos_job.pk, otto)
    assert await socket.receive_json_from(timeout=5) == {
        "number": 7,
        "state": "done",
        "snapshot": {},
        "result": {"stream": "/ws/x/"},
        "error": "",
    }
    assert await close_code(socket) == 1000


async def test_each_change_is_shown_whole_with_a_higher_number_until_the_end(step, otto):
    job, go_on = step
    socket = await opened(job.pk, otto)
    frames = [await socket.receive_json_from(timeout=5)]
    for _number in range(4):
        go_on()
        frames.append(await socket.receive_json_from(timeout=5))
    while frames[-1]["state"] != "done":
        frames.append(await socket.receive_json_from(timeout=5))
    numbers = [frame["number"] for frame in frames]
    assert numbers == sorted(set(numbers))
    assert frames[-1]["result"] == {"image": "x"}
    assert frames[-1]["snapshot"]["items"] == [{"id": "layer", "text": "Downloading", "current": 3, "total": 3}]
    assert await close_code(socket) == 1000
    await socket.disconnect()
    assert not notices._loops


async def test_a_cancel_is_shown(step, otto):
    job, _go_on = step
    socket = await opened(job.pk, otto)
    await sync_to_async(runner.cancel)(job.pk)
    state = ""
    while state != "cancelled":
        state = (await socket.receive_json_from(timeout=5))["state"]
    assert await close_code(socket) == 1000


async def test_two_watchers_and_a_late_one_see_the_same_end(step, otto, ada):
    job, go_on = step
    sockets = [await opened(job.pk, otto), await opened(job.pk, ada)]
    for _number in range(4):
        go_on()
    for socket in sockets:
        assert await close_code(socket) == 1000
    late = await opened(job.pk, otto)
    assert (await late.receive_json_from(timeout=5))["state"] == "done"


async def test_nobody_is_asked_to_sign_in(ottos_job):
    assert await close_code(await opened(ottos_job.pk)) == 4401


async def test_a_bad_token_is_asked_to_sign_in_even_with_a_session(ottos_job, otto):
    assert await close_code(await opened(ottos_job.pk, otto, secret="dl_wrong")) == 4401


@pytest.mark.parametrize("name", ["vera", "mallory"])
async def test_somebody_elses_job_is_not_there(ottos_job, request, name):
    user = await sync_to_async(request.getfixturevalue)(name)
    assert await close_code(await opened(ottos_job.pk, user)) == 4404


@pytest.mark.parametrize("job_id", ["0" * 32, "x", "%00", "%C3%BC" * 200, "..%25"])
async def test_a_job_that_never_was_is_not_there(ada, job_id):
    assert await close_code(await opened(job_id, ada)) == 4404


async def test_a_token_watches_its_owners_job(ottos_job, otto):
    secret = await sync_to_async(issue)(otto, "ci", "viewer")
    socket = await opened(ottos_job.pk, secret=secret)
    assert (await socket.receive_json_from(timeout=5))["number"] == 7


async def test_what_a_client_says_is_not_listened_to(step, otto):
    job, go_on = step
    socket = await opened(job.pk, otto)
    await socket.receive_json_from(timeout=5)
    await socket.send_to(text_data="{not json")
    await socket.send_to(bytes_data=b"\x00\xff")
    for _number in range(4):
        go_on()
    assert await close_code(socket) == 1000


async def test_signing_out_closes_it(step, otto):
    job, _go_on = step
    socket = await opened(job.pk, otto)
    await Session.objects.all().adelete()
    assert await close_code(socket) == 4401


async def test_disabling_the_account_closes_it(step, otto):
    job, _go_on = step
    socket = await opened(job.pk, otto)
    await User.objects.filter(pk=otto.pk).aupdate(is_active=False)
    assert await close_code(socket) == 4401


async def test_revoking_the_token_closes_it(step, otto):
    job, _go_on = step
    socket = await opened(job.pk, secret=await sync_to_async(issue)(otto, "ci"))
    await sync_to_async(revoke)(await Token.objects.aget())
    assert await close_code(socket) == 4401


async def test_an_admin_who_becomes_none_sees_no_further_change_of_somebody_elses_job(step, ada):
    job, go_on = step
    socket = await opened(job.pk, ada)
    await socket.receive_json_from(timeout=5)
    await asyncio.sleep(0.3)  # the change to "running" is through
    await sync_to_async(ada.groups.set)([await Group.objects.aget(name="viewer")])
    go_on()
    output = {"type": ""}
    while output["type"] != "websocket.close":
        output = await socket.receive_output(timeout=5)
        assert "Downloading" not in str(output)
    assert output["code"] == 4403
