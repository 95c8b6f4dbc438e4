"""A command's result as people read it: a table, a list of facts, a text, a help page, or JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from containers.commands.declare import Command

from .moments import since

MOST_ROWS = 500


@dataclass(frozen=True)
class Table:
    """Columns by their titles, and rows of text; `left_out` counts the rows that were too many to show."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    left_out: int = 0


@dataclass(frozen=True)
class View:
    """What the result partial shows; `kind` names the one of the others that it is."""

    kind: str
    table: Table | None = None
    facts: Sequence[tuple[str, str]] = ()
    text: str = ""
    help: Mapping[str, Any] = field(default_factory=dict)


def view_of(command: Command, result: Any) -> View:
    """The result of a command as the kind of view that suits it."""
    if not isinstance(result, dict):
        return View("json", text=_json(result))
    if command.name == "help":
        return View("help", help=result)
    if "log" in result:
        return View("text", text=result["log"])
    if "objects" in result:
        return View("json", text=_json(result["objects"]))
    if set(result) == {"done"}:
        return View("done", text=", ".join(result["done"]))
    if set(result) == {"titles", "processes"}:
        rows = result["processes"]
        return View("table", table=Table(result["titles"], rows[:MOST_ROWS], max(len(rows) - MOST_ROWS, 0)))
    if len(result) == 1 and isinstance(rows := next(iter(result.values())), list):
        return _listing(rows)
    facts = _facts(result)
    return View("json", text=_json(result)) if facts is None else View("facts", facts=facts)


def _listing(rows: list[Any]) -> View:
    if not rows:
        return View("empty")
    if not all(isinstance(row, dict) for row in rows):
        return View("text", text="\n".join(str(row) for row in rows))
    columns = [name for name in _COLUMNS if name in rows[0]] or [
        name for name, value in rows[0].items() if not isinstance(value, dict | list)
    ]
    shown = [[_cell(name, row.get(name)) for name in columns] for row in rows[:MOST_ROWS]]
    return View("table", table=Table([_title(name) for name in columns], shown, len(rows) - len(shown)))


# What docker ps and docker images show, of the many things our shapes hold.
_COLUMNS = ("name", "tags", "id", "image", "command", "created", "status", "ports", "size")


def _title(name: str) -> str:
    return {
        "id": _("id"),
        "name": _("name"),
        "tags": _("tags"),
        "image": _("image"),
        "command": _("command"),
        "created": _("created"),
        "status": _("status"),
        "ports": _("ports"),
        "size": _("size"),
        "value": _("value"),
        "container": _("container"),
        "exit_code": _("exit code"),
        "kind": _("what happened"),
        "reclaimed": _("disk made free"),
        "path": _("path"),
        "private": _("port of the container"),
        "public": _("port of the host"),
        "protocol": _("protocol"),
        "address": _("address of the host"),
    }.get(name, name.replace("_", " "))


def _cell(name: str, value: Any) -> str:
    if value in (None, "", [], ()):
        return "–"
    if name == "id":
        return str(value).removeprefix("sha256:")[:12]
    if name == "created":
        return since(value)
    if name == "size":
        return filesizeformat(value)
    if name == "ports":
        return ", ".join(_port(port) for port in value)
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if name == "image" and str(value).startswith("sha256:"):
        return str(value).removeprefix("sha256:")[:12]
    return str(value)


def _port(port: Mapping[str, Any]) -> str:
    inside = f"{port['private']}/{port['protocol']}"
    return f"{port['public']}→{inside}" if port["public"] else inside


def _facts(result: Mapping[str, Any], of: str = "") -> list[tuple[str, str]] | None:
    """The result as names and texts, a mapping's own entries among them; None when it goes deeper than that."""
    facts: list[tuple[str, str]] = []
    for name, value in result.items():
        title = f"{of} {name}".strip().replace("_", " ")
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            inner = None if of else _facts(value, name)
            if inner is None:
                return None
            facts += inner
        elif isinstance(value, list | tuple):
            if any(isinstance(each, dict | list) for each in value):
                return None
            facts.append((title, ", ".join(str(each) for each in value)))
        else:
            facts.append((title, filesizeformat(value) if name == "memory" else str(value)))
    return facts


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
