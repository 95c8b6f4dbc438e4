"""What a command that destroys would take with it, listed before it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from containers.access.actor import Actor
from containers.commands.declare import Command, Effect, Risk
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.shapes import Mount

PRUNE = find("container prune")


@dataclass(frozen=True)
class Victim:
    """A container that would be removed: its state, and as sentences what is lost with it and what stays."""

    name: str
    state: str
    exit_code: int | None
    image: str
    lost: tuple[str, ...]
    kept: tuple[str, ...]
    size: int | None = None  # bytes that it wrote, where they were measured


def confirmed(command: Command, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a command that a person has been asked about: a prune then needs no more asking (-f)."""
    return {**values, "force": True} if command is PRUNE else dict(values)


def asks_first(command: Command, values: Mapping[str, Any]) -> bool:
    """Whether a person is asked once more before the command runs: it destroys, or lets something reach the host."""
    if command.effect is Effect.DESTROYS:
        return True
    return any(option.risk is Risk.ESCAPES for option in command.options if option.name in values)


def victims_of(actor: Actor, host: str, command: Command, values: Mapping[str, Any]) -> list[Victim]:
    """The containers that a removal names and that there are, or that a prune would remove, by one request to the
    engine; raises EngineError."""
    if command is PRUNE and actor.may(command.name):
        asked = {name: value for name, value in values.items() if name != "force"}
        rows = perform(actor, host, command, asked, trailed=False).result["would_remove"]
        return [_victim(row, with_volumes=False, killed=False) for row in rows]
    names = _names(command, values)
    if not names:
        return []
    listed = perform(actor, host, find("container ls"), {"all": True}, trailed=False).result["containers"]
    return [
        _victim(row, with_volumes=bool(values.get("volumes")), killed=command.name == "container rm")
        for name in dict.fromkeys(names)
        for row in listed
        if row["name"] == name.removeprefix("/") or row["id"].startswith(name)
    ]


def _names(command: Command, values: Mapping[str, Any]) -> list[str]:
    """The containers that are gone once the command is done."""
    if command.name == "container recreate":
        return [values["replaces"]] if "replaces" in values else []
    return list(values["containers"]) if command.name == "container rm" else []


def _victim(row: Mapping[str, Any], *, with_volumes: bool, killed: bool) -> Victim:
    volumes = [mount for mount in (_mount(each) for each in row["mounts"]) if mount.kind == "volume"]
    anonymous = [volume for volume in volumes if _is_anonymous(volume)]
    named = [volume for volume in volumes if not _is_anonymous(volume)]
    lost = [_("every file it wrote outside of volumes")]
    kept: list[str] = []
    if anonymous:
        paths = ", ".join(volume.target for volume in anonymous)
        told = ngettext("its anonymous volume (%(paths)s)", "its anonymous volumes (%(paths)s)", len(anonymous))
        (lost if with_volumes else kept).append(told % {"paths": paths})
    kept += [_("the volume %(name)s (%(path)s)") % {"name": volume.name, "path": volume.target} for volume in named]
    if row["state"] == "running":
        lost.insert(0, _("what it does now: it is killed") if killed else _("what it does now: it is stopped"))
    return Victim(row["name"], row["state"], row["exit_code"], row["image"], tuple(lost), tuple(kept), row["size"])


def _mount(mount: Mapping[str, Any]) -> Mount:
    return Mount(**mount)


def _is_anonymous(volume: Mount) -> bool:
    """Docker names a volume that was given no name by 64 hex digits."""
    return len(volume.name) == 64 and all(digit in "0123456789abcdef" for digit in volume.name)
