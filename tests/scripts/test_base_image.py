"""The base image that the scripts and the demos make of Debian's busybox-static."""

import io
import tarfile
from pathlib import Path

import pytest

from containers.demos.base import base_tar


@pytest.fixture(scope="module")
def base() -> bytes:
    return base_tar()


def members(base: bytes) -> dict[str, tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(base)) as tar:
        found = tar.getmembers()
    assert len(found) == len({member.name for member in found}), "a name stands in the tree twice"
    return {member.name: member for member in found}


def test_every_command_is_a_link_to_busybox_and_busybox_itself_is_none(base):
    tree = members(base)
    assert tree["bin/busybox"].isfile()
    assert tree["bin/busybox"].mode & 0o111
    links = {name: member.linkname for name, member in tree.items() if name.startswith("bin/") and member.issym()}
    assert set(links.values()) == {"busybox"}
    assert {"bin/sh", "bin/date", "bin/sleep", "bin/env", "bin/top"} <= set(links)


def test_the_tree_has_what_programs_look_for(base):
    tree = members(base)
    assert tree["tmp"].mode == 0o1777
    assert tree["etc/passwd"].isfile()
    assert tree["etc/group"].isfile()
    assert tree["usr/bin/env"].linkname == "../../bin/env"


def test_it_is_the_same_every_time_so_that_the_engine_keeps_one_image(base):
    assert base_tar() == base


def test_a_busybox_that_needs_libraries_is_refused_with_what_to_do():
    with pytest.raises(ValueError, match="install the package busybox-static"):
        base_tar(Path("/bin/ls"))


def test_a_machine_without_busybox_is_told_what_to_install(tmp_path):
    with pytest.raises(FileNotFoundError, match="install the package busybox-static"):
        base_tar(tmp_path / "busybox")
