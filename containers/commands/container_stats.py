"""`docker stats`."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from containers.engine.connection import Engine
from containers.engine.containers import list_containers, raw_inspect
from containers.engine.stat_figures import NOTHING_KNOWN
from containers.engine.stat_streams import measure
from containers.engine.stat_words import words_of

from .declare import Answer, Asked, Command, Effect, Option, Positional, Stream, Values
from .kinds import CONTAINER, FLAG

_ID_LENGTH = 12


def _stats(asked: Asked) -> Any:
    values, names = asked.values, asked.values.get("containers", ())
    if values.get("no-stream"):
        return {"stats": _measured(asked.engine, values, names)}
    if not names:
        asked.engine.ping()
        return Stream(f"/ws/{asked.host}/stats/" + ("?all=1" if values.get("all") else ""))
    words = [_word_for(asked.engine, name) for name in names]
    if len(words) == 1:
        return Stream(f"/ws/{asked.host}/container/{words[0]}/stats/")
    return Stream(f"/ws/{asked.host}/stats/?{urlencode([('container', word) for word in words])}")


def _measured(engine: Engine, values: Values, names: list[str]) -> list[dict[str, Any]]:
    """One sample of each container, in the order of the list, or as they were named."""
    there = {each.id: each.name for each in list_containers(engine, all=bool(names) or values.get("all", False))}
    wanted = [raw_inspect(engine, name)["Id"] for name in names] if names else list(there)
    samples = measure(engine, dict.fromkeys(wanted))
    rows = []
    for container_id in wanted:
        figures = samples[container_id].figures if container_id in samples else NOTHING_KNOWN
        shown = container_id if values.get("no-trunc") else container_id[:_ID_LENGTH]
        known = asdict(figures) | {"memory_percent": figures.memory_percent}
        rows.append({"id": shown, "name": there.get(container_id, ""), **known, **words_of(figures)})
    return rows


def _word_for(engine: Engine, name: str) -> str:
    """What names the container to the socket: its name, or enough of its id. Raises NotFound."""
    found = raw_inspect(engine, name)
    return name if found["Name"].lstrip("/") == name else str(found["Id"][:_ID_LENGTH])


COMMANDS = (
    Command(
        name="container stats",
        aliases=("stats",),
        summary=_("Show what containers use: CPU, memory, network, disk, processes"),
        effect=Effect.READS,
        role="viewer",
        call=_stats,
        positionals=(
            Positional(
                "containers",
                CONTAINER,
                _("names or ids of containers; without any, all that run"),
                required=False,
                rest=True,
                suggestions="containers",
            ),
        ),
        options=(
            Option("all", ("-a", "--all"), FLAG, _("Stopped ones too, whose figures are a dash")),
            Option("no-stream", ("--no-stream",), FLAG, _("Measure once, and end")),
            Option("no-trunc", ("--no-trunc",), FLAG, _("With whole ids")),
        ),
        answer=lambda values: Answer.VALUE if values.get("no-stream") else Answer.STREAM,
        explanation=_(
            "CPU is of one processor: 200 % are two of them. Memory is without the file cache that could be given up."
        ),
    ),
)
