"""Any values of any command are read back from their line as they were; no text raises anything but a line's own error.

300 cases of each usually; 10,000 of each by `script/test --full` (DOCKLINE_FAULTS=full).
"""

import os
from functools import cache
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from containers.commands.declare import Command, Option, Positional
from containers.commands.errors import LineError
from containers.commands.kinds import Kind
from containers.commands.parse import parse
from containers.commands.registry import BY_NAME, COMMANDS
from containers.commands.render import render
from containers.commands.values import said, validated
from containers.commands.words import join, split
from tests.differential.willing_lines import WILLING

CASES = 10_000 if os.environ.get("DOCKLINE_FAULTS") == "full" else 300
fuzzed = settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LINES = [line for lines in WILLING.values() for line in lines]
FLAGS = sorted({flag for command in COMMANDS for option in command.options for flag in option.flags})
WORDS = sorted(
    {word for line in LINES for word in split(line)}
    | {part.kind.example for command in COMMANDS for part in command.parts}
    | {
        "web",
        "sha256:" + "0" * 64,
        "a" * 300,
        "10m",
        "2026-01-31T12:00:00Z",
        "all",
        "-1",
        "0x10",
        "1_000",
        ".",
        "-",
        "--",
        "é",
    }
    | {
        "name=web",
        "label=a=b",
        "type=image",
        "until=10m",
        "busybox:1",
        "$HOME",
        "a'b",
        'a"b',
        "a\\b",
        "a\nb",
        " ",
        "",
        "--",
        "é",
    }
)
# Options end at the first word of these, so most of the table is theirs: they are drawn as often as all others.
# By name: hypothesis takes hashes of what it samples, and that of a whole command costs a millisecond.
DRAWN = [*(command.name for command in COMMANDS if command.name != "help"), *["run", "create"] * 12]


def reads(kind: Kind, word: str) -> bool:
    """Whether a word is one of this kind."""
    try:
        kind.read(word)
    except ValueError:
        return False
    return True


@cache
def texts_of(kind: Kind) -> st.SearchStrategy[str]:
    """Words that are read as this kind; any text where it takes any."""
    known = st.sampled_from([word for word in WORDS if reads(kind, word)] or ["true"])
    if reads(kind, "\u1234 \"'$x"):
        return known | st.text(max_size=12).filter(lambda word: reads(kind, word))
    return known


def value_of(draw: Any, part: Option | Positional) -> Any:
    """A value of an option or word."""
    words = texts_of(part.kind)
    if part.kind.repeated or getattr(part, "rest", False):
        return [part.kind.read(word) for word in draw(st.lists(words, min_size=1, max_size=3))]
    return part.kind.read(draw(words))


@st.composite
def asked(draw: Any) -> tuple[Command, dict[str, Any]]:
    """A command and values that it takes together."""
    command = BY_NAME[draw(st.sampled_from(DRAWN))]
    names = [option.name for option in command.options]
    options = map(command.option, draw(st.lists(st.sampled_from(names), max_size=5, unique=True)) if names else [])
    words = [word for word in command.positionals if word.required or draw(st.booleans())]
    parts: list[Option | Positional] = [*options, *words]
    given_values = {part.name: value_of(draw, part) for part in parts}
    values = said(command, {part.name: given_values.get(part.name) for part in command.parts})
    try:
        command.check(values)
    except ValueError:
        assume(False)
    return command, values


@fuzzed
@given(asked())
def test_any_values_of_any_command_are_read_back_from_their_line(of):
    command, values = of
    line = render(command, values)
    assert parse(line) == (command, values), line
    assert render(*parse(line)) == line
    assert validated(command, values) == values


@fuzzed
@given(
    st.sampled_from(sorted(BY_NAME)),
    st.lists(st.sampled_from(FLAGS) | st.sampled_from(WORDS) | st.text(max_size=6), max_size=8),
)
def test_no_words_raise_anything_but_a_lines_own_error(name, words):
    try:
        command, values = parse(f"docker {name} {join(words)}")
    except LineError:
        return
    assert parse(render(command, values)) == (command, values)


@fuzzed
@given(st.sampled_from(LINES), st.integers(0, 200), st.integers(0, 20), st.text(max_size=4))
def test_no_line_with_a_piece_replaced_raises_anything_but_its_own_error(line, start, length, text):
    try:
        command, values = parse(line[:start] + text + line[start + length :])
    except LineError:
        return
    assert parse(render(command, values)) == (command, values)
