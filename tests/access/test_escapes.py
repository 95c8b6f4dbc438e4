"""Ways out of the container world that somebody might try: each is refused by name to an operator, and works for an
admin where it is a legal thing to ask for."""

import gzip
import io
import subprocess
import tarfile
import uuid

import pytest
from django.test import override_settings

from containers.access.errors import GuardRefused
from containers.access.guard import RULES
from containers.access.guard_top import refuse_ps_options
from containers.audit.models import AuditEntry
from containers.commands.registry import find
from containers.engine.errors import NotFound
from tests.access.run_escapes import REFUSED
from tests.commands.performing import do, ended

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
    ("container run", "publish"): [
        "docker run -d -p 1000-1300:1000-1300 busybox top",
        "docker run -d -p 1000-1200:1000-1200 -p 1000-1200:1000-1200/udp busybox top",
    ],
    ("container run", "image"): [
        "docker run -d 127.0.0.1:5000/x top",
        "docker run -d localhost/x top",
        "docker run -d 169.254.169.254/latest/meta-data top",
        "docker run -d registry.internal/x top",
        "docker run -d 2130706433:80/x top",
    ],
    ("container exec", "privileged"): [
        "docker exec --privileged web sh",
        "docker exec -it --privileged=true web sh",
        "docker exec -d --privileged web sh",
    ],
    ("container exec", "user"): [
        "docker exec -u root web sh",
        "docker exec -u0 web sh",
        "docker exec --user=1000:0 web sh",
        "docker exec -itu nobody web sh",
    ],
    ("container top", "ps-options"): [
        "docker top web e",
        "docker top web auxe",
        "docker top web -n /etc/shadow",
        "docker top web N /etc/shadow",
        "docker top web -en/etc/shadow",
        "docker top web -eo pid,ppid=PID,cmd",
        "docker top web -eo 'ppid=A\tPID,rss=,args'",
        "docker top web -e -o ppid=PID",
        "docker top web '-e -o ppid=PID'",
        "docker top web --format=pid,wchan=PID",
        "docker top web --sort -pid e",
        "docker top web '-ef\ve'",
        "docker top web -o pid environ=",
        "docker top web -eo bsdstart,pid",
        "docker top web -e -o user,comm:9,pid",
        "docker top web -o ppid -o args --format=pid",
    ],
    ("container update", "cpu-rt-runtime"): ["docker update --cpu-rt-runtime 950000 web"],
    ("container update", "cpu-rt-period"): ["docker update --cpu-rt-period=1000000 web"],
    ("container prune", "filter"): [
        "docker container prune -f --filter label!=keep",
        "docker container prune --filter until=1h --filter 'LABEL!=keep=yes' -f",
        "docker container prune -f --filter ' label! =keep'",
    ],
    ("container commit", "change"): [
        "docker commit -c 'ONBUILD ADD http://127.0.0.1/ /x' web x",
        "docker commit --change 'LABEL a=b \\\\' -c 'ONBUILD ADD http://a /x' web x",
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
    "FROM busybox\nADD\thttp://127.0.0.1/ /x",
    "FROM\tlocalhost:5000/x",
    "FROM busybox\nADD h'ttp:'//127.0.0.1/ /x",
    "FROM busybox\nADD http:\\//127.0.0.1/ /x",
    'FROM busybox\nADD ["http:\\u002f/127.0.0.1/", "/x"]',
    "FROM busybox\nRUN true \\\\\nADD http://127.0.0.1/ /x",
    "FROM busybox\nRUN true \\\u2028\nADD http://127.0.0.1/ /x",
    "FROM busybox\nRUN true \\\xa0\nADD http://127.0.0.1/ /x",
    "FROM busybox\nRUN true \\\x0c\nADD http://127.0.0.1/ /x",
    "# syntax=docker/dockerfile:1\n# escape=`\nFROM busybox\nRUN true \\\nADD http://127.0.0.1/ /x",
    "# check=skip=all\n# escape=`\nFROM busybox\nRUN true \\\nADD http://127.0.0.1/ /x",
    "\ufeff# escape=`\nFROM busybox\nRUN true \\\nADD http://127.0.0.1/ /x",
    "FROM busybox\nRUN : <<'E\\'\nE\\\nADD http://127.0.0.1/ /x",
    "FROM busybox\nONBU\u0130LD ADD http://127.0.0.1/ /x",
    "FROM busybox\nCOPY --fr\\om=localhost:5000/x / /x",
    'FROM busybox\nCOPY --from="localhost:5000/x" / /x',
    'FROM "localhost:5000/x"',
    "ARG V=localhost\nFROM ${V:-busybox}",
    "ARG V=localhost:5000/x\nFROM $V",
    "ARG V\nFROM busybox:$V",
    "ARG 1=localhost:5000/\nARG 12=busybox\nFROM $12",
    "ARG V=1\nRUN true \\\\\nARG V=localhost:5000/x\nFROM $V",
]

