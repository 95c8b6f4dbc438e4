"""Each option of run and create by which somebody might reach the host is refused to an operator by its name, however
it is written, and before anything is asked of the engine."""

import subprocess
import uuid

import pytest

from containers.access.errors import GuardRefused
from tests.access.judging import Operator, judge, refused
from tests.access.run_escapes import ALLOWED, REFUSED
from tests.commands.performing import do

VERBS = ("run -d", "create")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("option", "given"), [(name, given) for name, lines in REFUSED.items() for given in lines])
def test_an_operator_is_refused_by_the_options_name(verb, option, given):
    image = "" if option == "image" else "busybox"
    with pytest.raises(GuardRefused) as refused:
        judge(f"docker {verb} {given} {image}")
    assert refused.value.option == option


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("given", ALLOWED)
def test_what_an_operator_needs_stays_allowed(verb, given):
    judge(f"docker {verb} {given} busybox")


def test_an_admin_may_all_of_it():
    for lines in REFUSED.values():
        for given in lines:
            judge(f"docker create {given} busybox", actor=Operator(is_admin=True))


@pytest.mark.parametrize(
    "content", ["dockline.protected=true\n", "# a\r\na=b\n  dockline.helper=reaper", "\ufeffDockline.x=y"]
)
def test_labels_of_a_file_are_judged_as_those_of_the_line(tmp_path, content):
    variables, labels = tmp_path / "variables", tmp_path / "labels"
    variables.write_text("dockline.protected=true")
    labels.write_text("a=b\ndockline.hook.pre-stop=sync\n")
    judge("docker create --label-file l --env-file v busybox", files=(variables, labels))
    labels.write_text(content)
    with pytest.raises(GuardRefused) as refused:
        judge("docker create --label-file l --env-file v busybox", files=(variables, labels))
    assert refused.value.option == "label-file"


def test_a_file_of_labels_that_is_too_large_is_not_read(tmp_path):
    labels = tmp_path / "labels"
    with labels.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(GuardRefused, match="too large"):
        judge("docker create --label-file l busybox", files=(labels,))


@pytest.fixture
def named():
    """Names for an image, a volume and containers of this test, all removed after it."""
    name = f"dlguard-{uuid.uuid4().hex[:8]}"
    yield name
    subprocess.run(["docker", "rm", "-f", f"{name}-a", f"{name}-b"], capture_output=True, timeout=60)
    subprocess.run(["docker", "volume", "rm", "-f", name], capture_output=True, timeout=60)
    subprocess.run(["docker", "rmi", "-f", name], capture_output=True, timeout=60)


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_nothing_but_questions_reaches_the_engine_of_what_is_refused(engine, as_otto, asked_of_the_engine, named):
    for given in ("--privileged", "--tmpfs /sys/:remount,rw", f"--mount type=bind,src=/etc,dst=/e -v {named}:/v"):
        with pytest.raises(GuardRefused):
            do(as_otto, f"docker run -d --name {named}-a {given} busybox top")
    assert set(asked_of_the_engine) <= {"GET"}


@pytest.mark.engine
@pytest.mark.parametrize(
    "options",
    [
        ("type=none", "o=bind", "device=/etc"),
        ("type=tmpfs", "o=bind", "device=/etc"),
        ("type=nfs", "o=ro,rbind", "device=etc"),
        ("type=overlay", "o=lowerdir=/etc,upperdir=/x,workdir=/y", "device=overlay"),
        ("type=ext4", "device=/dev/sda1"),
    ],
    ids=lambda options: options[0],
)
def test_a_volume_of_the_hosts_files_is_refused_whatever_its_type_says(engine, docker, named, options):
    docker("volume", "create", *(word for option in options for word in ("-o", option)), named)
    refused(engine, f"docker run -v {named}:/x busybox", "volume", "of the host")
    refused(engine, f"docker create --mount src={named},dst=/x busybox", "mount", "of the host")


@pytest.mark.engine
def test_the_files_name_and_links_of_a_protected_container_are_not_an_operators(engine, docker, named):
    protected = docker("create", "-l", "dockline.protected=1", "-v", f"{named}:/d", "--name", f"{named}-a", "busybox")
    docker("create", "--name", f"{named}-b", "busybox")
    refused(engine, f"docker run -v {named}:/x busybox", "volume", "protected")
    refused(engine, f"docker create --mount src={named},dst=/x,readonly busybox", "mount", "protected")
    refused(engine, f"docker run --name {protected[:12]} busybox", "name", "start of the id")
    refused(engine, f"docker rename {named}-a x", "container", "protected")
    refused(engine, f"docker rename {named}-b /{protected[:13]}", "name", "start of the id")
    for word in (f"{named}-a", f"/{named}-a:x", protected[:12], protected):
        refused(engine, f"docker run --link {word} busybox", "link", "protected")
    judge(f"docker rename {named}-b {named}-c", engine)
    judge(f"docker run --link {named}-b:x -v {named}-other:/x --name {'f' * 12} busybox", engine)
    refused(engine, f"docker run --link {named}-b:x busybox", "link", "reveal", Operator(reveals=False))


@pytest.mark.engine
@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--pid", "host"), "--pid host"),
        (("-v", "/var/run/docker.sock:/s:ro"), "docker.sock"),
        (("--cap-add", "SYS_ADMIN"), "--cap-add"),
        (("--network", "host"), ""),
        (("--cap-add", "NET_RAW"), ""),
    ],
    ids=lambda each: " ".join(each),
)
def test_what_a_container_with_power_over_the_host_works_with_is_not_an_operators(
    engine, docker, named, options, fault
):
    docker("create", "--name", f"{named}-a", "-v", f"{named}:/d", *options, "busybox")
    if fault:
        refused(engine, f"docker run -v {named}:/x:ro busybox", "volume", fault)
    else:
        judge(f"docker run -v {named}:/x busybox", engine)
    docker("rm", f"{named}-a")
    docker("create", "--name", f"{named}-b", "-v", f"{named}:/d:ro", *options, "busybox")
    judge(f"docker run -v {named}:/x busybox", engine)  # as a backup has it


@pytest.mark.engine
def test_the_ports_that_an_image_exposes_are_counted_where_all_are_published(engine, docker, named):
    docker("create", "--name", f"{named}-a", "busybox")
    docker("commit", "-c", "EXPOSE 1000-1255", f"{named}-a", named)
    judge(f"docker run -P {named}", engine)
    judge(f"docker run -P --expose 1000-1255 {named}", engine)
    judge(f"docker run -P --expose 1-60000 --publish-all=false {named}", engine)
    refused(engine, f"docker run -P --expose 1 {named}", "publish-all", "256")
    refused(engine, f"docker run -P -p 1 {named}", "publish-all", "256")
    refused(engine, f"docker run -P {named}:not-here", "publish-all", "docker pull")
