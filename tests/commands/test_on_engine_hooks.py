"""Hooks that a container's labels name: run after a start and before a stop, with their outcome in the trail."""

import time
import uuid

import pytest

from containers.audit.models import AuditEntry
from containers.commands import hooks
from containers.engine.containers import inspect_container
from containers.pages.hooks import hooks_told
from tests.streaming.processes import commands, number

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

# It tells what its hooks told it: the hooks write to its own output.
TELLS = "trap 'echo stopped; exit 0' TERM; sleep 600 & wait"


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlhook-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def outcomes(count: int) -> list[tuple[str, str]]:
    """(outcome, why) of the hooks that have come out, oldest first; waits for so many of them."""
    until = time.monotonic() + 15
    while True:
        rows = AuditEntry.objects.filter(command=hooks.TRAIL).exclude(outcome="asked").order_by("number")
        if len(found := [(row.outcome, row.why) for row in rows]) >= count:
            return found
        assert time.monotonic() < until, found
        time.sleep(0.05)


def test_hooks_run_at_every_start_and_stop_as_the_containers_own_user(engine, as_otto, docker, name):
    after, before = "sh -c 'id -u; pwd; echo begun >/proc/1/fd/1'", "sh -c 'echo ending >/proc/1/fd/1; exit 4'"
    do(
        as_otto,
        f'docker run -d --name {name} -u 7 -w /tmp --network none -l dockline.hook.post-start="{after}" '
        f'-l dockline.hook.pre-stop="{before}" busybox sh -c "{TELLS}"',
    )
    [(outcome, why)] = outcomes(1)
    assert outcome == "done"
    assert why.startswith("post-start: exit code 0 after ")
    assert why.endswith("\n7\n/tmp")
    do(as_otto, f"docker restart {name}")
    outcomes(3)
    do(as_otto, f"docker start {name}")  # it runs already
    do(as_otto, f"docker stop {name}")
    found = outcomes(4)
    assert [why.partition(":")[0] for _outcome, why in found] == ["post-start", "pre-stop", "post-start", "pre-stop"]
    assert found[3][0] == "failed"
    assert "exit code 4" in found[3][1]
    assert docker("logs", name).split() == ["begun", "ending", "stopped", "begun", "ending", "stopped"]
    shown = hooks_told("local", inspect_container(engine, name))
    assert [(len(hook.runs), hook.runs[0].passed, hook.runs[0].output) for hook in shown] == [
        (2, True, "7\n/tmp"),
        (2, False, ""),
    ]
    newest = AuditEntry.objects.filter(command=hooks.TRAIL).first()
    assert newest is not None
    assert (newest.user_name, newest.line.startswith(f"docker exec {name} sh -c ")) == ("otto", True)


def test_a_hook_that_hangs_or_cannot_be_run_prevents_no_stop(engine, as_otto, docker, name, remove_after, monkeypatch):
    monkeypatch.setitem(hooks.SECONDS, hooks.PRE_STOP, 0.5)
    other, mark = f"{name}-other", number()
    remove_after.append(other)
    docker("run", "-d", "--name", name, "-l", f"dockline.hook.pre-stop=sleep {mark}", "busybox", "sh", "-c", TELLS)
    docker("run", "-d", "--name", other, "-l", "dockline.hook.pre-stop=no-such $X", "busybox", "sh", "-c", TELLS)
    begun = time.monotonic()
    do(as_otto, f"docker stop {name} {other}")
    assert time.monotonic() - begun < 8
    assert not inspect_container(engine, name).running
    assert not inspect_container(engine, other).running
    told = {why for _outcome, why in outcomes(2)}
    assert "pre-stop: not done after 0.5 s, and ended." in told
    assert any("$X" in why for why in told)
    assert {outcome for outcome, _why in outcomes(2)} == {"failed"}
    assert f"sleep {mark}" not in commands()
