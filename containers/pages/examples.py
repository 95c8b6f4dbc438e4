"""A line of each command that could be run as it stands: with the options people use most, and names that are there."""

from collections.abc import Mapping
from typing import Any

from containers.commands.declare import Command, Positional

_OPTIONS: dict[str, dict[str, Any]] = {
    "container run": {"detach": True, "name": "web", "publish": ["8080:80"]},
    "container ls": {"all": True},
    "container logs": {"follow": True, "tail": "100"},
    "container stop": {"timeout": 5},
    "image build": {"tag": ["web:1"]},
}

# What an empty form begins with, where most people want it.
STARTING_FIELDS = {"container run": "detach=on"}


def example_of(command: Command, names: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The values of the example; `names` are what the engine has, by noun."""
    values = {
        option.name: _OPTIONS[command.name][option.name]
        for option in command.options
        if option.name in _OPTIONS.get(command.name, {})
    }
    for positional in command.positionals:
        if positional.required:
            word = _word(positional, names)
            values[positional.name] = [word] if positional.rest else word
    return values


def _word(positional: Positional, names: Mapping[str, tuple[str, ...]]) -> str:
    there = names.get(positional.suggestions, ())
    return there[0] if there else positional.kind.example or positional.name.rstrip("s")
