"""Whatever is declared is whole: a right, an explanation of each flag, a line that is read back, a test."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission

from containers.access.models import Role
from containers.commands.declare import Command, Option, Positional, Risk
from containers.commands.parse import parse
from containers.commands.registry import BY_NAME, COMMANDS
from containers.commands.render import masked, render
from containers.commands.values import validated

TESTS = Path(__file__).parent.parent
EXAMPLES = {
    "ports": ["8080:80", "127.0.0.1:53:53/udp"],
    "mounts": ["data:/data:ro", "/anonymous"],
    "rows": ["name=value"],
    "words": ["sh", "-c", "echo 'a b' \"$HOME\"; true"],
    "switch": True,
    "number": 5,
    "moment": "10m",
    "context": ".",
}
BY_OPTION = {
    "network": ["backend"],
    "restart": "on-failure:3",
    "name": "web",
    "tail": "100",
    "tag": ["web:1"],
    "type": "image",
    "containers": ["web", "db"],
    "of": ["container", "stop"],
    "filter": ["label=value"],
    "port": "80/tcp",
    "source": "web:/etc/hosts",
    "destination": "./hosts",
    "change": ["CMD sh"],
}
# What an option needs beside it.
NEEDS = {"network-alias": {"network": ["backend"]}}
# What docker does not take together: what a whole line of the command leaves out.
CONFLICTS = {
    "container run": {"rm", "attach", "no-healthcheck"},
    "container create": {"rm", "no-healthcheck"},
    "container recreate": {"no-healthcheck"},
}
command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def everything(command: Command) -> dict:
    """A value for every option and word of a command."""
    values = {}
    for part in command.parts:
        example = BY_OPTION.get(part.name) or _example(part)
        several = part.kind.repeated or getattr(part, "rest", False)
        if several and not isinstance(example, list):
            example = [example]
        values[part.name] = example
    return values


def _example(part: Option | Positional) -> object:
    """What the kind itself gives for one, else what its widget takes."""
    if part.kind.example and part.kind.widget in ("rows", "pairs", "text", "number"):
        return part.kind.read(part.kind.example)
    return EXAMPLES.get(part.kind.widget, "busybox")


@command
@pytest.mark.django_db
def test_it_has_a_right_that_the_roles_from_its_own_up_have(command):
    right = Permission.objects.get(codename=command.codename, content_type__app_label="containers")
    roles = list(Role.values)
    expected = set(roles[roles.index(command.role) :])
    assert set(right.group_set.values_list("name", flat=True)) == expected


@command
def test_it_and_each_of_its_flags_and_words_is_explained(command):
    assert len(str(command.summary)) > 8
    for part in command.parts:
        assert len(str(part.help)) > 3, part.name
        assert not str(part.help).endswith("."), part.name
    assert len({option.name for option in command.options}) == len(command.options)
    flags = [flag for option in command.options for flag in option.flags]
    assert len(set(flags)) == len(flags)
    assert all(re.fullmatch(r"-[a-zA-Z]|--[a-z][a-z0-9-]+", flag) for flag in flags)


@command
def test_its_canonical_line_is_read_back_as_the_same_values(command):
    left_out = CONFLICTS.get(command.name, ())
    values = {name: value for name, value in everything(command).items() if name not in left_out}
    if command.name == "container start":
        values["containers"] = ["web"]  # -a is for one
    parsed = parse(render(command, values))
    assert parsed == (command, values)
    if command.name != "help":
        assert validated(command, values) == values


@command
def test_each_of_its_options_is_read_back_alone(command):
    needed = {each.name: everything(command)[each.name] for each in command.positionals if each.required}
    if command.name == "container start":
        needed["containers"] = ["web"]  # -a is for one
    for option in command.options:
        values = {option.name: everything(command)[option.name], **needed, **NEEDS.get(option.name, {})}
        assert parse(render(command, values)) == (command, values), option.name


@command
def test_what_it_keeps_secret_is_in_no_line_that_is_kept(command):
    for option in command.options:
        if option.secret:
            values = {**everything(command), option.name: ["TOKEN=hush", "BARE"]}
            line = render(command, masked(command, values))
            assert "hush" not in line
            assert "TOKEN=***" in line


def test_environment_and_build_arguments_are_secret():
    secret = {(each.name, option.name) for each in COMMANDS for option in each.options if option.secret}
    assert {("container run", "env"), ("image build", "build-arg")} <= secret


@command
def test_it_has_a_test_on_a_real_engine(command):
    text = "\n".join(path.read_text() for path in (TESTS / "commands").glob("test_on_engine*.py"))
    names = re.findall(r"^def test_(\w+)\(", text, re.MULTILINE)
    wanted = command.codename
    assert any(name.startswith(f"{wanted}_") or f"_and_{wanted.partition('_')[2]}_" in name for name in names), wanted


def test_names_are_used_once():
    names = [name for each in COMMANDS for name in (each.name, *each.aliases)]
    assert len(names) == len(set(names)) == len(BY_NAME)


def test_what_destroys_says_so():
    assert BY_NAME["rm"].effect == "destroys"
    assert all(option.risk is Risk.DESTROYS for option in BY_NAME["rm"].options)
