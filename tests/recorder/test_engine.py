"""The recorder between the docker CLI and a real engine."""

import io
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.differential.bench import Bench
from tests.differential.cli import Cli
from tests.differential.line import archive
from tests.recorder.proxy import Recorder

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def cli() -> Cli:
    found = Cli.newest()
    assert found, "The tests of the recorder need a docker CLI: install Debian's docker.io."
    return found


@pytest.fixture
def bench(engine_socket: Path) -> Iterator[Bench]:
    prepared = Bench(engine_socket)
    prepared.import_image()
    yield prepared
    prepared.clear()


@pytest.fixture
def name() -> str:
    return f"dldiff-recorder-{uuid.uuid4().hex[:8]}"


def test_what_is_typed_into_a_container_comes_back_through_the_recorder(
    cli: Cli, bench: Bench, recorder: Recorder, name: str
) -> None:
    typed = "".join(f"line {number}\n" for number in range(20_000))
    code, said = cli.run(f"docker run --rm -i --name {name} dldiff-busybox cat", recorder.listen, stdin=typed.encode())
    assert (code, said) == (0, typed)
    changing = [request for request in recorder.requests if request.method == "POST"]
    assert [request.path.rsplit("/", 1)[1] for request in changing if "wait" not in request.path] == [
        "create",
        "attach",
        "start",
    ]
    assert changing[0].query == {"name": [name]}
    assert changing[0].body["Cmd"] == ["cat"]
    assert changing[1].status == 101


def test_an_exit_code_and_both_outputs_of_a_container_come_through(
    cli: Cli, bench: Bench, recorder: Recorder, name: str
) -> None:
    line = f"docker run --rm --name {name} dldiff-busybox sh -c 'echo out; echo err >&2; exit 7'"
    code, said = cli.run(line, recorder.listen)
    assert code == 7
    assert sorted(said.split()) == ["err", "out"]


def test_the_context_of_a_build_is_recorded_file_by_file(cli: Cli, bench: Bench, recorder: Recorder) -> None:
    context = archive(Dockerfile="FROM dldiff-busybox\nCOPY big.txt /\n", big__txt="x" * 100_000)
    code, said = cli.run("docker build -q -t dldiff-img -", recorder.listen, stdin=context)
    assert code == 0, said
    [build] = [request for request in recorder.requests if request.path == "/build"]
    assert build.body["tar"]["Dockerfile"] == "FROM dldiff-busybox\nCOPY big.txt /\n"
    assert build.body["tar"]["big.txt"].startswith("sha256:")
    assert build.credentials == {"registry_config": {}}


def test_a_log_is_followed_live_and_left_without_harm(cli: Cli, bench: Bench, recorder: Recorder, name: str) -> None:
    cli.run(f"docker run -d --name {name} dldiff-busybox sh -c 'echo first; sleep 1; echo second'", bench.engine)
    code, said = cli.run(f"docker logs -f {name}", recorder.listen)
    assert (code, said) == (0, "first\nsecond\n")
    assert cli.run("docker version", recorder.listen)[0] == 0


def test_the_command_writes_a_line_of_json_for_each_request(cli: Cli, sockets: Path, engine_socket: Path) -> None:
    listen, out = sockets / "command.sock", sockets / "requests.jsonl"
    words = [sys.executable, "-m", "tests.recorder", "--listen", str(listen), "--engine", f"unix://{engine_socket}"]
    with subprocess.Popen([*words, "--out", str(out)]) as command:
        for _ in range(100):
            if listen.exists():
                break
            time.sleep(0.05)
        cli.run("docker rm -f dldiff-nothing", listen)
        command.terminate()
        assert command.wait(10) == 0
    written = [json.loads(line) for line in io.StringIO(out.read_text())]
    assert {"request": "DELETE /containers/dldiff-nothing", "query": {"force": ["1"]}, "status": 404} in written
    assert not listen.exists()
