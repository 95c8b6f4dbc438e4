"""The file browser's commands: folders, texts, links and special files; what is written and deleted; who may not."""

import uuid
from pathlib import Path

import pytest

from containers.access.errors import Refused
from containers.commands.errors import LineError
from containers.engine import browsing
from containers.engine.errors import Conflict, InvalidRequest, NotFound
from tests.commands.performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

MAKES = (
    "mkdir -p /d/sub; echo text > /d/a.txt; printf 'a\\0b' > /d/binary; ln -s a.txt /d/link; ln -s /etc /d/out; "
    "mkfifo /d/pipe; chmod 600 /d/a.txt; echo x > /d/sub/deep; exec sleep 600"
)


@pytest.fixture
def name(docker, remove_after) -> str:
    made = f"dlbrowse-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    docker("run", "-d", "--init", "--name", made, "--network", "none", "busybox", "sh", "-c", MAKES)
    return made


def seen(actor, name: str, path: str) -> dict:
    return do(actor, f"docker container browse {name} {path}").result["seen"]


def test_container_browse_and_write_and_unlink_work_in_what_runs_and_what_does_not(
    as_otto, docker, name, tmp_path, monkeypatch
):
    kinds = {entry["name"]: entry["kind"] for entry in seen(as_otto, name, "/d/../d")["entries"]}
    expected = {"a.txt": "file", "binary": "file", "link": "link", "out": "link", "pipe": "pipe", "sub": "folder"}
    assert kinds == expected
    assert {"d", "etc", "bin"} <= {entry["name"] for entry in seen(as_otto, name, "/")["entries"]}
    assert seen(as_otto, name, "/d/link")["text"] == "text\n"
    assert seen(as_otto, name, "/d/out")["path"] == "/etc"
    assert seen(as_otto, name, "/d/binary")["text"] is None
    with pytest.raises(LineError, match="from /"):
        seen(as_otto, name, "etc")
    new = tmp_path / "new"
    new.write_text("written\n")
    do(as_otto, f"docker container write {name} /d/link -", files=(new,))
    assert (
        docker("exec", name, "sh", "-c", "cat /d/a.txt; stat -c %a /d/a.txt; readlink /d/link") == "written\n600\na.txt"
    )
    for taken in ("/d/sub", "/d/pipe"):
        with pytest.raises(Conflict, match="no file"):
            do(as_otto, f"docker container write {name} {taken} -", files=(new,))
    do(as_otto, f"docker container unlink {name} /d/sub")
    with pytest.raises(NotFound):
        seen(as_otto, name, "/d/sub")
    with pytest.raises(Conflict, match="not deleted"):
        do(as_otto, f"docker container unlink {name} /d/sub")
    with pytest.raises(InvalidRequest, match="all of the container"):
        do(as_otto, f"docker container unlink {name} /d/..")
    docker("stop", name)
    do(as_otto, f"docker container write {name} /d/more -", files=(new,))
    assert seen(as_otto, name, "/d/more")["text"] == "written\n"
    with pytest.raises(Conflict, match="does not run"):
        do(as_otto, f"docker container unlink {name} /d/more")
    monkeypatch.setattr(browsing, "MOST_ENTRIES", 3)
    cut = seen(as_otto, name, "/d")
    assert (cut["cut"], len(cut["entries"])) == (True, 3)


def test_files_of_what_has_power_over_its_host_are_admins_only(as_ada, as_otto, as_vera, docker, remove_after):
    made = f"dlbrowse-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    docker("create", "--name", made, "-v", "/etc:/host", "busybox")
    for line in ("browse {} /host", "write {} /host/x -", "unlink {} /host/x"):
        for who in (as_otto, as_vera):
            with pytest.raises(Refused):
                do(who, f"docker container {line.format(made)}", files=(Path(__file__),))
    assert seen(as_ada, made, "/host")["kind"] == "folder"
