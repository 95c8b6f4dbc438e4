"""Each command does on a real engine what docker itself then sees. tests/house asks for one test per command here."""

import json
import time
import uuid
from pathlib import Path

import pytest

from containers.access.errors import Refused
from containers.commands.errors import EngineTooOld, UploadRequired
from containers.engine.errors import Conflict, EngineError, NotFound, NotSupported

from .performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def name(remove_after) -> str:
    """The name of a container that does not exist yet, removed at the end."""
    made = f"dlcmd-{uuid.uuid4().hex[:8]}"
    remove_after.append(made)
    return made


@pytest.fixture
def running(name, docker) -> str:
    """A running container that exits at once on TERM."""
    docker("run", "-d", "--name", name, "busybox", "sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done")
    return name


def state(docker, name: str) -> dict:
    return json.loads(docker("inspect", "-f", "{{json .State}}", name))


def test_container_run_makes_and_starts_one(as_otto, docker, name):
    outcome = do(as_otto, f"docker run -d --name {name} -e A=b -l team=demo -w /tmp -u nobody busybox sleep 60")
    seen = json.loads(docker("inspect", name))[0]
    assert seen["Id"] == outcome.result["container"]
    assert seen["State"]["Running"]
    assert "A=b" in seen["Config"]["Env"]
    assert seen["Config"]["Labels"] == {"team": "demo"}
    assert (seen["Config"]["WorkingDir"], seen["Config"]["User"]) == ("/tmp", "nobody")


def test_container_create_makes_one_that_does_not_run_yet(as_otto, docker, name):
    outcome = do(as_otto, f"docker create --name {name} --init --memory 32m --cap-drop ALL --hostname web busybox top")
    seen = json.loads(docker("inspect", name))[0]
    assert seen["Id"] == outcome.result["container"]
    assert seen["State"]["Status"] == "created"
    host = seen["HostConfig"]
    assert (host["Init"], host["Memory"], host["CapDrop"]) == (True, 32 * 1024**2, ["ALL"])
    assert seen["Config"]["Hostname"] == "web"


def test_container_run_of_a_name_in_use_is_a_conflict_and_leaves_the_other_alone(as_otto, docker, running):
    before = docker("inspect", "-f", "{{.Id}}", running)
    with pytest.raises(Conflict, match="already in use"):
        do(as_otto, f"docker run -d --name {running} busybox top")
    assert docker("inspect", "-f", "{{.Id}}", running) == before


def test_container_run_of_a_missing_image_becomes_a_job_that_says_why_it_failed(as_otto, name):
    outcome = do(as_otto, f"docker run -d --name {name} dockline.invalid/no/such:1 top")
    job = ended(outcome, within=120)
    assert job.state == "failed"
    assert "dockline.invalid" in job.error


def test_container_run_of_a_program_that_is_not_there_says_so(as_otto, name):
    with pytest.raises(EngineError, match="no-such-program"):
        do(as_otto, f"docker run -d --name {name} busybox no-such-program")


def test_container_start_runs_it_again(as_otto, docker, running):
    docker("stop", running)
    do(as_otto, f"docker start {running}")
    assert state(docker, running)["Running"]


def test_container_stop_lets_it_leave_by_itself(as_otto, docker, running):
    began = time.monotonic()
    assert do(as_otto, f"docker stop {running}").result == {"done": [running]}
    assert time.monotonic() - began < 5
    assert state(docker, running)["ExitCode"] == 0


def test_container_stop_kills_what_does_not_listen_after_its_seconds(as_otto, docker, name):
    docker("run", "-d", "--name", name, "busybox", "sh", "-c", "trap '' TERM; while true; do sleep 1; done")
    do(as_otto, f"docker stop -t 1 {name}")
    assert state(docker, name)["ExitCode"] == 137


def test_container_stop_with_a_signal_is_refused_by_name_where_the_engine_is_too_old(as_otto, docker, engine, running):
    if engine.supports("1.42"):
        do(as_otto, f"docker stop -s TERM {running}")
        assert state(docker, running)["ExitCode"] == 0
    else:
        with pytest.raises(EngineTooOld, match="-s needs an engine"):
            do(as_otto, f"docker stop -s TERM {running}")
        assert state(docker, running)["Running"]


def test_container_restart_starts_it_anew(as_otto, docker, running):
    before = state(docker, running)["StartedAt"]
    do(as_otto, f"docker restart -t 2 {running}")
    after = state(docker, running)
    assert after["Running"]
    assert after["StartedAt"] != before


def test_container_kill_ends_it_with_the_signal_asked_for(as_otto, docker, running):
    do(as_otto, f"docker kill -s KILL {running}")
    docker("wait", running)
    assert state(docker, running)["ExitCode"] == 137


