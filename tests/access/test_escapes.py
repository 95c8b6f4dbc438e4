"""Ways out of the container world that somebody might try: each is refused by name to an operator, and works for an
admin where it is a legal thing to ask for."""

import tarfile
import uuid

import pytest
from django.test import override_settings

from containers.access.errors import GuardRefused
from containers.access.guard import RULES
from containers.audit.models import AuditEntry
from containers.commands.registry import find
from tests.commands.performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

# (command, value): lines that must be refused. tests/house asks for lines for every rule of the guard.
ESCAPES = {
    ("container run", "volume"): [
        "docker run -d -v /:/host busybox top",
        "docker run -d -v /etc/shadow:/shadow:ro busybox top",
        "docker run -d -v /var/run/docker.sock:/var/run/docker.sock busybox top",
        "docker run -d -v /var/run:/r busybox top",
        "docker run -d -v //etc:/e busybox top",
        "docker run -d -v /allowed/../etc:/e busybox top",
        "docker run -d -v /allowed/below:/e busybox top",
        "docker run -d -v data:/data -v /root:/r busybox top",
        "docker run -dv/:/host busybox top",
    ],
    ("container run", "network"): [
        "docker run -d --network host busybox top",
        "docker run -d --net=host busybox top",
        "docker run -d --network container:web busybox top",
        "docker run -d --network bridge --network host busybox top",
        "docker run -d --network name=host busybox top",
        "docker run -d --network driver-opt=a=b,name=host busybox top",
        "docker run -d --network '\"name=host\"' busybox top",
    ],
    ("container run", "image"): [
        "docker run -d 127.0.0.1:5000/x top",
        "docker run -d localhost/x top",
        "docker run -d 169.254.169.254/latest/meta-data top",
        "docker run -d registry.internal/x top",
        "docker run -d 2130706433:80/x top",
    ],
    ("image pull", "reference"): [
        "docker pull 10.0.0.1/x",
        "docker pull localhost:5000/x",
        "docker pull [::1]:5000/x",
    ],
}

DOCKERFILES = [
    "FROM 10.0.0.1/x",
    "FROM busybox\nADD http://127.0.0.1:8000/ /x",
    "FROM busybox\nadd \\\n  https://example.org/x /x",
    "FROM busybox\nARG U=http://127.0.0.1\nADD $U /x",
    "FROM busybox\nONBUILD ADD http://127.0.0.1/ /x",
    "# escape=`\nFROM busybox\nADD `\nhttp://127.0.0.1/ /x",
    "FROM busybox\nCOPY --from=192.168.0.1/x / /x",
    "ARG I=127.0.0.1/x\nFROM $I",
    "FROM --platform=linux/amd64 localhost:5000/x",
    "FROM busybox\nADD git@example.org:x.git /x",
]


@pytest.mark.parametrize("line", [line for lines in ESCAPES.values() for line in lines])
def test_an_operator_is_refused_and_told_why(as_otto, docker, line):
    before = docker("ps", "-aq", "--filter", "ancestor=busybox:latest")
    with override_settings(BIND_ROOTS=["/allowed"]), pytest.raises(GuardRefused) as refused:
        do(as_otto, line)
    assert "admin" in refused.value.message
    assert docker("ps", "-aq", "--filter", "ancestor=busybox:latest") == before
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert (newest.outcome, newest.why) == ("refused", refused.value.message)


@pytest.mark.parametrize("dockerfile", DOCKERFILES)
@pytest.mark.parametrize("packed", [False, True], ids=["pasted", "archive"])
def test_an_operators_dockerfile_cannot_make_the_engine_fetch(as_otto, tmp_path, dockerfile, packed):
    path = tmp_path / "Dockerfile"
    path.write_text(dockerfile + "\n")
    if packed:
        with tarfile.open(tmp_path / "context.tar.gz", "w:gz") as archive:
            archive.add(path, "docker/web.Dockerfile")
        path = tmp_path / "context.tar.gz"
    line = "docker build -f docker/web.Dockerfile ." if packed else "docker build ."
    with pytest.raises(GuardRefused) as refused:
        do(as_otto, line, files=(path,))
    assert refused.value.option == "path"


def test_a_folder_that_an_admin_allowed_is_shown(as_otto, docker, tmp_path, remove_after):
    name = f"dlesc-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    with override_settings(BIND_ROOTS=[str(tmp_path)]):
        do(as_otto, f"docker run -d --name {name} -v {tmp_path}:/shown busybox top")
    assert docker("inspect", "-f", "{{(index .Mounts 0).Source}}", name) == str(tmp_path)


def test_an_allowed_folder_that_became_a_link_is_refused(as_otto, tmp_path):
    link = tmp_path / "link"
    link.symlink_to("/etc")
    with override_settings(BIND_ROOTS=[str(link)]), pytest.raises(GuardRefused):
        do(as_otto, f"docker run -d -v {link}:/shown busybox top")


def test_what_is_refused_to_an_operator_an_admin_may(as_ada, docker, remove_after):
    name = f"dlesc-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    do(as_ada, f"docker run -d --name {name} -v /etc:/host:ro --network host busybox top")
    assert docker("inspect", "-f", "{{.HostConfig.NetworkMode}}", name) == "host"


@pytest.mark.parametrize("verb", ["stop", "start", "restart", "kill", "pause", "unpause", "rm -f", "container reveal"])
def test_a_protected_container_is_touched_by_admins_only(as_ada, as_otto, docker, remove_after, verb):
    name = f"dlesc-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    container = docker("run", "-d", "--name", name, "-l", "dockline.protected=true", "busybox", "top")
    for word in (name, container, container[:12]):
        with pytest.raises(GuardRefused, match="protected"):
            do(as_otto, f"docker {verb} {word}")
    assert docker("inspect", "-f", "{{.State.Running}}", name) == "true"
    do(as_ada, f"docker rm -f {name}")


def test_a_name_that_could_be_the_start_of_an_id_must_be_written_out(as_otto, docker, remove_after):
    name = uuid.uuid4().hex[:12]
    remove_after.append(name)
    container = docker("create", "--name", name, "busybox")
    with pytest.raises(GuardRefused, match="whole id"):
        do(as_otto, f"docker rm {name}")
    do(as_otto, f"docker rm {container}")


def test_every_rule_of_the_guard_has_escapes_that_try_it():
    tried = set(ESCAPES) | {("image build", "path")}
    assert set(RULES) <= tried


def test_every_option_that_could_escape_has_a_rule():
    from containers.commands.declare import Risk
    from containers.commands.registry import COMMANDS

    escaping = {(c.name, o.name) for c in COMMANDS for o in c.options if o.risk is Risk.ESCAPES}
    assert escaping <= set(RULES)
    assert all(find(command) for command, _name in RULES)
