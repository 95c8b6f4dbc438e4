"""A button that does a command: its form's fields, its line, and whether this actor may press it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.commands.declare import Command, Effect
from containers.commands.form import fields_of
from containers.commands.render import masked, render

LOOKS = ("label", "icon", "look", "style", "then", "unless")


@dataclass(frozen=True)
class Action:
    """What the action's partial shows: see the template tag `action` for what each means."""

    command: Command
    label: Any
    icon: str
    look: str
    style: str
    then: str
    line: str
    copy: str
    fields: list[tuple[str, str]]
    url: str
    asks_first: bool
    reason: str

    @property
    def classes(self) -> str:
        """The classes of its button, beside the one that all have."""
        looks = {"button": " btn", "line": " btn btn-sm"}.get(self.look, "")
        styles = {"primary": " btn-primary", "danger": " is-danger"}.get(self.style, "")
        return looks + styles


def action(
    actor: Actor,
    host: str,
    command: Command,
    given: Mapping[str, Any],
    *,
    label: Any = "",
    icon: str = "",
    look: str = "button",
    style: str = "",
    then: str = "",
    unless: str = "",
) -> Action:
    """The action that does `command` with the `given` values for `actor` on the engine called `host`."""
    values = values_of(command, given)
    destroys = command.effect is Effect.DESTROYS
    return Action(
        command=command,
        label=label or command.summary,
        icon=icon,
        look=look,
        style="danger" if destroys else style,
        then=then,
        line=render(command, masked(command, values)),
        copy=render(command, values),
        fields=fields_of(command, values),
        url=reverse("command", args=[host, command.slug]),
        asks_first=destroys,
        reason=unless if actor.may(command.name) else lacks(command),
    )


def lacks(command: Command) -> str:
    """Why somebody without the right cannot do a command."""
    return _("Your role has no right to docker %(command)s.") % {"command": command.short}


def values_of(command: Command, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a template gives them (`build_arg` for build-arg, one word for a list of one) as the command's own.

    Raises KeyError for a name that the command does not declare.
    """
    several = {option.name: option.kind.repeated for option in command.options}
    several |= {positional.name: positional.rest for positional in command.positionals}
    values = {}
    for word, value in given.items():
        if value in (None, "", False):
            continue
        name = word if word in several else word.replace("_", "-")
        values[name] = [value] if several[name] and isinstance(value, str) else value
    return {name: values[name] for name in several if name in values}