# What an operator's Dockerfile may say. Each builds, on an engine that has busybox and reaches no registry.
LEGAL = [
    "FROM busybox AS Builder\nRUN echo made > /made\nFROM scratch\nCOPY --from=builder /made /",
    "FROM busybox AS localhost\nFROM localhost\nCOPY --from=0 /etc/passwd /copied",
    "FROM scratch\nCOPY --from=busybox /etc/passwd /",
    "ARG VERSION=latest\nFROM busybox:${VERSION}\nARG VERSION\nRUN echo $VERSION",
    'ARG BASE="busybox"\nFROM $BASE AS a.b-c\nfrom a.b-c\nrun true',
    "FROM --platform=linux/amd64 busybox\nRUN echo ADD http://example.org \\\n  # a comment\n\n  && true",
    "FROM busybox\nRUN echo $((1<<2)) 'it goes on' \\\n  && cat < /etc/passwd",
    "FROM busybox\nENV APP=/app\nONBUILD COPY . $APP\nONBUILD RUN true",
    'FROM busybox\r\nRUN true \\\r\n  && true\r\nCMD ["sh"]\r\n',
]


@pytest.fixture
def untagged_after():
    """A name for an image, which is removed after the test."""
    name = f"dlesc-{uuid.uuid4().hex[:8]}"
    yield name
    subprocess.run(["docker", "rmi", "-f", name], capture_output=True, timeout=60)


@pytest.mark.parametrize("line", [line for lines in ESCAPES.values() for line in lines])
def test_an_operator_is_refused_and_told_why(as_otto, asked_of_the_engine, line):
    with override_settings(BIND_ROOTS=["/allowed"]), pytest.raises(GuardRefused) as refused:
        do(as_otto, line)
    assert "admin" in refused.value.message
    assert set(asked_of_the_engine) <= {"GET"}
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


@pytest.mark.parametrize("dockerfile", LEGAL)
def test_an_operators_dockerfile_that_fetches_nothing_forbidden_builds(as_otto, tmp_path, untagged_after, dockerfile):
    path = tmp_path / "Dockerfile"
    path.write_bytes(dockerfile.encode())
    assert ended(do(as_otto, f"docker build -t {untagged_after} -", files=(path,))).error == ""


def test_what_a_build_argument_names_is_looked_at(as_otto, tmp_path):
    path = tmp_path / "Dockerfile"
    path.write_text("ARG BASE=busybox\nFROM $BASE\n")
    with pytest.raises(GuardRefused, match="localhost:5000"):
        do(as_otto, "docker build --build-arg BASE=localhost:5000/x -", files=(path,))


def test_the_onbuild_steps_of_an_image_are_looked_at(as_ada, as_otto, tmp_path, untagged_after):
    path = tmp_path / "Dockerfile"
    path.write_text("FROM busybox\nONBUILD ADD http://127.0.0.1:1/ /x\n")
    assert ended(do(as_ada, f"docker build -t {untagged_after} -", files=(path,))).error == ""
    path.write_text(f"FROM {untagged_after}\n")
    with pytest.raises(GuardRefused, match="ONBUILD"):
        do(as_otto, "docker build -", files=(path,))


@pytest.mark.parametrize(
    "changes", ["-c 'ONBUILD ADD http://127.0.0.1/ /x'", "-c 'LABEL a=b \\\\' -c 'ONBUILD ADD http://a /x'"]
)
def test_an_import_brings_no_onbuild_step_that_fetches(as_otto, tmp_path, changes):
    path = tmp_path / "tree.tar"
    tarfile.open(path, "w").close()
    with pytest.raises(GuardRefused) as refused:
        do(as_otto, f"docker import {changes} -", files=(path,))
    assert refused.value.option == "change"


def test_what_an_operator_builds_on_is_fetched_and_looked_at_first(as_otto, tmp_path):
    path = tmp_path / "Dockerfile"
    path.write_text("FROM dockline.invalid/none:1\n")
    job = ended(do(as_otto, "docker build -", files=(path,)))
    assert (job.state, "dockline.invalid" in job.error) == ("failed", True)
    assert not any("Step 1" in line for line in job.snapshot["lines"])


@pytest.mark.parametrize("line", ["docker build -", "docker build ."])
@pytest.mark.parametrize("trick", ["global name", "sparse", "second member"])
def test_an_operators_archive_means_to_the_engine_what_the_guard_read(
    as_otto, docker, tmp_path, untagged_after, line, trick
):
    harmless, harmful = b"FROM busybox\nRUN echo harmless > /which\n", b"FROM busybox\nRUN echo harmful > /which\n"
    path = tmp_path / "context.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, "Dockerfile", harmless)
        if trick == "global name":
            archive.fileobj.write(tarfile.TarInfo.create_pax_global_header({"path": "other"}))
            _add(archive, "Dockerfile", harmful)
        elif trick == "sparse":
            _add(archive, "other", harmful, {"GNU.sparse.major": "0", "GNU.sparse.name": "../Dockerfile.not"})
        else:
            archive.fileobj.write(b"\0" * 512)
            _add(archive, "Dockerfile", harmful)
    job = ended(do(as_otto, f"{line.replace('build', f'build -t {untagged_after}')}", files=(path,)))
    assert job.error == ""
    assert docker("run", "--rm", untagged_after, "cat", "/which") == "harmless"


