"""What the engine remembers of a container's ends: signals, memory, exits and starts among its newest 256 events."""

import json
import time
from contextlib import suppress

from .connection import Engine
from .engine_events import EngineEvent, event_from
from .errors import EngineError

# What tells how a container ended, of all that happens to one.
_ACTIONS = ("start", "restart", "kill", "oom", "die", "stop", "health_status")
_ANSWER_SECONDS = 5.0


def end_events(engine: Engine, container_id: str, since: float) -> tuple[EngineEvent, ...]:
    """The events of a container's starts and ends from `since` (seconds since the epoch) to now, the oldest first.

    Nothing where the engine has forgotten them, or does not say in time: they are an ornament of a page.
    """
    filters = {"type": ["container"], "container": [container_id], "event": list(_ACTIONS)}
    asked = {"since": f"{max(since, 0):.9f}", "until": f"{time.time():.9f}", "filters": json.dumps(filters)}
    found: list[EngineEvent] = []
    with suppress(EngineError):
        answer = list(engine.events("GET", "/events", asked, timeout=_ANSWER_SECONDS))
        found = [event_from(said) for said in answer]
    return tuple(sorted((event for event in found if event.id == container_id), key=lambda event: event.nanoseconds))
