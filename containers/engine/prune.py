"""What `docker container prune` asks for, and beforehand which containers it would remove, and how large they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .connection import Engine
from .containers import list_containers
from .invalid import InvalidOption, gettext_noop
from .moments import engine_moment
from .shapes import ContainerSummary

Filters = Mapping[str, Sequence[str]]

FILTERS = ("until", "label", "label!")
# https://docs.docker.com/reference/cli/docker/container/prune/ removes what does not run; paused ones do.
_KEPT = ("running", "paused", "restarting")
_SECONDS = 3600


@dataclass(frozen=True)
class Pruned:
    """The ids of the containers that were removed, and the bytes of disk that it made free."""

    ids: tuple[str, ...]
    reclaimed: int


def check_filters(filters: Filters) -> None:
    """Raises InvalidOption for a filter that no engine has for this, or a moment that is none."""
    for name, values in filters.items():
        if name not in FILTERS:
            raise InvalidOption(
                gettext_noop("--filter %(name)s is no filter of prune; it has until, label and label!."), name=name
            )
        if name == "until" and len(set(values)) > 1:
            raise InvalidOption(gettext_noop("--filter until is given more than once."))
    for moment in filters.get("until", ()):
        engine_moment(moment)


def victims(engine: Engine, filters: Filters) -> tuple[ContainerSummary, ...]:
    """The containers that a prune would remove now, with their sizes, which the engine takes its time to measure."""
    check_filters(filters)
    labels = {"label": filters["label"]} if filters.get("label") else None
    listed = list_containers(engine, all=True, filters=labels, size=True)
    return tuple(each for each in listed if each.state not in _KEPT and _matches(each, filters))


def prune(engine: Engine, filters: Filters) -> Pruned:
    """Removes every container that does not run and that the filters leave."""
    params = {}
    if filters:
        params["filters"] = json.dumps({name: dict.fromkeys(values, True) for name, values in filters.items()})
    answer = engine.post("/containers/prune", params, timeout=_SECONDS) or {}
    return Pruned(tuple(answer.get("ContainersDeleted") or ()), int(answer.get("SpaceReclaimed") or 0))


def _matches(container: ContainerSummary, filters: Filters) -> bool:
    if any(container.created > float(engine_moment(moment)) for moment in filters.get("until", ())):
        return False
    # As the engine has it: several label! keep what has all of these labels (moby: daemon/prune.go, matchLabels).
    keeping = filters.get("label!", ())
    return not keeping or not all(_has_label(container, label) for label in keeping)


def _has_label(container: ContainerSummary, label: str) -> bool:
    name, equals, value = label.partition("=")
    return name in container.labels and (not equals or container.labels[name] == value)
