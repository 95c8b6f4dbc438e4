"""Presets: kept under a name without their secrets, found and deleted by their owner only."""

import uuid

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from containers.commands.declare import Command, Values
from containers.commands.form import fields_of
from containers.commands.render import masked, render

from .models import Preset

LONGEST_NAME = 80
# Of one person; more is nobody's list any more.
MOST = 100


class PresetRefused(Exception):
    """A preset that is not kept; `message` says why."""

    code = "preset_refused"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def presets_of(user: User, command: Command) -> QuerySet[Preset]:
    """A person's presets of a command, by name."""
    return Preset.objects.filter(owner=user, command=command.name)


def preset_of(user: User, preset_id: str) -> Preset | None:
    """A person's own preset; None for one that is not there, or is somebody else's."""
    return Preset.objects.filter(owner=user, pk=preset_id).first()


def keep(user: User, name: str, command: Command, values: Values) -> Preset:
    """Keeps values under a name, in the place of those that had it; raises PresetRefused."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise PresetRefused(_("A preset needs a name of at most %(most)d characters.") % {"most": LONGEST_NAME})
    named = presets_of(user, command).filter(name=name)
    if not named.exists() and Preset.objects.filter(owner=user).count() >= MOST:
        raise PresetRefused(_("You have %(most)d presets already; delete one first.") % {"most": MOST})
    shown = masked(command, values)
    kept = {"line": render(command, shown), "fields": urlencode(fields_of(command, shown))}
    preset, _made = Preset.objects.update_or_create(
        owner=user, command=command.name, name=name, defaults=kept, create_defaults={"id": uuid.uuid4().hex, **kept}
    )
    return preset


def fields_in(preset: Preset) -> QueryDict:
    """The fields of the form that a preset fills. Where a secret was are asterisks, which the form refuses."""
    return QueryDict(preset.fields)
