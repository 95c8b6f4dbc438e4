"""A log's download: only what the filters ask for, in words when they cannot be read, whole or broken off."""

import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.streaming.server import Server

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def served(tmp_path_factory, engine):
    server = Server(tmp_path_factory.mktemp("served"))
    server.start()
    yield server, server.token("admin")
    server.kill()


@pytest.fixture
def log(docker, remove_after):
    name = "dl4a-download"
    remove_after.append(name)
    script = "seq 1 3000; sleep 0.2; echo ERROR broke >&2; sleep 0.2; echo level=info fine; printf 'ERROR last'"
    docker("run", "--network", "none", "--name", name, "busybox", "sh", "-c", script)
    return name


def download(served, name: str, **query) -> str:
    server, token = served
    url = f"{server.address.replace('ws', 'http', 1)}/api/v1/local/container/{name}/log?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def test_the_lines_that_match_are_downloaded(served, log):
    assert download(served, log, level="error") == "ERROR broke\nERROR last\n"
    assert download(served, log, stream="stderr") == "ERROR broke\n"
    assert download(served, log, q="^29[0-9]9$", regex="1") == "".join(f"{n}\n" for n in range(2909, 3000, 10))
    assert download(served, log, q="[0-9]", regex="1", invert="1") == "ERROR broke\nlevel=info fine\nERROR last\n"
    stamped = download(served, log, level="info", timestamps="1")
    assert stamped[30:] == " level=info fine\n"


def test_without_a_filter_it_is_what_docker_logs_prints(served, log):
    whole = subprocess.run(["docker", "logs", log], capture_output=True, text=True, timeout=30, check=True)
    assert sorted(download(served, log)) == sorted(whole.stdout + whole.stderr)


@pytest.mark.parametrize("query", [{"q": "a(b", "regex": "1"}, {"level": "loud"}, {"stream": "x"}])
def test_a_filter_that_cannot_be_read_is_a_sentence(served, log, query):
    with pytest.raises(urllib.error.HTTPError) as refused:
        download(served, log, **query)
    assert refused.value.code == 400
    assert b'"message"' in refused.value.read()
