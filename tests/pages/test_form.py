"""A command's form says the same as its line: values into fields and back."""

import pytest
from django.http import QueryDict

from containers.commands import form
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.registry import find

LINES = [
    "docker run -d --rm --name web -p 8080:80 -p 127.0.0.1:53:53/udp -p 80 -v data:/data -v /cache -v /srv:/x:ro nginx",
    "docker run -it -e A=1 -e 'B=two words' -e BARE --network none --restart on-failure:3 busybox sh -c 'echo \"x y\"'",
    "docker run -e 'A= x ' -e B= -e C -e 'D=a=b' -e 'E=two\nlines' busybox",
    "docker run --entrypoint '' -w /srv -u 1000:1000 -l a=b busybox",
    "docker run -p 8000-8010:8000-8010 -p '[::1]:9:9' busybox",
    "docker ps -a -f status=exited -f name=web -n 3",
    "docker stop -t 0 a b c",
    "docker stop -t -1 web",
    "docker rm -f -v a b",
    "docker logs -f --tail 10 --since 10m -t web",
    "docker build -t a:1 -t b:1 --build-arg X=1 --no-cache --pull .",
    "docker inspect --type image busybox",
]


def query(pairs) -> QueryDict:
    fields = QueryDict(mutable=True)
    for name, text in pairs:
        fields.appendlist(name, text)
    return fields


@pytest.mark.parametrize("line", LINES)
def test_fields_of_a_line_are_read_as_the_same_values(line):
    command, values = parse(line)
    assert form.values_of(command, query(form.fields_of(command, values))) == values


@pytest.mark.parametrize(
    ("fields", "at", "part"),
    [
        ("image=busybox&publish.host=8080&publish.container=", "publish", "needs the container"),
        ("image=busybox&publish.host=99999&publish.container=80", "publish", "99999"),
        ("image=busybox&volume.source=data&volume.target=", "volume", "needs the path"),
        ("image=busybox&name=-x", "name", "-x"),
        ("image=busybox&env==value", "env", "no name"),
        ("image=busybox&command=sh+-c+%27open", "command", "opened and not closed"),
        ("image=busybox&command=echo+%24HOME", "command", "$HOME"),
        ("detach=on", "image", "needed"),
        ("image=busybox&rm=on&restart=always", "", "--rm"),
    ],
)
def test_a_fault_is_a_sentence_at_its_field(fields, at, part):
    with pytest.raises(LineError) as told:
        form.values_of(find("run"), QueryDict(fields))
    assert told.value.field == at
    assert part in told.value.message


def test_all_faults_are_told_at_once():
    reading = form.read(find("run"), QueryDict("image=busybox&name=-x&publish.host=80"))
    assert set(reading.faults) == {"name", "publish"}


def test_an_empty_row_is_not_given():
    values = form.values_of(
        find("run"), QueryDict("image=busybox&env=&env=A%3D1&env=&publish.host=&publish.container=")
    )
    assert values == {"image": "busybox", "env": ["A=1"]}


def test_what_is_needed_is_no_fault_while_the_form_is_being_filled():
    reading = form.read(find("run"), QueryDict("detach=on"))
    assert reading.faults == {}
    assert list(reading.needed) == ["image"]