def _add(archive, name, content, pax_headers=None):
    member = tarfile.TarInfo(name)
    member.size, member.pax_headers = len(content), pax_headers or {}
    archive.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_an_archive_with_an_endless_header_costs_no_memory(as_otto, tmp_path, kind):
    path = tmp_path / "context.tar.gz"
    member = tarfile.TarInfo("Dockerfile")
    member.type, member.size = kind, 512 * 1024**2
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(member.tobuf(tarfile.USTAR_FORMAT))
        for _mebibyte in range(64):
            file.write(bytes(1024**2))
    with pytest.raises(GuardRefused, match="cannot be read"):
        do(as_otto, "docker build -", files=(path,))


def test_an_archive_without_a_dockerfile_is_refused_by_its_own_sentence(as_otto, tmp_path):
    path = tmp_path / "context.tar"
    with tarfile.open(path, "w") as archive:
        _add(archive, "other", b"x")
    with pytest.raises(GuardRefused) as refused:
        do(as_otto, "docker build -", files=(path,))
    assert refused.value.message.startswith("There is no Dockerfile in the archive")


def test_an_archive_of_headers_about_headers_is_refused_by_name(as_otto, tmp_path):
    path = tmp_path / "context.tar"
    member = tarfile.TarInfo("x")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 1
    path.write_bytes((member.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 3000)
    with pytest.raises(GuardRefused, match="cannot be read"):
        do(as_otto, "docker build -", files=(path,))


def test_a_volume_that_is_a_folder_of_the_host_is_refused(as_ada, as_otto, docker, remove_after):
    name = f"dlesc-{uuid.uuid4().hex[:8]}"
    docker("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=/etc", name)
    try:
        with pytest.raises(GuardRefused, match="/etc"):
            do(as_otto, f"docker run -d -v {name}:/x busybox top")
    finally:
        docker("volume", "rm", name)


def test_the_network_of_the_host_is_refused_by_its_id_too(as_otto, docker):
    network = docker("network", "inspect", "-f", "{{.Id}}", "host")
    for word in (network, network[:12]):
        with pytest.raises(GuardRefused, match="host"):
            do(as_otto, f"docker run -d --network {word} busybox top")


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


@pytest.mark.parametrize(
    "verb", ["stop", "start", "restart", "kill", "pause", "unpause", "rm -f", "container reveal", "attach"]
)
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


@pytest.mark.parametrize(
    "options",
    [
        *(
            "aux",
            "-ef",
            "-eo pid,cmd",
            "-e -o pid:8,user",
            "-o pid,args --sort=-rss",
            "auxww --forest",
            "-eF --cols 300",
        ),
        *("-eo user,ppid,pid:7,lstart,args", "-o tty -o pid -o comm"),
    ],
)
def test_an_operator_chooses_fields_and_form_of_docker_top(as_otto, options):
    assert not refuse_ps_options(options.split(" "))
    with pytest.raises(NotFound):
        do(as_otto, f"docker top dlesc-not-there {options}")


def test_every_rule_of_the_guard_has_escapes_that_try_it():
    tried = set(ESCAPES) | {("image build", "path"), ("image import", "change")}
    # tests/commands/test_on_engine_files.py, on containers that were made with power over their host
    tried |= {("container cp", "source"), ("container cp", "destination")}
    # tests/commands/test_on_engine_terminals.py, on containers that were made with power over their host
    tried |= {("container exec", "container"), ("container attach", "container"), ("container start", "interactive")}
    # tests/access/test_run_escapes.py
    tried.add(("container rename", "name"))
    of_run = [*REFUSED, "label-file", "name"]
    tried |= {(command, name) for command in ("container run", "container create") for name in of_run}
    # tests/commands/test_on_engine_recreate.py; it has the rules of run, as they are
    tried |= {("container recreate", name) for name in (*of_run, "replaces")}
    # tests/commands/test_on_engine_browse.py
    tried |= {(f"container {verb}", "container") for verb in ("browse", "write", "unlink")}
    tried.add(("container line", "reveal"))  # tests/commands/test_on_engine_line.py
    assert set(RULES) <= tried


def test_every_option_that_could_escape_has_a_rule():
    from containers.commands.declare import Risk
    from containers.commands.registry import COMMANDS

    escaping = {(c.name, o.name) for c in COMMANDS for o in c.options if o.risk is Risk.ESCAPES}
    assert escaping <= set(RULES)
    assert all(find(command) for command, _name in RULES)


def test_whatever_names_a_container_that_is_not_only_looked_at_is_kept_from_protected_ones():
    from containers.access.guard import CONTAINER_NAMES
    from containers.commands.declare import Effect
    from containers.commands.registry import COMMANDS

    acting = [command for command in COMMANDS if command.effect is not Effect.READS]
    naming = {(c.name, part.name) for c in acting for part in c.parts if part.suggestions == "containers"}
    assert naming
    assert all(name in CONTAINER_NAMES or (command, name) in RULES for command, name in naming)
