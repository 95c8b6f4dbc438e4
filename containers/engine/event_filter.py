"""The filters of `docker events`, by the engine's own rules (moby: daemon/events/filter.go), for the one shared stream.

Several values of one filter: one of them must match. Several filters: all of them must; of labels, each one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .engine_events import EngineEvent

# Those that name an object: each matches whatever has an id or a name that begins so, as the engine's do.
OBJECTS = ("container", "image", "volume", "network", "plugin", "daemon", "node", "service", "secret", "config")
NAMES = ("type", "event", "label", "scope", *OBJECTS)


@dataclass(frozen=True)
class EventFilter:
    """Which events are wanted: the values by the filter's name, none of a name for any."""

    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def keeps(self, event: EngineEvent) -> bool:
        """Whether the event is wanted."""
        return all(_matches(event, name, values) for name, values in self.wanted)


ALL_EVENTS = EventFilter()


def event_filter(words: Iterable[str]) -> EventFilter:
    """The filter of words such as `type=container`; raises ValueError with a sentence that names the word at fault."""
    wanted: dict[str, list[str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().lower()
        if not equals or not value:
            raise ValueError(f"“{word[:80]}” is no filter: write NAME=VALUE.")
        if name not in NAMES:
            raise ValueError(f"Events have no filter “{name[:40]}”; there are: {', '.join(NAMES)}.")
        wanted.setdefault(name, []).append(value.strip())
    return EventFilter(tuple((name, tuple(values)) for name, values in wanted.items()))


def _matches(event: EngineEvent, name: str, values: tuple[str, ...]) -> bool:
    if name == "type":
        return event.type in values
    if name == "scope":
        return event.scope in values
    if name == "event":
        # `event=health_status` and `event=exec_create` mean each of them, whatever follows the colon
        return event.action in values or event.action.partition(":")[0] in values
    if name == "label":
        return all(_has_label(event, value) for value in values)
    if name == "image":
        return _is_image(event, values)
    return event.id.startswith(values) or event.name.startswith(values)


def _has_label(event: EngineEvent, label: str) -> bool:
    name, equals, value = label.partition("=")
    return name in event.attributes and (not equals or event.attributes[name] == value)


def _is_image(event: EngineEvent, values: tuple[str, ...]) -> bool:
    """Events of the image itself, and of containers made from it; with and without its tag."""
    names = [event.id, event.name] if event.type == "image" else [event.attributes.get("image", "")]
    return any(value in (name, _without_tag(name)) for value in values for name in names if name)


def _without_tag(image: str) -> str:
    repository, colon, tag = image.rpartition(":")
    return repository if colon and "/" not in tag else image
