"""The line that makes a container once more: rebuilt from its inspect, run, and inspected again."""

import json
import os
import subprocess
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from containers.access.errors import Refused
from containers.commands.container_line import RUN
from containers.commands.parse import parse
from containers.commands.rebuilt import rebuilt, values_from
from containers.commands.rebuilt_process import own_variables
from containers.commands.rebuilt_source import Source
from containers.commands.render import render
from containers.commands.run_request import request_of
from containers.commands.values import validated
from containers.engine import create
from tests.commands.performing import do

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

DOCKERFILE = """FROM busybox
ENV PATH=/bin A=image B=image
LABEL of=image team=image
EXPOSE 80 90/udp
VOLUME /from-image
WORKDIR /srv
USER 10:20
HEALTHCHECK --interval=7s --retries=2 CMD true
STOPSIGNAL SIGINT
ENTRYPOINT ["sh", "-c"]
CMD ["sleep 600"]
"""
# %(other)s is another container, %(net)s a network of our own, %(of)s the image above.
LINES = (
    "busybox",
    "-d -it -p 80 -p 127.0.0.1:8081:81/udp -p 9000-9001:82 -p '[::1]:0:83' --expose 99 --expose 98/udp -P busybox top",
    "-d -p 7000-7005:70-75 -p 7100:76 -p 7101:77 -p 10.0.0.1:7006:78 busybox top",
    "-d -v /anonymous -v %(vol)s:/data:ro -v /tmp:/host:ro --tmpfs /t:size=1m --tmpfs /u --read-only busybox top",
    "-d --mount type=volume,target=/m --mount type=tmpfs,target=/t,tmpfs-size=64m,tmpfs-mode=1770 "
    "--mount 'type=volume,source=%(vol)s,target=/n,readonly,volume-nocopy,volume-label=a=b' "
    "--mount type=bind,source=/tmp,target=/b,bind-propagation=rslave busybox top",
    "-d --network %(net)s --network-alias one --network-alias two --ip %(ip)s --hostname h --domainname d.example "
    "--dns 8.8.8.8 --dns-option ndots:2 --dns-search example.com --add-host db:10.0.0.5 busybox top",
    "--network name=%(net)s,driver-opt=a=b,alias=x --init --stop-signal USR1 --stop-timeout 0 busybox top",
    "-d --network host --pid host --uts host --ipc host --cgroupns private busybox top",
    "-d --network container:%(other)s --init=false --user 1:2 -w /x busybox sh -c 'a b; \"c\"'",
    "-d --link %(other)s:db --restart on-failure:3 --log-driver local --log-opt max-size=1m busybox top",
    "-d --privileged --runtime runc --userns host busybox top",
    "--rm -i -a stdin -a stdout -m 64m --memory-swap -1 --memory-reservation 32m --cpus 0.25 --cpu-shares 7 "
    "--cpuset-cpus 0 --pids-limit 50 --shm-size 1m --ulimit nofile=5:6 --ulimit core=0 --oom-score-adj 5 busybox cat",
    "-d --cap-add NET_ADMIN --cap-drop ALL --security-opt no-new-privileges --security-opt systempaths=unconfined "
    "--device /dev/null --device /dev/zero:/dev/z:r --device-cgroup-rule 'c 1:3 mr' --group-add 5 "
    "--sysctl net.core.somaxconn=99 --device-read-bps /dev/null:1m --device-write-iops /dev/null:7 busybox top",
    "-d -e A=1 -e 'B=two words' -e EMPTY= -l team=web -l 'a=b=c' --health-cmd 'test -e /x' --health-interval 90s "
    "--health-timeout 1500ms --health-retries 4 --health-start-period 1m busybox top",
    "-d %(of)s",
    "-d -e B=own -l team=own --expose 91 -v /mine --health-interval 9s %(of)s 'sleep 1' x",
    "-d --entrypoint '' --no-healthcheck -u 0 -w / %(of)s top",
    "-d --entrypoint top --stop-signal TERM %(of)s",
)
NEWER = (
    "-d --network %(net)s --network name=%(more)s,alias=x,driver-opt=a=b --mac-address 02:42:ac:11:00:77 "
    "--health-cmd true --health-start-interval 3s --annotation a=b busybox top",
)
# What belongs to one making of a container: ids, names, times, and the names of anonymous volumes.
_OF_ITS_OWN = (
    "Id",
    "Name",
    "Created",
    "State",
    "ResolvConfPath",
    "HostnamePath",
    "HostsPath",
    "LogPath",
    "GraphDriver",
)


def _like(raw: dict[str, Any]) -> dict[str, Any]:
    """The inspect without what belongs to the one making of the container."""
    text = json.dumps({name: value for name, value in raw.items() if name not in _OF_ITS_OWN})
    text = text.replace(raw["Id"], "ID").replace(raw["Id"][:12], "SHORT").replace(raw["Name"], "NAME")
    like: dict[str, Any] = json.loads(text)
    for mount in like["Mounts"]:
        if len(mount.get("Name", "")) == 64:
            mount |= {"Name": "ANONYMOUS", "Source": "ANONYMOUS"}
    like["Mounts"].sort(key=lambda mount: mount["Destination"])
    return like


