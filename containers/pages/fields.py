"""The fields of a command's form as its template draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from containers.commands.declare import Command, Option, Positional, Risk
from containers.commands.form import OFF, parts_of, several
from containers.commands.form_rows import ROWS, rows_of

from .field_groups import described
from .given_files import takes_files
from .known_values import known_values

PROTOCOLS = ("tcp", "udp", "sctp")
_HINTS = {
    "bytes": _("A number with b, k, m or g after it: 512m."),
    "duration": _("A number with ms, s, m or h after it: 1m30s."),
}


@dataclass(frozen=True)
class Field:
    """One field: how it is named and explained, what stands in it, and what is wrong with that.

    `widget` names its template in templates/commands/fields. `rows` holds what stands in it: one text a row, or the
    texts of a row with several fields; there is always one row to type in.
    """

    name: str
    widget: str
    label: str
    flag: str
    help: Any
    hint: Any
    example: Sequence[str]
    risk: str
    since: str
    suggestions: str
    values: Mapping[str, Any]
    choices: tuple[str, ...]
    required: bool
    number: bool
    secret: bool
    files: bool
    rows: list[Any]
    fault: str

    @property
    def template(self) -> str:
        """What draws its control."""
        return f"commands/fields/{self.widget}.html"

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
    about: Any
    icon: str
    fields: list[Field]

    @property
    def folds(self) -> bool:
        """Whether it can be closed: all but what most people want."""
        return self.name not in ("words", "common")

    @property
    def filled(self) -> int:
        """How many of its fields are in use."""
        return sum(field.filled for field in self.fields)

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded."""
        return any(field.filled or field.fault for field in self.fields)


def groups_of(command: Command, given: QueryDict, faults: Mapping[str, str]) -> list[Group]:
    """The form's groups: the command's words, the common options, and the others folded."""
    words = [_field(command, part, given, faults) for part in command.positionals]
    groups = [Group("words", "", "", "", words)] if words else []
    names = list(dict.fromkeys(option.group for option in command.options))
    for name in sorted(names, key=lambda name: name != "common"):
        fields = [_field(command, option, given, faults) for option in command.options if option.group == name]
        switches = [field for field in fields if field.widget == "switch"]
        others = [field for field in fields if field.widget != "switch"]
        groups.append(Group(name, *described(name), switches + others))
    return groups


def nouns_of(command: Command) -> set[str]:
    """What the form can suggest names of."""
    return {part.suggestions for part in parts_of(command) if part.suggestions}


def _field(command: Command, part: Option | Positional, given: QueryDict, faults: Mapping[str, str]) -> Field:
    option = part if isinstance(part, Option) else None
    kind = part.kind
    widget = _widget(part)
    return Field(
        name=part.name,
        widget=widget,
        label=part.name.replace("-", " "),
        flag=" ".join(sorted(option.flags, key=len)) if option else part.name.upper(),
        help=part.help,
        hint=_HINTS.get(kind.placeholder, ""),
        example=kind.example.split("=", 1) if widget == "pairs" else [kind.example],
        risk=option.risk.value if option and option.risk is not Risk.NONE else "",
        since=option.since if option else "",
        suggestions=part.suggestions,
        values={} if option is None or widget in ("switch", "choice") else known_values(command.name, option),
        choices=_choices(widget, kind.choices),
        required=isinstance(part, Positional) and part.required,
        number=kind.widget == "number",
        secret=bool(option and option.secret),
        files=takes_files(part.name),
        rows=_rows(part, widget, given),
        fault=faults.get(part.name, ""),
    )


def _widget(part: Option | Positional) -> str:
    kind = part.kind
    if kind.widget == "switch":
        # One of which "off" is said, too, has three states.
        return "choice" if getattr(part, "off_is_said", False) else "switch"
    if kind.widget in (*ROWS, "context", "copied"):
        return kind.widget
    if several(part):
        return "rows"
    return "choice" if kind.choices else "text"


def _choices(widget: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    return choices or ("on", OFF) if widget == "choice" else choices


def _rows(part: Option | Positional, widget: str, given: QueryDict) -> list[Any]:
    if row := ROWS.get(widget):
        return rows_of(part.name, row, given) or [("",) * len(row.parts)]
    if widget == "rows":
        return given.getlist(part.name) or [""]
    return [given.get(part.name, "")]
