"""What the engine refuses comes with its own words and the next step, and leaves nothing half-done."""

import uuid

import pytest

from containers.engine.errors import EngineError

from .performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

# Lines with what the engine says and the step that follows; {name} is a running container.
REFUSED = [
    ("docker start dladv-none", "No such container: dladv-none", "docker ps -a"),
    ("docker rm {name}", "running", "docker stop"),
    ("docker run -d --name {name} busybox top", "already in use", "docker rm"),
    ("docker unpause {name}", "not paused", "nothing needs to be done"),
    ("docker kill -s FROB {name}", "nvalid signal", "TERM"),
    ("docker run -d --name x busybox top", "nvalid container name", "two letters"),
    ("docker run -d -l dladv --restart sometimes busybox top", "nvalid restart policy", "unless-stopped"),
    ("docker run -d -l dladv --network dladv-none busybox top", "not found", "bridge"),
    ("docker run -d -l dladv -u nosuchuser busybox top", "nosuchuser", "no such user"),
    (
        "docker run -d -l dladv --name dladv-noprogram busybox no-such-program",
        "no-such-program",
        "docker rm dladv-noprogram",
    ),
]


@pytest.mark.parametrize(("line", "words", "step"), REFUSED)
def test_the_engines_words_are_followed_by_the_next_step(as_otto, docker, remove_after, line, words, step):
    name = f"dladv-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    docker("run", "-d", "--name", name, "busybox", "top")
    with pytest.raises(EngineError) as refused:
        do(as_otto, line.format(name=name))
    assert words in refused.value.message
    assert step in refused.value.message
    remove_after.extend(docker("ps", "-aq", "--filter", "label=dladv").split())


def test_a_port_in_use_is_told_with_what_to_do(as_otto, docker, remove_after):
    names = [f"dladv-{uuid.uuid4().hex[:8]}" for _ in range(2)]
    remove_after.extend(names)
    do(as_otto, f"docker run -d --name {names[0]} -p 127.0.0.1:18733:80 busybox top")
    with pytest.raises(EngineError, match=r"already (allocated|in use).*choose another one"):
        do(as_otto, f"docker run -d --name {names[1]} -p 127.0.0.1:18733:80 busybox top")


def test_a_pull_that_cannot_reach_its_registry_says_so(as_otto):
    job = ended(do(as_otto, "docker pull dockline.invalid/x:1"), within=120)
    assert "The engine cannot reach that registry" in job.error
