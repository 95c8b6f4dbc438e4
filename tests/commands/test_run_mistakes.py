"""What docker's CLI refuses of run and create is refused when the line is read, by a sentence that names the word at
fault. Nothing is asked of an engine: there is none here.
"""

import re

import pytest

from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.words import split

# The line, and the word that is marked; what the sentence names is that word, or what follows where it is more exact.
MISTAKES = [
    ("docker run --no-such-flag busybox", "--no-such-flag"),
    ("docker run -dx busybox", "-dx", "-x"),
    ("docker create -d busybox", "-d"),
    ("docker create --detach-keys ctrl-a busybox", "--detach-keys"),
    ("docker run --name", "--name"),
    ("docker run -d --mount", "--mount"),
    ("docker run -p", "-p"),
    ("docker run -d -h", "-h"),
    ("docker run --rm=maybe busybox", "--rm=maybe", "maybe"),
    ("docker run --rm --restart always busybox", "--rm", "--restart"),
    ("docker run -d -a stdout busybox", "-d", "--attach"),
    ("docker run --no-healthcheck --health-cmd true busybox", "--no-healthcheck"),
    ("docker run --log-driver none --log-opt max-size=1m busybox", "--log-driver"),
    ("docker run --network web --network web busybox", "--network", "web"),
    ("docker run --network web --network host busybox", "--network", "host"),
    ("docker run --ip 10.0.0.5 --network name=web,ip=10.0.0.6 busybox", "--ip"),
    ("docker run --network-alias db busybox", "--network-alias"),
    ("docker run -a stdlog busybox", "stdlog"),
    ("docker run -p 99999:80 busybox", "99999:80"),
    ("docker run -p 80:eighty busybox", "80:eighty"),
    ("docker run -p 8000-8002:80-81 busybox", "8000-8002:80-81"),
    ("docker run -p 80:80/icmp busybox", "80:80/icmp", "icmp"),
    ("docker run --expose 80:81 busybox", "80:81"),
    ("docker run -m 512x busybox", "512x"),
    ("docker run -m ' 5' busybox", " 5"),
    ("docker run --memory-swap -2 busybox", "-2"),
    ("docker run --shm-size -1 busybox", "-1"),
    ("docker run --memory-swappiness 101 busybox", "--memory-swappiness", "101"),
    ("docker run --cpus many busybox", "many"),
    ("docker run --cpus 0.0000000001 busybox", "0.0000000001"),
    ("docker run --cpu-shares 1.5 busybox", "1.5"),
    ("docker run --ulimit nofile busybox", "nofile"),
    ("docker run --ulimit nofile=20:10 busybox", "nofile=20:10"),
    ("docker run --ulimit files=10 busybox", "files=10"),
    ("docker run --blkio-weight 70000 busybox", "70000"),
    ("docker run --blkio-weight-device sda:200 busybox", "sda:200"),
    ("docker run --device-read-bps /dev/sda:fast busybox", "/dev/sda:fast", "fast"),
    ("docker run --device null busybox", "null"),
    ("docker run --device /dev/null:/dev/x:q busybox", "/dev/null:/dev/x:q", "q"),
    ("docker run --device-cgroup-rule 'c 1:3' busybox", "c 1:3"),
    ("docker run --gpus some busybox", "some"),
    ("docker run --mount type=bind,source=/a busybox", "type=bind,source=/a", "target"),
    (
        "docker run --mount type=bind,source=/a,target=/b,readonly=maybe busybox",
        "type=bind,source=/a,target=/b,readonly=maybe",
        "maybe",
    ),
    (
        "docker run --mount type=tmpfs,target=/b,volume-nocopy busybox",
        "type=tmpfs,target=/b,volume-nocopy",
        "volume-nocopy",
    ),
    ("docker run --mount type=bind,source=/a,target=/b,shiny busybox", "type=bind,source=/a,target=/b,shiny", "shiny"),
    ("docker run --mount type=tmpfs,target=/b,tmpfs-size=big busybox", "type=tmpfs,target=/b,tmpfs-size=big", "big"),
    ("docker run --health-interval 5 busybox", "5"),
    ("docker run --health-timeout -1s busybox", "-1s"),
    ("docker run --health-retries -1 busybox", "--health-retries", "-1"),
    ("docker run --dns nobody busybox", "nobody"),
    ("docker run --dns-search a..b busybox", "a..b"),
    ("docker run --add-host db busybox", "db"),
    ("docker run --add-host db:nowhere busybox", "db:nowhere", "nowhere"),
    ("docker run --link a:b:c busybox", "a:b:c"),
    ("docker run --mac-address 02:42 busybox", "02:42"),
    ("docker run --pid everything busybox", "everything"),
    ("docker run --uts private busybox", "private"),
    ("docker run --cgroupns shared busybox", "shared"),
    ("docker run --sysctl kernel.panic=1 busybox", "kernel.panic=1"),
    ("docker run --security-opt shiny busybox", "shiny"),
    ("docker run --storage-opt size busybox", "size"),
    ("docker run --platform a/b/c/d busybox", "a/b/c/d"),
    ("docker run --pull sometimes busybox", "sometimes"),
    ("docker run --restart on-failure:many busybox", "on-failure:many", "many"),
    ("docker run -e =x busybox", "=x"),
    ("docker run -l 'a b=c' busybox", "a b=c"),
    ("docker run --network name=web,gw-priority=high busybox", "name=web,gw-priority=high", "gw-priority=high"),
    ("docker run --cidfile /tmp/id busybox", "--cidfile"),
    ("docker run --isolation hyperv busybox", "--isolation"),
    ("docker run Busybox", "Busybox"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake[0])
def test_a_mistake_is_a_sentence_that_names_the_word_at_fault(mistake):
    line, marked, *named = mistake
    with pytest.raises(LineError) as wrong:
        parse(line)
    message, at = wrong.value.message, wrong.value.at
    assert (named or [marked])[0] in message
    assert at is not None
    assert split(line)[at] == marked
    assert re.fullmatch(r"(?s)[^.]{2}.*[.…]", message), message
    assert "Traceback" not in message
