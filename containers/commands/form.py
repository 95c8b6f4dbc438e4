"""A command's form, from its declaration: fields into values and values into fields.

A form's fields are a QueryDict. The field of a switch is "on" or not there; a field that may be given several times is
there as often; a port, a mount or a name with its value is some fields of one row (`publish.host`,
`publish.container`, `publish.protocol`): form_rows has them.
A field that is empty is not given; one that holds '' (two single quotes) is given as nothing, as in a shell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from .declare import Command, Option, Positional
from .errors import LineError
from .form_rows import EMPTY, ROWS, fields_of_row, rows_of
from .render import MASK
from .words import join, split

_MASKED = re.compile(rf'([^,"=]*)={re.escape(MASK)}(?=$|[,"])')
OFF = "off"  # a switch that was said to be off, where that is not the same as saying nothing


@dataclass(frozen=True)
class Reading:
    """What a form said: the values that could be read, and for each field at fault a sentence.

    The fault of the form as a whole (options that exclude each other) has the name "". `needed` are the fields that
    must be filled and are not, each with a sentence: a fault once the form is sent, none while it is being filled.
    """

    values: dict[str, Any]
    faults: Mapping[str, str] = field(default_factory=dict)
    needed: Mapping[str, str] = field(default_factory=dict)


def values_of(command: Command, fields: QueryDict) -> dict[str, Any]:
    """The values that the fields stand for; raises LineError with the first fault and its field."""
    reading = read(command, fields)
    for name, sentence in {**reading.faults, **reading.needed}.items():
        raise LineError(sentence, field=name)
    return reading.values


def read(command: Command, fields: QueryDict) -> Reading:
    """The values that the fields stand for, and all that is wrong with them."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    needed: dict[str, str] = {}
    for part in parts_of(command):
        try:
            value = _value(part, fields)
        except LineError as error:
            faults[part.name] = error.message
            continue
        except ValueError as error:
            faults[part.name] = str(error)
            continue
        if value is not None and value != [] and (value is not False or fields.get(part.name) == OFF):
            values[part.name] = value
        elif isinstance(part, Positional) and part.required:
            needed[part.name] = _("This is needed: %(help)s.") % {"help": part.help}
    if not faults and not needed:
        try:
            command.check(values)
        except ValueError as error:
            faults[""] = str(error)
    return Reading(values, faults, needed)


def fields_of(command: Command, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields, as (name, text) in the form's order, that `read` turns into these values."""
    fields: list[tuple[str, str]] = []
    for part in parts_of(command):
        if part.name in values:
            fields += _fields(part, values[part.name])
    return fields


def parts_of(command: Command) -> tuple[Option | Positional, ...]:
    """The options and the words of a command, in the order of declaration."""
    return (*command.options, *command.positionals)


def several(part: Option | Positional) -> bool:
    """Whether the part may be given several times, and so has rows on the form."""
    if part.kind.widget == "words":
        return False
    return part.rest if isinstance(part, Positional) else part.kind.repeated


def _value(part: Option | Positional, fields: QueryDict) -> Any:
    widget = part.kind.widget
    if widget == "switch":
        return bool(fields.get(part.name)) and fields.get(part.name) != OFF
    if widget == "words":
        return [part.kind.read(word) for word in split(fields.get(part.name, ""))]
    if several(part):
        return [part.kind.read(text) for text in _texts(part, fields)]
    text = fields.get(part.name, "").strip()
    return part.kind.read("" if text == EMPTY else text) if text else None


def _texts(part: Option | Positional, fields: QueryDict) -> list[str]:
    row = ROWS.get(part.kind.widget)
    if row is None:
        texts = [text.strip() for text in fields.getlist(part.name) if text.strip()]
    else:
        texts = [row.join(*each) for each in rows_of(part.name, row, fields)]
    if isinstance(part, Option) and (part.secret or part.secret_settings):
        _refuse_masks(texts)
    return texts


def _refuse_masks(texts: list[str]) -> None:
    """A form that was filled from what is kept has asterisks where a secret was; nobody means them."""
    for text in texts:
        if found := _MASKED.search(text):
            why = _("The value of %(name)s is a secret, which is not kept. Write it again.")
            raise ValueError(why % {"name": found[1]})


def _fields(part: Option | Positional, value: Any) -> list[tuple[str, str]]:
    widget = part.kind.widget
    if widget == "switch":
        return [(part.name, "on" if value else OFF)]
    if widget == "words":
        return [(part.name, join(list(value)))]
    if not several(part):
        return [(part.name, part.kind.write(value) or EMPTY)]
    texts = [part.kind.write(each) for each in value]
    row = ROWS.get(widget)
    if row is None:
        return [(part.name, text) for text in texts]
    return [pair for text in texts for pair in fields_of_row(part.name, row, text)]