def test_container_pause_and_unpause_freeze_and_let_go(as_otto, docker, running):
    do(as_otto, f"docker pause {running}")
    assert state(docker, running)["Paused"]
    do(as_otto, f"docker unpause {running}")
    assert not state(docker, running)["Paused"]


def test_container_unpause_of_one_that_is_not_paused_says_so(as_otto, running):
    with pytest.raises(EngineError, match="not paused"):
        do(as_otto, f"docker unpause {running}")


def test_container_rm_removes_it_with_its_anonymous_volumes(as_otto, docker, name):
    docker("run", "-d", "--name", name, "-v", "/data", "busybox", "sleep", "60")
    volume = docker("inspect", "-f", "{{(index .Mounts 0).Name}}", name)
    with pytest.raises(Conflict, match="running"):
        do(as_otto, f"docker rm {name}")
    do(as_otto, f"docker rm -fv {name}")
    assert name not in docker("ps", "-a", "--format", "{{.Names}}").split()
    assert volume not in docker("volume", "ls", "-q").split()


def test_container_rm_of_several_does_what_it_can_and_says_what_failed(as_otto, docker, name):
    docker("create", "--name", name, "busybox")
    with pytest.raises(EngineError) as failed:
        do(as_otto, f"docker rm {name} dlcmd-not-there")
    assert failed.value.status == 404
    assert f"{name}: done" in failed.value.message
    assert name not in docker("ps", "-a", "--format", "{{.Names}}").split()


def test_container_ls_lists_the_running_ones_or_all(as_vera, docker, name):
    docker("create", "--name", name, "busybox")
    assert name not in [each["name"] for each in do(as_vera, "docker ps").result["containers"]]
    assert name in [each["name"] for each in do(as_vera, "docker ps -a").result["containers"]]
    only = do(as_vera, f"docker ps -a -f name={name} -f status=created").result["containers"]
    assert [each["state"] for each in only] == ["created"]
    assert do(as_vera, f"docker ps -aq -f name={name}").result["containers"] == [only[0]["id"]]


def test_inspect_finds_containers_images_networks_and_volumes_with_secrets_masked(as_vera, docker, name):
    docker("create", "--name", name, "-e", "PASSWORD=hush", "busybox")
    objects = do(as_vera, f"docker inspect {name} busybox:latest bridge").result["objects"]
    assert [each.get("Name") for each in objects] == [f"/{name}", None, "bridge"]
    assert "PASSWORD=***" in objects[0]["Config"]["Env"]
    assert "hush" not in json.dumps(objects)
    with pytest.raises(NotFound, match="called dlcmd-not-there"):
        do(as_vera, "docker inspect dlcmd-not-there")


def test_container_inspect_and_image_inspect_look_for_their_own_kind_only(as_vera, docker, name):
    docker("create", "--name", name, "busybox")
    assert do(as_vera, f"docker container inspect {name}").result["objects"][0]["Name"] == f"/{name}"
    with pytest.raises(NotFound):
        do(as_vera, f"docker image inspect {name}")


def test_image_inspect_shows_an_image(as_vera):
    assert "busybox:latest" in do(as_vera, "docker image inspect busybox").result["objects"][0]["RepoTags"]


def why_not(actor, line: str) -> str:
    """What is said where the engine cannot at all; "" where it can."""
    try:
        do(actor, line)
    except NotSupported as error:
        return error.message
    return ""


def test_container_top_lists_processes_with_secrets_masked(as_otto, as_vera, docker, name):
    docker("run", "-d", "--name", name, "busybox", "sh", "-c", "sleep 600 & KEY=hush sleep 601 --token=hush; top")
    docker("exec", "-d", name, "sh", "-c", "sleep 602; PASSWORD=hush true")
    if "no ps" in why_not(as_otto, f"docker top {name}"):
        return  # an engine on a machine without procps
    own = do(as_otto, f"docker top {name}").result
    assert own["titles"] == docker("top", name).splitlines()[0].split()
    chosen = do(as_otto, f"docker top {name} -eo pid,args").result
    assert chosen["titles"] == ["PID", "COMMAND"]
    lines = [row[1] for row in chosen["processes"]]
    assert "sleep 600" in lines
    assert "sh -c sleep 602; PASSWORD=*** true" in lines
    assert "hush" not in json.dumps([own, chosen])
    assert [row[0] for row in chosen["processes"]] == [
        line.split()[0] for line in docker("top", name, "-eo", "pid,args").splitlines()[1:]
    ]
    with pytest.raises(Refused):
        do(as_vera, f"docker top {name}")


def test_container_top_says_why_it_cannot(as_ada, docker, name):
    docker("run", "-d", "--name", name, "busybox", "top")
    for options, why in (("-Q", "does not take these options"), ("-o cmd", "needs the PID")):
        with pytest.raises(EngineError, match=f"{why}|no ps"):
            do(as_ada, f"docker top {name} {options}")
    docker("kill", name)
    with pytest.raises(Conflict, match="is not running"):
        do(as_ada, f"docker top {name}")
    with pytest.raises(NotFound):
        do(as_ada, "docker top dlcmd-not-there")


