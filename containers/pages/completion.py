"""What a typed line can be completed with, as the bar's script takes it: all commands with their flags and words.

The script completes by itself, without asking for each key; names of what is on the engine come apart from this.
"""

from typing import Any

from django.utils.translation import gettext as _

from containers.commands.declare import Command, Option, Positional, Risk
from containers.commands.registry import COMMANDS, GROUPS

from .known_values import known_values
from .pills import shown


def vocabulary() -> dict[str, Any]:
    """The commands, and the groups that `docker GROUP VERB` has, in the language of who asks."""
    return {
        "commands": [_command(command) for command in COMMANDS],
        "groups": {group: _("Commands about: %(noun)s") % {"noun": group} for group in sorted(GROUPS)},
    }


def _command(command: Command) -> dict[str, Any]:
    return {
        "names": list(dict.fromkeys((command.short, command.name, *command.aliases))),
        "help": str(command.summary),
        "options": [_option(command, option) for option in command.options],
        "words": [_positional(positional) for positional in command.positionals],
        "endsAtFirstWord": command.options_end_at_first_word,
    }


def _option(command: Command, option: Option) -> dict[str, Any]:
    switch = option.kind.widget == "switch"
    return {
        "flags": sorted(option.flags, key=len),
        "value": "" if switch else option.kind.placeholder or "value",
        "help": str(option.help),
        "example": option.kind.example,
        "several": option.kind.repeated,
        "risk": str(shown(option.risk.value).word) if option.risk is not Risk.NONE else "",
        "values": [] if switch else [[value, str(told)] for value, told in known_values(command.name, option).items()],
        "names": option.suggestions,
        "ends": ":" if option.kind.widget == "mounts" else " ",
    }


def _positional(positional: Positional) -> dict[str, Any]:
    return {
        "name": positional.name.upper(),
        "help": str(positional.help),
        "names": positional.suggestions,
        "rest": positional.rest,
    }
