"""A log is read off the engine's own socket, and what cannot be read has a name."""

import subprocess
import threading
import time

import pytest

from containers.engine.connection import Engine
from containers.engine.errors import EngineUnreachable, NotFound, NotSupported
from containers.engine.log_lines import lines_of
from containers.engine.logs import log_subject, open_log, read_text, text_chunks

pytestmark = pytest.mark.engine


@pytest.fixture
def container(docker, remove_after, engine):
    def run(script: str, *options: str) -> str:
        name = f"dlstream-logs-{time.monotonic_ns()}"
        remove_after.append(name)
        docker("run", "-d", "--network", "none", "--name", name, *options, "busybox", "sh", "-c", script)
        return name

    return run


def test_a_subject_says_what_must_be_known_before(engine, container, docker):
    name = container("exit 3", "-t")
    docker("wait", name)
    subject = log_subject(engine, name)
    assert (subject.name, subject.tty, subject.status, subject.exit_code) == (name, True, "exited", 3)
    assert not subject.running
    running = log_subject(engine, container("sleep 600"))
    assert running.running
    assert running.exit_code is None


def test_the_text_is_byte_for_byte_what_docker_logs_prints(engine, container, docker):
    odd = "printf 'a\\000b\\377\\303'; echo; head -c 40000 /dev/zero | tr '\\0' x; printf '10%%\\r20%%\\r'"
    script = f"{odd}; echo e >&2; printf end"
    for terminal in ((), ("-t",)):
        name = container(script, *terminal)
        docker("wait", name)
        for words, options in (((), {}), (("-t",), {"timestamps": True}), (("--tail", "2"), {"tail": "2"})):
            printed = subprocess.run(
                ["docker", "logs", *words, name],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=30,
                check=True,
            ).stdout
            assert sorted(b"".join(text_chunks(engine, name, **options))) == sorted(printed)


def test_a_long_text_is_cut_at_the_end_of_a_line_and_says_so(engine, container, docker):
    name = container("seq 1 1000")
    docker("wait", name)
    read = read_text(engine, name, most_bytes=100)
    assert not read.complete
    assert read.text.endswith("\n")
    assert len(read.text) <= 100
    assert read_text(engine, name, most_bytes=10_000).complete


def test_since_loses_no_nanosecond(engine, container, docker):
    name = container("seq 1 50")
    docker("wait", name)
    stamps = [
        line.split(" ")[0] for line in read_text(engine, name, most_bytes=10**6, timestamps=True).text.splitlines()
    ]
    read = read_text(engine, name, most_bytes=10**6, since=stamps[20])
    assert read.text.splitlines()[0] == "21"


def test_what_cannot_be_read_has_a_name(engine, container):
    with pytest.raises(NotFound, match="nowhere"):
        open_log(engine, "dlstream-nowhere")
    with pytest.raises(NotSupported, match="log driver"):
        open_log(engine, container("sleep 600", "--log-driver", "none"))
    with pytest.raises(EngineUnreachable):
        open_log(Engine("local", "unix:///nowhere/docker.sock"), "x")


def test_a_reader_that_waits_ends_when_another_thread_closes_it(engine, container):
    reader = open_log(engine, container("sleep 600"), follow=True)
    assert reader.read(timeout=0.2) is None
    threading.Timer(0.2, reader.close).start()
    assert reader.read() == b""


@pytest.mark.parametrize("length", [1, 16383, 16384, 16385, 32768, 70_000])
@pytest.mark.parametrize("terminal", [(), ("-t",)])
def test_long_lines_come_out_whole(engine, container, docker, length, terminal):
    name = container(f"head -c {length} /dev/zero | tr '\\0' x; echo; echo next", *terminal)
    docker("wait", name)
    lines = lines_of(bool(terminal))
    reader, found = open_log(engine, name), []
    while data := reader.read():
        found += lines.feed(data)
    assert [payload[31:].rstrip() for _stream, payload in found] == [b"x" * length, b"next"]
