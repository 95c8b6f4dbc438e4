"""Values that come as JSON or from a form, checked as those of a typed line are."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .declare import Command, Option, Positional
from .errors import LineError


def validated(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `command`, in the order of declaration, without switches that are off.

    Raises LineError, whose `field` names the value at fault.
    """
    known = {part.name for part in command.parts}
    for name in given:
        if name not in known:
            raise LineError(
                _("docker %(command)s has no value called “%(name)s”; it knows: %(known)s.")
                % {"command": command.short, "name": name, "known": ", ".join(sorted(known)) or _("none")},
                field=name,
            )
    values = {
        part.name: _read(part, given[part.name]) for part in command.parts if given.get(part.name) not in (None, [])
    }
    for positional in command.positionals:
        if positional.required and positional.name not in values:
            raise LineError(
                _("docker %(command)s needs %(what)s: %(help)s")
                % {"command": command.short, "what": positional.name.upper(), "help": positional.help},
                field=positional.name,
            )
    values = said(command, values)
    try:
        command.check(values)
    except ValueError as error:
        raise LineError(str(error)) from error
    return values


def said(command: Command, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something: without those that are None, and without switches that are off."""
    silent = {option.name for option in command.options if not option.off_is_said}
    return {
        name: value for name, value in values.items() if value is not None and not (value is False and name in silent)
    }


def _read(part: Option | Positional, value: Any) -> Any:
    if part.kind.repeated or getattr(part, "rest", False):
        if not isinstance(value, list):
            raise LineError(_("%(name)s is a list.") % {"name": part.name}, field=part.name)
        return [_read_one(part, each) for each in value]
    return _read_one(part, value)


def _read_one(part: Option | Positional, value: Any) -> Any:
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, (str, int)):
        text = str(value)
    else:
        raise LineError(_("%(name)s is text, a whole number or true/false.") % {"name": part.name}, field=part.name)
    try:
        return part.kind.read(text)
    except ValueError as error:
        raise LineError(f"{part.name}: {error}", field=part.name) from error
