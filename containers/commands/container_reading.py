"""`docker ps`, `inspect`, `logs`, and the one that shows what the others mask."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from containers.engine import containers, inspecting, logs
from containers.engine.container_reading import as_mapping
from containers.engine.moments import engine_moment

from .declare import Answer, Asked, Command, Download, Effect, Option, Positional, Stream, Values
from .kinds import CONTAINER, FILLED, FLAG, INTEGER, KEY_VALUES, TAIL, Kind, checked
from .secrets import without_secrets

MOMENT = checked("string", "moment", engine_moment, example="10m")
# The CONTRACT: logs without -f answers at most this many bytes, and a download for the rest.
LOG_BYTES = 1024 * 1024

_ONE = Positional("container", CONTAINER, _("name or id of a container"), suggestions="containers")
_TYPE = Kind("string", "text", FILLED.read, choices=inspecting.KINDS)


def _ps(asked: Asked) -> dict[str, Any]:
    values = asked.values
    newest = 1 if values.get("latest") else values.get("last")
    rows = containers.list_containers(
        asked.engine,
        all=values.get("all", False),
        filters=filters_of(values),
        limit=newest,
        size=values.get("size", False),
    )
    return {"containers": [row.id for row in rows] if values.get("quiet") else [as_mapping(row) for row in rows]}


def filters_of(values: Values) -> dict[str, list[str]]:
    """--filter name=value, several times, as the engine takes it: {name: [values]}."""
    filters: dict[str, list[str]] = {}
    for word in values.get("filter", []):
        name, _equals, value = word.partition("=")
        filters.setdefault(name, []).append(value)
    return filters


def _inspect_as(kind: str) -> Any:
    def call(asked: Asked) -> dict[str, Any]:
        only = kind or asked.values.get("type", "")
        size = asked.values.get("size", False)
        return {
            "objects": [
                without_secrets(inspecting.inspect(asked.engine, name, only, size)) for name in asked.values["names"]
            ]
        }

    return call


def _reveal(asked: Asked) -> dict[str, Any]:
    detail = containers.inspect_container(asked.engine, asked.values["container"])
    return {"environment": [asdict(variable) for variable in detail.environment]}


def _logs(asked: Asked) -> Any:
    values, name = asked.values, asked.values["container"]
    query = {key: values[key] for key in ("tail", "since", "until") if key in values}
    if values.get("timestamps"):
        query["timestamps"] = "1"
    if values.get("follow"):
        containers.raw_inspect(asked.engine, name)
        return Stream(_with_query(f"/ws/{asked.host}/container/{name}/logs/", query))
    read = logs.read_text(asked.engine, name, most_bytes=LOG_BYTES, **_reading(values))
    result = {"log": read.text, "bytes": len(read.text.encode()), "complete": read.complete}
    if read.complete:
        return result
    return Download(_with_query(f"/api/v1/{asked.host}/container/{name}/log", query), result)


def _reading(values: Values) -> dict[str, Any]:
    return {key: values[key] for key in ("tail", "since", "until", "timestamps") if key in values}


def _with_query(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _logs_answer(values: Values) -> Answer:
    return Answer.STREAM if values.get("follow") else Answer.VALUE


COMMANDS = (
    Command(
        name="container ls",
        aliases=("ps", "container ps", "container list"),
        summary=_("List containers: the running ones, or all"),
        effect=Effect.READS,
        role="viewer",
        call=_ps,
        options=(
            Option("all", ("-a", "--all"), FLAG, _("Stopped ones too")),
            Option("filter", ("-f", "--filter"), KEY_VALUES, _("Only those that match, for example status=exited")),
            Option("last", ("-n", "--last"), INTEGER, _("The newest so many, stopped ones among them")),
            Option("latest", ("-l", "--latest"), FLAG, _("The newest one, running or not")),
            Option("quiet", ("-q", "--quiet"), FLAG, _("Only ids")),
            Option("size", ("-s", "--size"), FLAG, _("With the size of their files; slow on many containers")),
        ),
    ),
    Command(
        name="inspect",
        summary=_("Show all that the engine knows of an object, secrets masked"),
        effect=Effect.READS,
        role="viewer",
        call=_inspect_as(""),
        positionals=(Positional("names", FILLED, _("names or ids of objects"), rest=True, suggestions="containers"),),
        options=(
            Option("type", ("--type",), _TYPE, _("Only a container, image, network or volume of this name")),
            Option("size", ("-s", "--size"), FLAG, _("With the size of a container's files")),
        ),
        explanation=_("Tries a container of this name, then an image, a network and a volume."),
    ),
    Command(
        name="container inspect",
        summary=_("Show all that the engine knows of containers, secrets masked"),
        effect=Effect.READS,
        role="viewer",
        call=_inspect_as("container"),
        positionals=(
            Positional("names", FILLED, _("names or ids of containers"), rest=True, suggestions="containers"),
        ),
        options=(Option("size", ("-s", "--size"), FLAG, _("With the size of its files")),),
    ),
    Command(
        name="image inspect",
        summary=_("Show all that the engine knows of images, secrets masked"),
        effect=Effect.READS,
        role="viewer",
        call=_inspect_as("image"),
        positionals=(Positional("names", FILLED, _("names or ids of images"), rest=True, suggestions="images"),),
    ),
    Command(
        name="container reveal",
        summary=_("Show a container's environment with its values"),
        effect=Effect.REVEALS,
        role="operator",
        call=_reveal,
        positionals=(_ONE,),
        explanation=_(
            "A command of Dockline's own: docker inspect shows these values to everybody, here they are masked "
            "until somebody with the right asks, and that is kept in the trail."
        ),
    ),
    Command(
        name="container logs",
        aliases=("logs",),
        summary=_("Show what a container printed, and follow it"),
        effect=Effect.READS,
        role="viewer",
        call=_logs,
        positionals=(_ONE,),
        options=(
            Option("follow", ("-f", "--follow"), FLAG, _("Go on with what it prints from now on")),
            Option("tail", ("-n", "--tail"), TAIL, _("Only the last so many lines (all: every line)")),
            Option("since", ("--since",), MOMENT, _("Only from this moment on: 10m ago, or 2026-01-31T12:00:00Z")),
            Option("until", ("--until",), MOMENT, _("Only up to this moment")),
            Option("timestamps", ("-t", "--timestamps"), FLAG, _("With the time of each line")),
        ),
        answer=_logs_answer,
    ),
)
