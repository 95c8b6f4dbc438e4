"""Files in a container by the engine's archive API: told, read and written in bounded pieces."""

import io
import stat as unix
import subprocess
import tarfile
import tracemalloc
import uuid

import pytest

from containers.engine import archive, archive_packing
from containers.engine.errors import EngineError, NotFound

from .archives import add

pytestmark = pytest.mark.engine

MADE = "mkdir /d && echo in > '/d/a b' && ln -s d /l && ln -s /d/up /away && mkfifo /pipe && chmod 4755 '/d/a b'"


@pytest.fixture(scope="module")
def box(django_db_setup):
    """A container that has ended, with a folder, a file, links and a pipe; and one that runs as nobody."""
    name = f"dlarch-{uuid.uuid4().hex[:8]}"
    subprocess.run(["docker", "run", "--name", name, "busybox", "sh", "-c", MADE], check=True, timeout=60)
    subprocess.run(
        ["docker", "create", "--read-only", "-u", "nobody", "--name", f"{name}-ro", "busybox"], check=True, timeout=60
    )
    yield name
    subprocess.run(["docker", "rm", "-f", name, f"{name}-ro"], capture_output=True, timeout=60)


def test_a_path_is_told_as_unix_writes_it(engine, box):
    folder, file = archive.stat(engine, box, "/d"), archive.stat(engine, box, "/d/a b")
    assert (folder.name, folder.is_folder, folder.is_file) == ("d", True, False)
    assert (file.name, file.size, file.is_file, file.mode & 0o7777) == ("a b", 3, True, 0o4755)
    assert file.modified > 1_700_000_000
    assert unix.S_ISFIFO(archive.stat(engine, box, "/pipe").mode)
    assert unix.S_ISCHR(archive.unix_mode(1 << 26 | 1 << 21 | 0o600))


def test_a_link_is_told_as_one_and_followed_on_demand(engine, box):
    link = archive.stat(engine, box, "/l")
    assert link.is_link
    assert archive.followed(engine, box, "/l")[1].is_folder
    assert archive.followed(engine, box, "/d/a b")[0] == "/d/a b"
    with pytest.raises(NotFound):
        archive.followed(engine, box, "/away")


def test_what_is_missing_is_said_with_its_name(engine, box):
    with pytest.raises(NotFound, match=f"There is no /nothing in the container {box}"):
        archive.stat(engine, box, "/nothing")
    with pytest.raises(NotFound, match="No such container"):
        archive.stat(engine, "dlarch-not-there", "/d")
    with pytest.raises(NotFound):
        archive.get(engine, box, "/nothing")


def test_a_folder_is_read_as_a_tar_and_a_file_is_put_back(engine, box):
    with archive.get(engine, box, "/d") as got, tarfile.open(fileobj=got, mode="r|") as tar:
        assert got.stat.is_folder
        assert [member.name for member in tar] == ["d", "d/a b"]
    text = b"put" * 50_000
    archive.put(engine, box, "/d", archive_packing.packed_file("new", io.BytesIO(text), len(text), 0o600))
    with archive.get(engine, box, "/d/new") as got, tarfile.open(fileobj=io.BytesIO(b"".join(got.chunks()))) as tar:
        assert tar.extractfile("new").read() == text
        assert (tar.getmember("new").mode & 0o7777, tar.getmember("new").uid) == (0o600, 0)


def test_what_cannot_be_put_says_why(engine, box):
    def one(name):
        return archive_packing.packed_file(name, io.BytesIO(b"x"), 1)

    with pytest.raises(EngineError, match=r"(?i)not a directory"):
        archive.put(engine, box, "/d/a b", one("x"))
    with pytest.raises(EngineError, match=r"(?i)directory"):
        archive.put(engine, box, "/", one("d"))  # a file over a folder
    with pytest.raises(NotFound):
        archive.put(engine, box, "/nothing", one("x"))
    with pytest.raises(EngineError, match="read-only"):
        archive.put(engine, f"{box}-ro", "/tmp", one("x"))


def test_files_are_given_to_the_containers_user_on_demand(engine, docker, box):
    name = f"{box}-user"
    docker("create", "-u", "nobody", "--name", name, "busybox")
    try:
        for to_user, owner in ((False, 0), (True, 65534)):
            archive.put(engine, name, "/tmp", archive_packing.packed_file("f", io.BytesIO(b""), 0), to_user=to_user)
            with archive.get(engine, name, "/tmp/f") as got, tarfile.open(fileobj=got, mode="r|") as tar:
                assert next(iter(tar)).uid == owner
    finally:
        docker("rm", name)


def test_a_large_file_goes_both_ways_in_small_memory(engine, box):
    size = 64 * 1024 * 1024

    class Zeros(io.RawIOBase):
        def read(self, most=-1):
            return bytes(most)

    tracemalloc.start()
    archive.put(engine, box, "/tmp", archive_packing.packed_file("large", Zeros(), size))
    with archive.get(engine, box, "/tmp/large") as got:
        read = sum(map(len, got.chunks()))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read > size
    assert peak < 4 * 1024 * 1024


def test_a_reading_that_is_left_ends_the_request(engine, box):
    with archive.get(engine, box, "/bin") as got:
        chunks = got.chunks()
        next(chunks)
        chunks.close()
    assert archive.stat(engine, box, "/bin").is_folder


def test_an_archive_is_packed_anew_under_another_name(tmp_path, engine, box):
    with tarfile.open(tmp_path / "a", "w:gz") as tar:
        add(tar, "./src/one", "1")
        add(tar, "src/sub/two", link="../one")
        add(tar, "src/three", link="src/one", hard=True)
    archive_packing.judge(tmp_path / "a")
    tar_bytes = b"".join(archive_packing.packed(tmp_path / "a", "web"))
    with tarfile.open(fileobj=io.BytesIO(tar_bytes)) as tar:
        found = {member.name: member.linkname for member in tar}
    assert found == {
        "web": "",
        "web/src/one": "",
        "web/src/sub/two": "../one",
        "web/src/three": "web/src/one",
    }
    archive.put(engine, box, "/tmp", archive_packing.packed(tmp_path / "a"))
    assert archive.stat(engine, box, "/tmp/src/sub/two").is_link
