"""How a typed line could go on: commands, their flags, and the names of what is on the engine."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from containers.commands.declare import Command, Option
from containers.commands.registry import BY_NAME, COMMANDS, GROUPS

MOST = 8


@dataclass(frozen=True)
class Completion:
    """A word that the line could have next: the `word`, what it is for, and the whole `line` with it."""

    word: str
    help: Any
    line: str


def completions(typed: str, names_of: Callable[[str], Sequence[str]]) -> list[Completion]:
    """The words that the last, unfinished word of a line could become, the likeliest first.

    `names_of` gives the names of a noun ("containers"); it is asked only where a name may stand.
    """
    start = len(typed) - len(typed.split(" ")[-1])
    before, begun = typed[:start].split(), typed[start:]
    if not before or before[0] != "docker":
        return []
    found = (each for each in _candidates(before, begun, names_of) if each[0].startswith(begun) and each[0] != begun)
    return [Completion(word, told, f"{typed[:start]}{word} ") for word, told in list(found)[:MOST]]


def _candidates(before: list[str], begun: str, names_of: Callable[[str], Sequence[str]]) -> Iterable[tuple[str, Any]]:
    command, rest = _command(before)
    if command is None:
        return _commands(before)
    flags = {flag: option for option in command.options for flag in option.flags}
    option = flags.get(rest[-1]) if rest else None
    if option is not None and option.kind.widget != "switch":
        return _values(option, names_of)
    if begun.startswith("-"):
        return [(max(option.flags, key=len), option.help) for option in command.options]
    return _words(command, _loose(rest, flags), names_of)


def _command(before: list[str]) -> tuple[Command | None, list[str]]:
    """The command that the words so far name, and the words after its name."""
    for length in (2, 1):
        name = " ".join(before[1 : 1 + length])
        if len(before) > length and name in BY_NAME:
            return BY_NAME[name], before[1 + length :]
    return None, []


def _commands(before: list[str]) -> list[tuple[str, Any]]:
    if len(before) == 1:
        return [(command.short, command.summary) for command in COMMANDS if " " not in command.short]
    if len(before) == 2 and before[1] in GROUPS:
        verbs = sorted(GROUPS[before[1]])
        return [(verb, BY_NAME[f"{before[1]} {verb}"].summary) for verb in verbs]
    return []


def _values(option: Option, names_of: Callable[[str], Sequence[str]]) -> list[tuple[str, Any]]:
    if option.kind.choices:
        return [(choice, option.help) for choice in option.kind.choices]
    return [(name, option.help) for name in names_of(option.suggestions)] if option.suggestions else []


def _loose(rest: list[str], flags: dict[str, Option]) -> list[str]:
    """The words that are neither flags nor their values."""
    loose, takes_value = [], False
    for word in rest:
        if takes_value:
            takes_value = False
        elif word.startswith("-"):
            option = flags.get(word)
            takes_value = option is not None and option.kind.widget != "switch"
        else:
            loose.append(word)
    return loose


def _words(command: Command, loose: list[str], names_of: Callable[[str], Sequence[str]]) -> list[tuple[str, Any]]:
    if not command.positionals:
        return []
    last = command.positionals[-1]
    if len(loose) >= len(command.positionals) and not last.rest:
        return []
    positional = command.positionals[min(len(loose), len(command.positionals) - 1)]
    if not positional.suggestions:
        return []
    return [(name, positional.help) for name in names_of(positional.suggestions) if name not in loose]
