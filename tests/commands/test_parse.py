"""Lines are read by the docker CLI's own rules, and each mistake is a sentence that names the word at fault."""

import pytest

from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.render import render

READ = {
    "docker run -d --name x busybox top": {"detach": True, "name": "x", "image": "busybox", "command": ["top"]},
    "docker container run -itd busybox": {"detach": True, "interactive": True, "tty": True, "image": "busybox"},
    "docker run -p8080:80 -p=81:81 --publish=82:82 --publish 83:83 busybox": {
        "publish": ["8080:80", "81:81", "82:82", "83:83"],
        "image": "busybox",
    },
    "docker run busybox ls -d --name x": {"image": "busybox", "command": ["ls", "-d", "--name", "x"]},
    "docker run --rm -- busybox -x": {"rm": True, "image": "busybox", "command": ["-x"]},
    "docker run busybox -- -x": {"image": "busybox", "command": ["--", "-x"]},
    "docker run --rm=false -d=true busybox": {"detach": True, "image": "busybox"},
    "docker run --entrypoint '' busybox": {"entrypoint": "", "image": "busybox"},
    "docker run -dit --name=x -eA=b -e NAME -w/tmp busybox": {
        "detach": True,
        "interactive": True,
        "tty": True,
        "name": "x",
        "env": ["A=b", "NAME"],
        "image": "busybox",
        "workdir": "/tmp",
    },
    "docker stop a -t 5 b": {"timeout": 5, "containers": ["a", "b"]},
    "docker stop --time=-1 a": {"timeout": -1, "containers": ["a"]},
    "docker kill -sHUP a": {"signal": "HUP", "containers": ["a"]},
    "docker rm -fv a": {"force": True, "volumes": True, "containers": ["a"]},
    "docker ps -a": {"all": True},
    "docker container ls -aq -n 3": {"all": True, "quiet": True, "last": 3},
    "docker logs -f --tail 10 -t web": {"follow": True, "tail": "10", "timestamps": True, "container": "web"},
    "docker logs -n 5 --since=10m web": {"tail": "5", "since": "10m", "container": "web"},
    "docker build -t a:1 -t b:2 --build-arg X=1 .": {"tag": ["a:1", "b:2"], "build-arg": ["X=1"], "path": "."},
    "docker version": {},
    "docker --version": {},
    "docker run --help": {"of": ["run"]},
    "docker run -d -h web busybox": {"detach": True, "hostname": "web", "image": "busybox"},
    "docker stop -h": {"of": ["stop"]},
    "docker help run": {"of": ["run"]},
    "docker help container stop": {"of": ["container", "stop"]},
    "docker": {},
}


@pytest.mark.parametrize("line", READ)
def test_a_line_is_read_as_the_cli_reads_it(line):
    _command, values = parse(line)
    assert values == READ[line]


# Each: the line, what its sentence says, and the word at fault.
WRONG = [
    ("", "empty", 0),
    ("ls -l", "begins with docker", 0),
    ("docker frobnicate", "not a docker command", 1),
    ("docker stpo web", "docker stop", 1),
    ("docker container frobnicate x", "not a docker command", 2),
    ("docker container", "needs one of", 1),
    ("docker push x", "not part of Dockline yet", 1),
    ("docker -H tcp://1.2.3.4 ps", "-H", 1),
    ("docker --frob ps", "--frob", 1),
    ("docker run", "needs IMAGE", None),
    ("docker run -d", "needs IMAGE", None),
    ("docker run --frob busybox", "--frob", 2),
    ("docker run -dx busybox", "-x", 2),
    ("docker run -d -h", "-h needs a value", 3),
    ("docker run --name", "needs a value", 2),
    ("docker run -p 8o:80 busybox", "8o", 3),
    ("docker run -p 99999:80 busybox", "99999", 3),
    ("docker run -p80:80:80:80 busybox", "80:80:80:80", 2),
    ("docker run --name 'a b' busybox", "a b", 3),
    ("docker run --name x busy~box", "busy~box", 4),
    ("docker run BUSYBOX", "lower", 2),
    ("docker run -v ./data:/data busybox", "relative", 3),
    ("docker run -v data: busybox", "data:", 3),
    ("docker run -e =b busybox", "=b", 3),
    ("docker run --restart on-failure:many busybox", "many", 3),
    ("docker run --rm --restart always busybox", "--restart", None),
    ("docker run -d=maybe busybox", "maybe", 2),
    ("docker stop", "needs CONTAINERS", None),
    ("docker stop -t soon web", "soon", 3),
    ("docker stop ../../images/json", "../../images/json", 2),
    ("docker logs a b", "no further word", 3),
    ("docker logs --tail many web", "many", 3),
    ("docker logs --since yesterday web", "yesterday", 3),
    ("docker inspect", "needs NAMES", None),
    ("docker pull", "needs REFERENCE", None),
    ("docker pull busybox:", "busybox:", 2),
    ("docker build", "needs PATH", None),
    ("docker build https://example.org/x.git", "fetched", 2),
    ("docker build -t BAD .", "BAD", 3),
    ("docker ps -n many", "many", 3),
    ("docker version please", "no further word", 2),
    ("docker help frobnicate", "not a docker command", 2),
]


@pytest.mark.parametrize(("line", "says", "at"), WRONG)
def test_a_mistake_is_a_sentence_that_names_the_word_at_fault(line, says, at):
    with pytest.raises(LineError) as wrong:
        parse(line)
    assert says in wrong.value.message
    assert wrong.value.message.strip()[-1] in ".:)…?a" or len(wrong.value.message) > 20
    if at is not None:
        assert wrong.value.at == at


@pytest.mark.parametrize("line", READ)
def test_the_canonical_line_is_read_back_as_the_same(line):
    command, values = parse(line)
    written = render(command, values)
    assert parse(written) == (command, values)
    assert render(*parse(written)) == written


def test_the_canonical_line_of_the_contract():
    assert render(*parse("docker container run --detach --name=x busybox top")) == "docker run -d --name x busybox top"
