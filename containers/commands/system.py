"""`docker version`, `docker info` and `docker events`."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from containers.engine import system
from containers.engine.event_filter import event_filter

from .container_reading import MOMENT
from .declare import Answer, Asked, Command, Effect, Option, Stream
from .kinds import checked

_EVENT_FILTER = checked(
    "filter", "rows", lambda word: event_filter([word]), repeated=True, example="event=health_status"
)


def _without_raw(shape: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(shape).items() if name != "raw"}


def _version(asked: Asked) -> dict[str, Any]:
    return _without_raw(system.version(asked.engine)) | {"used_api": asked.engine.api_version}


def _info(asked: Asked) -> dict[str, Any]:
    return _without_raw(system.info(asked.engine))


def _events(asked: Asked) -> Stream:
    asked.engine.ping()
    query = [(name, asked.values[name]) for name in ("since", "until") if name in asked.values]
    query += [("filter", word) for word in asked.values.get("filter", ())]
    return Stream(f"/ws/{asked.host}/events/" + (f"?{urlencode(query)}" if query else ""))


COMMANDS = (
    Command(
        name="version",
        summary=_("Show the engine's version and the API in use"),
        effect=Effect.READS,
        role="viewer",
        call=_version,
    ),
    Command(
        name="system info",
        aliases=("info",),
        summary=_("Show what the engine and its machine are"),
        effect=Effect.READS,
        role="viewer",
        call=_info,
    ),
    Command(
        name="system events",
        aliases=("events",),
        summary=_("Follow what happens on the engine"),
        effect=Effect.READS,
        role="viewer",
        call=_events,
        options=(
            Option("filter", ("-f", "--filter"), _EVENT_FILTER, _("Only those that match, for example type=container")),
            Option("since", ("--since",), MOMENT, _("Also those from this moment on, as far as they are remembered")),
            Option("until", ("--until",), MOMENT, _("Only up to this moment, then it ends")),
        ),
        answer=lambda values: Answer.STREAM,
        explanation=_("The engine remembers its newest 256 events; Dockline some more, while anybody follows them."),
    ),
)
