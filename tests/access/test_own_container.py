"""The container that Dockline itself runs in is known by its mounts, whatever its host name is."""

import uuid

import pytest

from containers.access.errors import GuardRefused
from containers.access.guard_objects import ids_of_this_container
from tests.commands.performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]


def test_a_container_finds_its_own_id_in_its_mounts(engine, docker, remove_after, as_otto, tmp_path, monkeypatch):
    name = f"dlown-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    container = docker("run", "-d", "--hostname", "dashboard", "--name", name, "busybox", "top")
    mounts = docker("exec", name, "cat", "/proc/self/mountinfo")
    assert ids_of_this_container(mounts) == {container}
    (tmp_path / "mountinfo").write_text(mounts)
    monkeypatch.setattr("containers.access.guard_objects.MOUNTS", tmp_path / "mountinfo")
    with pytest.raises(GuardRefused, match="Dockline itself"):
        do(as_otto, f"docker stop {name}")


def test_the_mounts_of_a_host_name_no_container():
    host = (
        f"30 1 0:25 / /var/lib/docker/containers/{'a' * 64}/mounts/shm rw - tmpfs shm rw\n31 1 8:1 / / rw - ext4 x rw"
    )
    assert ids_of_this_container(host) == set()