@pytest.fixture(scope="module")
def stage(engine):
    """Names of things that the lines speak of, removed after all of them."""
    mark = uuid.uuid4().hex[:8]
    net = int(mark[:2], 16)
    words = {
        "other": f"line-other-{mark}",
        "vol": f"line-{mark}",
        "net": f"line-{mark}",
        "more": f"line-more-{mark}",
        "of": f"line-{mark}:1",
    }

    def run(*args: str, **more: Any) -> None:
        subprocess.run(["docker", *args], check=True, capture_output=True, timeout=60, **more)

    run("network", "create", "--subnet", f"10.213.{net}.0/24", words["net"])
    run("network", "create", words["more"])
    run("volume", "create", words["vol"])
    run("create", "--name", words["other"], "busybox", "top")
    run("build", "-t", words["of"], "-", input=DOCKERFILE.encode(), env={**os.environ, "DOCKER_BUILDKIT": "0"})
    yield words | {"ip": f"10.213.{net}.9", "mark": mark}
    for args in (
        ("rm", "-fv", words["other"]),
        ("network", "rm", words["net"], words["more"]),
        ("volume", "rm", words["vol"]),
        ("rmi", words["of"]),
    ):
        run(*args)


def test_container_line_makes_a_container_with_the_same_inspect(engine, docker, stage, remove_after):
    """All are created as docker run creates them (tests/differential), not started, and created again from the line."""
    lines = (*(NEWER if engine.supports("1.44") else ()), *LINES)
    first, again = ([f"line-{stage['mark']}-{number}-{turn}" for number in range(len(lines))] for turn in "ab")
    remove_after += [*first, *again]
    for name, line in zip(first, lines, strict=True):
        _command, values = parse(f"docker run {line % stage}")
        create.create(engine, request_of({**values, "name": name}))
    for name, name_again in zip(first, again, strict=True):
        found = rebuilt(engine, name)
        assert not found.left_out, (name, found.left_out)
        assert found.values["name"] == name
        values = validated(RUN, found.values)
        assert parse(render(RUN, values)) == (RUN, values)
        create.create(engine, request_of({**values, "name": name_again}))
    inspects = json.loads(docker("inspect", *first, *again))
    for one, two in zip(inspects[: len(first)], inspects[len(first) :], strict=True):
        assert _like(two) == _like(one), one["Name"]
    of = rebuilt(engine, first[-4]).values  # what came from the image is left out
    assert of == {"name": first[-4], "detach": True, "image": stage["of"]}


def test_a_running_container_gives_the_line_that_it_was_made_by(engine, docker, stage, remove_after):
    name = f"line-{stage['mark']}-runs"
    remove_after.append(name)
    line = f"docker run -d --name {name} -p 80 --network {stage['net']} --network-alias one busybox top"
    command, values = parse(line)
    docker(*render(command, values).split()[1:])
    assert rebuilt(engine, name).values == values
    docker("network", "connect", "bridge", name)
    assert "bridge" in rebuilt(engine, name).left_out[0]


def test_values_of_variables_take_the_right_to_reveal_them(as_otto, as_vera, docker, stage, remove_after):
    name = f"line-{stage['mark']}-secret"
    remove_after.append(name)
    docker("create", "--name", name, "-e", "TOKEN=hush", "-l", "dockline.protected=true", "busybox", "top")
    masked = do(as_vera, f"docker container line {name}").result
    assert masked["line"] == f"docker run --name {name} -e 'TOKEN=***' -l dockline.protected=true busybox top"
    assert "masked" in masked["left_out"][0]
    with pytest.raises(Refused, match="container reveal"):
        do(as_vera, f"docker container line --reveal {stage['other']}")
    with pytest.raises(Refused, match="protected"):
        do(as_otto, f"docker container line --reveal {name}")


def test_what_is_secret_among_the_settings_of_its_log_is_masked(as_vera, docker, remove_after):
    name = f"dlline-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    opts = ("--log-opt", "splunk-token=hush", "--log-opt", "splunk-url=https://example.org")
    docker("create", "--name", name, "--log-driver", "splunk", *opts, "busybox")
    told = do(as_vera, f"docker container line {name}").result["line"]
    assert "splunk-token=***" in told
    assert "hush" not in told + str(do(as_vera, f"docker inspect {name}").result)


def test_what_no_flag_can_say_is_told(engine):
    raw = {"Config": {"Entrypoint": ["a", "b"], "Cmd": ["c"], "Image": "busybox", "AttachStdout": True}}
    source = Source(raw, {}, True, "", "json-file", "runc", False, True, "1.41")
    found = values_from(source)
    assert (found.values["entrypoint"], found.values["command"]) == ("a", ["b", "c"])
    assert "several words" in found.left_out[0]


@given(st.lists(st.sampled_from(["A=1", "A=2", "B=1", "B", "C=1"]), unique_by=lambda entry: entry[0]))
def test_variables_of_the_image_are_left_out_whatever_their_order(given_ones):
    of_the_image = ["A=1", "B=1"]
    names = {entry[0] for entry in given_ones}
    entries = [*given_ones, *(entry for entry in of_the_image if entry[0] not in names)]
    own = own_variables(entries, of_the_image)
    assert entries[: len(own)] == own
    assert [*own, *(each for each in of_the_image if each[0] not in {entry[0] for entry in own})] == entries
