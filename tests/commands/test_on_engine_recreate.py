"""A container made anew under its name: volumes stay, and the old one comes back when the new one does not start."""

import uuid

import pytest

from containers.access.errors import GuardRefused, Refused
from containers.commands.recreating import name_before
from containers.engine.containers import inspect_container
from containers.engine.errors import NotFound
from tests.commands.performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

HEARS = "trap 'exit 0' TERM; sleep 600 & wait"


@pytest.fixture
def name(remove_after) -> str:
    made = f"dlrecr-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


def test_container_recreate_keeps_the_name_and_all_volumes(engine, as_otto, docker, name):
    docker(
        *("run", "-d", "--name", name, "--network", "none", "-v", "/anonymous"),
        *("--mount", "type=volume,target=/mounted", "busybox", "sh", "-c", HEARS),
    )
    docker("exec", name, "sh", "-c", "echo kept | tee /anonymous/x /mounted/x > /lost")
    old = inspect_container(engine, name)
    line = f"docker container recreate --replaces {name} -e NEW=1 -v /anonymous --mount type=volume,target=/mounted"
    job = ended(do(as_otto, f'{line} --network none busybox sh -c "{HEARS}"'))
    assert job.error == ""
    new = inspect_container(engine, name)
    assert (new.id != old.id, new.running) == (True, True)
    assert {mount.name for mount in new.mounts} == {mount.name for mount in old.mounts}
    assert (
        docker("exec", name, "sh", "-c", "cat /anonymous/x /mounted/x; echo $NEW; ls /lost || true") == "kept\nkept\n1"
    )
    with pytest.raises(NotFound):
        inspect_container(engine, old.id)
    docker("rm", "-f", name)
    docker("volume", "rm", *{mount.name for mount in old.mounts})


@pytest.mark.parametrize(
    "settings", ["busybox /no-such-program", "busybox sh -c 'exit 3'", "-m 1g --pid nobody busybox"]
)
def test_what_does_not_start_is_put_back(engine, as_ada, docker, name, settings):
    docker("run", "-d", "--name", name, "--network", "none", "-v", "/v", "busybox", "sh", "-c", HEARS)
    old = inspect_container(engine, name)
    if "nobody" in settings:
        with pytest.raises(Exception, match="nobody"):
            do(as_ada, f"docker container recreate --replaces {name} {settings}")
    else:
        job = ended(do(as_ada, f"docker container recreate --replaces {name} -v /v {settings}"))
        assert "The old container is back as it was." in job.error
    back = inspect_container(engine, name)
    assert (back.id, back.running, back.mounts) == (old.id, True, old.mounts)
    assert docker("ps", "-aq", "--filter", f"name={name}").count("\n") == 0


def test_it_takes_the_rights_to_run_and_to_remove_and_opens_no_way_out(as_otto, as_vera, docker, name):
    docker("create", "--name", name, "--rm", "-l", "dockline.protected=true", "busybox")
    with pytest.raises(Refused):
        do(as_vera, f"docker container recreate --replaces {name} busybox")
    for settings in ("busybox", "-v /:/host busybox", "--privileged busybox"):
        with pytest.raises(GuardRefused):
            do(as_otto, f"docker container recreate --replaces {name} {settings}")
    docker("rm", name)
    volume = "type=volume,target=/host,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/etc"
    docker("create", "--name", name, "--mount", volume, "busybox")
    job = ended(do(as_otto, f"docker container recreate --replaces {name} -v /host busybox"))
    assert "/etc" in job.error
    docker("rm", "-f", "-v", name)
    docker("create", "--name", name, "--rm", "busybox")
    assert "--rm" in ended(do(as_otto, f"docker container recreate --replaces {name} busybox")).error


def test_one_that_was_left_aside_knows_its_name(engine, docker, name, remove_after):
    container = docker("create", "--name", name, "busybox")
    aside = f"{name}-before-{container[:12]}"
    assert name_before(inspect_container(engine, name)) == ""
    docker("rename", name, aside)
    remove_after.append(aside)
    assert name_before(inspect_container(engine, aside)) == name
