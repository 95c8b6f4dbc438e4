"""A typed line becomes words as in a shell, and nothing of it is ever expanded or run."""

import contextlib
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from containers.commands.errors import LineError
from containers.commands.words import join, split

REFUSED = {
    "docker run busybox echo $HOME": ("$HOME", 4),
    "docker run -e A=${HOME} busybox": ("${HOME}", 3),
    "docker rm $(docker ps -q)": ("$(…)", 2),
    "docker rm `docker ps -q`": ("`…`", 2),
    "docker ps | grep web": ("|", 2),
    "docker logs web > file": (">", 3),
    "docker logs web 2>&1": (">", 3),
    "docker load < file": ("<", 2),
    "docker ps; reboot": (";", 1),
    "docker ps && reboot": ("&", 2),
    "docker ps\nreboot": ("new line", 1),
    "docker rm web*": ("*", 2),
    "docker rm web?": ("?", 2),
    "docker rm web[12]": ("[", 2),
    "docker run -v ~/data:/data busybox": ("~", 3),
    "docker run busybox sh -c (true)": ("(", 5),
    "docker run busybox 'sh": ("single quote", 3),
    'docker run busybox "sh': ("double quote", 3),
    "docker run busybox \\": ("backslash", 3),
    "docker run busybox # a comment": ("#", 3),
    "docker run busybox \0": ("NUL", 3),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_a_shell_would_act_on_is_refused_by_name(line):
    named, at = REFUSED[line]
    with pytest.raises(LineError) as refused:
        split(line)
    assert named.lower() in refused.value.message.lower()
    assert refused.value.at == at


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("docker run -e 'A=$HOME *' busybox", ["docker", "run", "-e", "A=$HOME *", "busybox"]),
        ('docker run busybox sh -c "echo $i | wc"', ["docker", "run", "busybox", "sh", "-c", "echo $i | wc"]),
        ("docker run -e A= -e ''  busybox", ["docker", "run", "-e", "A=", "-e", "", "busybox"]),
        ("docker run \\\n  --rm busybox", ["docker", "run", "--rm", "busybox"]),
        ("docker run a\\ b\\$c", ["docker", "run", "a b$c"]),
        ("docker run -p [::1]:80:80 busybox", ["docker", "run", "-p", "[::1]:80:80", "busybox"]),
        ("docker run -l a=b~c#d busybox", ["docker", "run", "-l", "a=b~c#d", "busybox"]),
        ('docker run "a\\"b\\\\" c', ["docker", "run", 'a"b\\', "c"]),
        ("docker inspect {{.State}}", ["docker", "inspect", "{{.State}}"]),
        ("  docker ps\t-a \n", ["docker", "ps", "-a"]),
        ("docker ru\\\nn 'a\\\nb' \"c\\\nd\"", ["docker", "run", "a\\\nb", "cd"]),
        ("", []),
    ],
)
def test_quotes_are_a_shells(line, words):
    assert split(line) == words


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20), max_size=8))
def test_joined_words_are_read_back_by_us_and_by_a_shell(words):
    assert split(join(words)) == words
    assert shlex.split(join(words)) == words


@given(st.text(max_size=80))
def test_no_text_raises_anything_but_its_own_error(text):
    with contextlib.suppress(LineError):
        split(text)


def test_a_line_has_a_greatest_length():
    with pytest.raises(LineError, match="longer"):
        split("docker run busybox " + "x" * 70_000)
