"""The fields of a command's form as its template draws them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from containers.commands.declare import Command, Option, Positional, Risk
from containers.commands.form import MOUNT_PARTS, PORT_PARTS, parts_of, several

_GROUPS = {
    "common": _("Common"),
    "process": _("Process"),
    "image": _("Image"),
    "network": _("Network and names"),
    "storage": _("Files and memory"),
    "limits": _("Limits"),
    "health": _("Health"),
    "logs": _("Logs"),
    "isolation": _("Isolation"),
}
_PARTS = {"ports": PORT_PARTS, "mounts": MOUNT_PARTS}
PROTOCOLS = ("tcp", "udp", "sctp")


@dataclass(frozen=True)
class Field:
    """One field: how it is named and explained, what stands in it, and what is wrong with that.

    `widget` is the kind's, or "rows" for anything that may be given several times. `rows` holds what stands in it: one
    text a row, or the three texts of a port or mount; there is always one row to type in.
    """

    name: str
    widget: str
    label: str
    flag: str
    help: Any
    example: str
    risk: str
    since: str
    suggestions: str
    choices: tuple[str, ...]
    required: bool
    number: bool
    secret: bool
    rows: list[Any]
    fault: str

    @property
    def text(self) -> str:
        """What stands in a field that is there once."""
        return str(self.rows[0])

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(any(row) if isinstance(row, tuple) else row for row in self.rows)


@dataclass(frozen=True)
class Group:
    """Fields that stand together; `title` is empty for the words of the command. `open` when one of them is in use."""

    name: str
    title: Any
    fields: list[Field]

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded."""
        return self.name in ("words", "common") or any(field.filled or field.fault for field in self.fields)


def groups_of(command: Command, given: QueryDict, faults: Mapping[str, str]) -> list[Group]:
    """The form's groups: the command's words, the common options, and the others folded."""
    words = [_field(part, given, faults) for part in command.positionals]
    groups = [Group("words", "", words)] if words else []
    names = list(dict.fromkeys(option.group for option in command.options))
    for name in sorted(names, key=lambda name: name != "common"):
        fields = [_field(option, given, faults) for option in command.options if option.group == name]
        switches = [field for field in fields if field.widget == "switch"]
        groups.append(Group(name, _GROUPS.get(name, name), switches + [f for f in fields if f.widget != "switch"]))
    return groups


def nouns_of(command: Command) -> set[str]:
    """What the form can suggest names of."""
    return {part.suggestions for part in parts_of(command) if part.suggestions}


def _field(part: Option | Positional, given: QueryDict, faults: Mapping[str, str]) -> Field:
    option = part if isinstance(part, Option) else None
    kind = part.kind
    widget = kind.widget if kind.widget in _PARTS or not several(part) else "rows"
    return Field(
        name=part.name,
        widget=widget,
        label=part.name.replace("-", " "),
        flag=" ".join(sorted(option.flags, key=len)) if option else part.name.upper(),
        help=part.help,
        example=kind.example,
        risk=option.risk.value if option and option.risk is not Risk.NONE else "",
        since=option.since if option else "",
        suggestions=part.suggestions,
        choices=kind.choices,
        required=isinstance(part, Positional) and part.required,
        number=kind.widget == "number",
        secret=bool(option and option.secret),
        rows=_rows(part.name, widget, given),
        fault=faults.get(part.name, ""),
    )


def _rows(name: str, widget: str, given: QueryDict) -> list[Any]:
    if widget in _PARTS:
        columns = [given.getlist(f"{name}.{part}") for part in _PARTS[widget]]
        longest = max(len(column) for column in columns)
        padded = [[*column, *[""] * (longest - len(column))] for column in columns]
        return list(zip(*padded, strict=True)) or [("", "", "")]
    if widget == "rows":
        return given.getlist(name) or [""]
    return [given.get(name, "")]
