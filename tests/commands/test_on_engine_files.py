"""cp both ways and export on a real engine, and their downloads through a served Dockline."""

import io
import subprocess
import tarfile
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest

from containers.access.errors import GuardRefused, Refused
from containers.commands.errors import LineError, UploadRequired
from containers.engine.errors import EngineError, NotFound
from containers.engine.invalid import InvalidOption
from tests.engine.archives import add
from tests.streaming.server import Server

from .performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

MADE = "mkdir -p /d/sub && printf in > '/d/a b' && ln -s d /l && ln -s /gone /dangling && mkfifo /pipe"


@pytest.fixture(scope="module")
def box(django_db_setup):
    """A container that has ended, with some files."""
    name = f"dlcp-{uuid.uuid4().hex[:8]}"
    subprocess.run(["docker", "run", "--name", name, "busybox", "sh", "-c", MADE], check=True, timeout=60)
    yield name
    subprocess.run(["docker", "rm", "-f", name], capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def download(tmp_path_factory, engine):
    """Fetches a path of a served Dockline as its admin: the name it is saved by, and its bytes."""
    server = Server(tmp_path_factory.mktemp("served"))
    server.start()
    token = server.token("admin")

    def fetch(path: str) -> tuple[str, bytes]:
        url = server.address.replace("ws", "http", 1) + path
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers.get_filename(), answer.read()

    yield fetch
    server.kill()


def names(tar: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        return sorted(member.name for member in opened)


def inside(docker, box: str, path: str) -> bytes:
    """A file of the container by the docker CLI."""
    done = subprocess.run(["docker", "cp", f"{box}:{path}", "-"], capture_output=True, timeout=60, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        content = tar.extractfile(tar.getmembers()[0])
        assert content
        return content.read()


def test_container_cp_out_of_a_container_is_a_download(as_otto, box, download):
    file = do(as_otto, f"docker cp '{box}:/d/a b' .")
    assert file.result == {"path": "/d/a b", "kind": "file", "size": 2}
    assert download(file.download) == ("a b", b"in")
    assert download(do(as_otto, f"docker cp '{box}:/d/a b' mine.txt").download) == ("mine.txt", b"in")
    as_tar = download(do(as_otto, f"docker cp '{box}:/d/a b' -").download)
    assert (as_tar[0], names(as_tar[1])) == ("a b.tar", ["a b"])
    folder = download(do(as_otto, f"docker container cp {box}:/d out/").download)
    assert (folder[0], names(folder[1])) == ("d.tar", ["d", "d/a b", "d/sub"])


def test_container_cp_follows_a_link_where_it_is_asked_to(as_otto, box, download):
    assert do(as_otto, f"docker cp {box}:/l .").result["kind"] == "link"
    assert names(download(do(as_otto, f"docker cp {box}:/l .").download)[1]) == ["l"]
    followed = do(as_otto, f"docker cp -L {box}:/l .")
    assert followed.result["kind"] == "folder"
    assert names(download(followed.download)[1]) == ["d", "d/a b", "d/sub"]
    with pytest.raises(NotFound, match="/gone"):
        do(as_otto, f"docker cp -L {box}:/dangling .")


def test_container_cp_of_what_is_missing_says_so(as_otto, box, download):
    with pytest.raises(NotFound, match="There is no /nothing in the container"):
        do(as_otto, f"docker cp {box}:/nothing .")
    with pytest.raises(urllib.error.HTTPError) as missing:
        download(f"/api/v1/local/container/{box}/archive?path=/nothing")
    assert missing.value.code == 404
    with pytest.raises(urllib.error.HTTPError) as bad:
        download(f"/api/v1/local/container/{box}/archive?path=")
    assert bad.value.code == 400


def test_container_cp_of_a_file_into_a_container_lands_as_the_cli_has_it(as_otto, docker, box, tmp_path):
    (tmp_path / "f").write_text("mine")
    files = (tmp_path / "f",)
    assert do(as_otto, f"docker cp f {box}:/d", files).result["path"] == "/d/f"
    assert do(as_otto, f"docker cp ./up/f {box}:/l", files).result["path"] == "/d/f"
    assert do(as_otto, f"docker cp -aq f {box}:/d/other.txt", files).result["path"] == "/d/other.txt"
    assert do(as_otto, f"docker cp f {box}:'/d/a b'", files).result["path"] == "/d/a b"
    for path in ("/d/f", "/d/other.txt", "/d/a b"):
        assert inside(docker, box, path) == b"mine"
    (tmp_path / "f").write_text("in")
    do(as_otto, f"docker cp f {box}:'/d/a b'", files)
    docker("cp", f"{box}:/d/f", str(tmp_path / "back"))
    with pytest.raises(InvalidOption, match="There is no folder /none/ in"):
        do(as_otto, f"docker cp f {box}:/none/", files)
    with pytest.raises(EngineError):
        do(as_otto, f"docker cp f {box}:/none/such", files)
    with pytest.raises(InvalidOption, match="neither a folder nor a file"):
        do(as_otto, f"docker cp f {box}:/pipe", files)


def test_container_cp_of_a_folder_or_an_archive_is_unpacked(as_otto, docker, box, tmp_path):
    with tarfile.open(tmp_path / "t", "w:gz") as tar:
        add(tar, "./one", "1")
        add(tar, "sub/two", "2")
    files = (tmp_path / "t",)
    with pytest.raises(UploadRequired) as wanted:
        do(as_otto, f"docker cp site/ {box}:/srv")
    assert wanted.value.files == ["site/"]
    assert do(as_otto, f"docker cp site/ {box}:/srv", files).result["path"] == "/srv"
    assert do(as_otto, f"docker cp site/ {box}:/srv", files).result["path"] == "/srv/site"
    assert do(as_otto, f"docker cp site/. {box}:/srv/sub", files).result["path"] == "/srv/sub"
    assert do(as_otto, f"docker cp - {box}:/tmp", files).result["path"] == "/tmp"
    for path in ("/srv/one", "/srv/site/one", "/srv/sub/one", "/tmp/one"):
        assert inside(docker, box, path) == b"1", path
    with pytest.raises(InvalidOption, match="is a file"):
        do(as_otto, f"docker cp site/ {box}:/srv/one", files)
    with pytest.raises(InvalidOption, match="is no folder"):
        do(as_otto, f"docker cp - {box}:/srv/one", files)


def test_container_cp_puts_no_special_file_anywhere_whoever_asks(as_ada, box, tmp_path):
    with tarfile.open(tmp_path / "t", "w") as tar:
        add(tar, "l", link="/etc")
    for source in ("-", "site/"):
        with pytest.raises(InvalidOption, match="leads out of it"):
            do(as_ada, f"docker cp {source} {box}:/tmp", (tmp_path / "t",))


def test_container_cp_copies_from_one_to_the_other_side_only(as_otto):
    for line, why in (
        ("docker cp a:/b c:/d", "does not copy from one container to another"),
        ("docker cp ./a b", "is in a container"),
        ("docker cp a: b", "no path after the colon"),
        ("docker cp :/a b", "no container before the colon"),
        ("docker cp .. a:/b", "no name of its own"),
        ("docker cp a:/b", "needs DESTINATION"),
        ("docker export -o a.tar b", "-o: nothing is written on the server"),
        ("docker container export --output=a.tar b", "--output: nothing is written"),
    ):
        with pytest.raises(LineError, match=why):
            do(as_otto, line)


def test_container_cp_is_not_for_who_may_only_look(as_vera, box):
    with pytest.raises(Refused):
        do(as_vera, f"docker cp {box}:/d .")


def test_container_export_is_a_download_of_all_files(as_otto, as_vera, box, download):
    outcome = do(as_otto, f"docker export {box}")
    name, tar = download(outcome.download)
    assert name == f"{box}.tar"
    assert {"d", "d/a b", "bin/busybox"} <= set(names(tar))
    with pytest.raises(NotFound):
        do(as_otto, "docker export dlcp-not-there")
    with pytest.raises(Refused):
        do(as_vera, f"docker export {box}")


def test_container_cp_of_an_operator_leaves_containers_with_power_over_the_host_alone(
    as_otto, as_ada, docker, box, tmp_path
):
    with tarfile.open(tmp_path / "t", "w") as tar:
        member = tarfile.TarInfo("su")
        member.mode = 0o4755
        tar.addfile(member)
    with pytest.raises(GuardRefused, match="setuid"):
        do(as_otto, f"docker cp - {box}:/tmp", (tmp_path / "t",))
    do(as_ada, f"docker cp - {box}:/tmp", (tmp_path / "t",))
    for flags, label in ((("-v", "/etc:/host"), ""), (("--privileged",), ""), (("-l", "dockline.protected"), "export")):
        name = f"{box}-x"
        docker("create", "--name", name, *flags, "busybox")
        try:
            for line in (f"docker cp {name}:/etc .", f"docker cp f {name}:/etc", label and f"docker export {name}"):
                if line:
                    with pytest.raises(GuardRefused):
                        do(as_otto, line, (tmp_path / "t",))
            assert do(as_ada, f"docker cp {name}:/etc .").download
        finally:
            docker("rm", name)
