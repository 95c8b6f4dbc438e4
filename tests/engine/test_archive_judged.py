"""What of an uploaded archive does not go into a container, whoever uploads it."""

import io
import tarfile

import pytest

from containers.engine.archive_packing import has_set_id, judge
from containers.engine.invalid import InvalidOption

from .archives import add

REFUSED = {
    "a device": [("dev", tarfile.CHRTYPE, "")],
    "a disk": [("dev", tarfile.BLKTYPE, "")],
    "a FIFO": [("pipe", tarfile.FIFOTYPE, "")],
    "an absolute path": [("/etc/passwd", tarfile.REGTYPE, "")],
    "a path that goes up": [("a/../../etc/passwd", tarfile.REGTYPE, "")],
    "a path that goes up and comes back": [("a/../b", tarfile.REGTYPE, "")],
    "a link from the root": [("l", tarfile.SYMTYPE, "/etc")],
    "a link that goes up": [("a/l", tarfile.SYMTYPE, "../../etc")],
    "a file behind a link": [("l", tarfile.SYMTYPE, "a"), ("l/x", tarfile.REGTYPE, "")],
    "a file behind a second name of a link": [
        ("l", tarfile.SYMTYPE, "a"),
        ("m", tarfile.LNKTYPE, "l"),
        ("m/x", tarfile.REGTYPE, ""),
    ],
    "a hard link that goes up": [("h", tarfile.LNKTYPE, "../x")],
    "a hard link from the root": [("h", tarfile.LNKTYPE, "/etc/shadow")],
    "a hard link behind a link": [("l", tarfile.SYMTYPE, "a"), ("h", tarfile.LNKTYPE, "l/x")],
    "a kind that nobody knows": [("odd", b"Z", "")],
}


def made(path, members):
    with tarfile.open(path, "w") as tar:
        for name, kind, link in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, link
            tar.addfile(member)
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_an_archive_is_refused_by_the_name_of_its_member(what, tmp_path):
    members = REFUSED[what]
    with pytest.raises(InvalidOption) as refused:
        judge(made(tmp_path / "a", members))
    assert refused.value.message.split()[0] in [name for name, _kind, _link in members]


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"no tar" * 500)
    with pytest.raises(InvalidOption, match="cannot be read"):
        judge(tmp_path / "a")


def test_files_folders_and_links_that_stay_are_taken(tmp_path):
    with tarfile.open(tmp_path / "a", "w") as tar:
        add(tar, "./a/b", "text")
        add(tar, "a/l", link="b")
        add(tar, "a/c/up", link="../b")
        add(tar, "h", link="a/b", hard=True)
    judge(tmp_path / "a")
    assert has_set_id(tmp_path / "a") == ""


def test_a_file_that_runs_as_its_owner_is_found(tmp_path):
    with tarfile.open(tmp_path / "a", "w") as tar:
        member = tarfile.TarInfo("bin/su")
        member.mode = 0o4755
        tar.addfile(member, io.BytesIO())
    assert has_set_id(tmp_path / "a") == "bin/su"
