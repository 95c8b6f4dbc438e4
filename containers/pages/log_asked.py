"""Which part of a container's log its page begins with: ?tail=, ?since= and ?until= of its address, as docker logs."""

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from containers.commands.registry import find
from containers.commands.render import render as line_of

LOGS = find("container logs")
# How many lines the page begins with when its address says nothing.
TAIL = "1000"


def log_asked(request: HttpRequest, host: str, name: str) -> dict[str, str]:
    """The log's `log_url` and `tail`, and the `logs_line` it stands for; what cannot be read is passed over."""
    values: dict[str, Any] = {"follow": True, "tail": TAIL, "container": name}
    for asked in ("tail", "since", "until"):
        try:
            values[asked] = LOGS.option(asked).kind.read(request.GET[asked])
        except (KeyError, ValueError):
            continue
    between: dict[str, str] = {each: values[each] for each in ("since", "until") if each in values}
    query = f"?{urlencode(between)}" if between else ""
    return {
        "log_url": f"/ws/{host}/container/{name}/logs/{query}",
        "tail": values["tail"],
        "logs_line": line_of(LOGS, values),
    }