def test_container_reveal_shows_what_inspect_masks(as_otto, docker, name):
    docker("create", "--name", name, "-e", "PASSWORD=hush", "busybox")
    assert {"name": "PASSWORD", "value": "hush"} in do(as_otto, f"docker container reveal {name}").result["environment"]


def test_container_logs_answers_what_was_printed(as_vera, docker, name):
    docker("run", "--name", name, "busybox", "sh", "-c", "echo one; echo two; echo three")
    result = do(as_vera, f"docker logs --tail 2 {name}").result
    assert result["log"] == "two\nthree\n"
    assert result["complete"]
    assert do(as_vera, f"docker logs -t --since 1h {name}").result["log"].count("Z ") == 3


def test_container_logs_that_are_long_answer_the_beginning_and_a_download(as_vera, docker, name):
    docker("run", "--name", name, "busybox", "sh", "-c", "seq 1 300000")
    outcome = do(as_vera, f"docker logs {name}")
    assert outcome.result["bytes"] <= 1024 * 1024
    assert outcome.result["log"].endswith("\n")
    assert outcome.download == f"/api/v1/local/container/{name}/log"


def test_container_logs_that_are_followed_are_a_stream(as_vera, running):
    outcome = do(as_vera, f"docker logs -f --tail 5 {running}")
    assert outcome.stream == f"/ws/local/container/{running}/logs/?tail=5"
    with pytest.raises(NotFound):
        do(as_vera, "docker logs -f dlcmd-not-there")


def test_image_ls_lists_images(as_vera):
    assert any("busybox:latest" in image["tags"] for image in do(as_vera, "docker images").result["images"])
    dangling = do(as_vera, "docker images -f dangling=true").result["images"]
    assert all(not image["tags"] for image in dangling)


def test_image_pull_that_fails_is_a_job_with_the_engines_words(as_otto):
    job = ended(do(as_otto, "docker pull dockline.invalid/no/such:1"), within=120)
    assert job.state == "failed"
    assert "dockline.invalid" in job.error


def test_image_build_makes_an_image_of_a_dockerfile(as_otto, docker, tmp_path):
    tag = f"dlcmd/{uuid.uuid4().hex[:8]}:1"
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM busybox\nARG WORD\nRUN echo built with $WORD > /made\nCMD cat /made\n")
    job = ended(do(as_otto, f"docker build -t {tag} --build-arg WORD=care .", files=(dockerfile,)))
    assert job.state == "done", job.error
    try:
        assert job.result["image"].startswith("sha256:")
        assert any("Step 3/4" in line for line in job.snapshot["lines"])
        assert docker("run", "--rm", tag) == "built with care"
    finally:
        docker("rmi", tag)


def test_image_build_that_fails_says_which_step(as_otto, tmp_path):
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text("FROM busybox\nRUN exit 3\n")
    job = ended(do(as_otto, "docker build .", files=(dockerfile,)))
    assert job.state == "failed"
    assert "exit 3" in job.error


def test_image_build_without_its_upload_asks_for_it_by_name(as_otto):
    with pytest.raises(UploadRequired) as wanted:
        do(as_otto, "docker build -t a:1 ./web")
    assert wanted.value.files == ["./web"]


def test_image_import_makes_an_image_of_a_file_tree(as_otto, docker, tmp_path):
    import tarfile

    tag = f"dlcmd/{uuid.uuid4().hex[:8]}:1"
    (tmp_path / "hello").write_text("hello")
    with tarfile.open(tmp_path / "tree.tar", "w") as archive:
        archive.add(tmp_path / "hello", "hello")
    job = ended(do(as_otto, f"docker import -c 'CMD [\"x\"]' - {tag}", files=(Path(tmp_path / "tree.tar"),)))
    assert job.state == "done", job.error
    assert docker("inspect", "-f", "{{json .Config.Cmd}}", tag) == '["x"]'
    docker("rmi", tag)


def test_version_and_system_info_tell_what_the_engine_is(as_vera, docker):
    assert do(as_vera, "docker version").result["version"] == docker("version", "-f", "{{.Server.Version}}")
    assert do(as_vera, "docker info").result["cpus"] >= 1


def test_system_info_counts_containers(as_vera):
    result = do(as_vera, "docker info").result
    assert result["containers"] >= result["running"]


def test_help_explains_every_command_and_each_of_its_flags(as_vera):
    names = [each["name"] for each in do(as_vera, "docker help").result["commands"]]
    for name in names:
        result = do(as_vera, f"docker {name} --help").result if name != "help" else {"options": []}
        assert all(option["help"] for option in result["options"]), name
    assert do(as_vera, "docker run --help").result["usage"] == "docker run [OPTIONS] IMAGE [COMMAND...]"
