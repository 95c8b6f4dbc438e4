"""What the page of a command's form shows: its groups of fields, what they can suggest, and the line they stand for."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.access.guard import guard
from containers.commands import form
from containers.commands.declare import Command
from containers.commands.perform import preview
from containers.commands.render import render as line_of
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of
from containers.presets.keeping import presets_of

from .actions import lacks
from .fields import PROTOCOLS, groups_of, nouns_of
from .free_ports import free_ports, ports_in_use
from .outcomes import Answer
from .refusals import Problem
from .shell import page_actor
from .suggestions import suggestions


def form_page(
    request: HttpRequest,
    host: str,
    wanted: Command,
    fields: QueryDict,
    *,
    answer: Answer | None = None,
    problem: Problem | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, with what came of the command or what is wrong with which field."""
    actor = page_actor(request)
    context = {
        "names": suggestions(actor, host, nouns_of(wanted)),
        "lacks": "" if actor.may(wanted.name) else lacks(wanted),
        "presets": presets_of(actor.user, wanted),
        "answer": answer,
        "problem": problem,
        **filled(actor, host, wanted, fields, faults),
    }
    return render(request, "commands/form.html", context, status=status)


def filled(
    actor: Actor, host: str, wanted: Command, fields: QueryDict, faults: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The groups of fields with what stands in them, and their line."""
    used = ports_in_use(actor, host) if any(part.kind.widget == "ports" for part in wanted.parts) else {}
    shown = form.read(wanted, fields).faults if faults is None else faults
    return {
        "host": host,
        "groups": groups_of(wanted, fields, shown),
        "protocols": PROTOCOLS,
        "pasted": fields.get("path.dockerfile", ""),
        "ports_used": json.dumps(used),
        "free_ports": free_ports(used),
        **previewed(actor, host, wanted, fields),
    }


def previewed(actor: Actor, host: str, wanted: Command, fields: QueryDict) -> dict[str, Any]:
    """The line as far as the fields can be read, masked to be shown and, once it is whole, unmasked to be copied."""
    reading = form.read(wanted, fields)
    seen = preview(wanted, reading.values)
    line = line_of(wanted, reading.values)
    faults = dict(reading.faults)
    if not faults and not reading.needed:
        faults = _refused(actor, host, wanted, reading.values)
    return {
        "command": wanted,
        "line": seen.line,
        "editable": line,
        "copy": "" if reading.faults or reading.needed else line,
        "needed": [name.upper() for name in reading.needed],
        "risks": seen.risks,
        "whole_fault": faults.pop("", ""),
        "faults": json.dumps(faults),
    }


def _refused(actor: Actor, host: str, wanted: Command, values: Mapping[str, Any]) -> dict[str, str]:
    """What the guard would say no to, at its option; nothing is asked for yet, so nothing is in the trail.

    What it says of files it can only say once they are there.
    """
    if not actor.may(wanted.name) or wanted.inputs(values):
        return {}
    try:
        guard(actor, engine_of(host), wanted.name, wanted.effect.value, values, ())
    except Refused as error:
        return {getattr(error, "option", ""): error.message}
    except EngineError:  # the command itself will say so
        return {}
    return {}
