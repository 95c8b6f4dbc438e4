"""The choices that the list of containers offers: each filter with the values that there are, and how many each has."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .container_filters import PROJECT, Container, Filters

# The states in the order in which people look for them; others come after.
_ORDER = ("running", "paused", "restarting", "exited", "created", "removing", "dead")
MOST_CHOICES = 60
# Compose writes a dozen labels on each container; its project has a filter of its own.
_NOISE = "com.docker.compose."


@dataclass(frozen=True)
class Choice:
    """A value of a filter, how many containers it would show, and the address that shows them."""

    value: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter: its choices, the commonest first; `chosen` is what it is set to, `clear` the address without it."""

    key: str
    title: Any
    icon: str
    chosen: str
    clear: str
    choices: Sequence[Choice]


_FACETS = (
    ("project", _("Project"), "folder"),
    ("image", _("Image"), "stack-2"),
    ("network", _("Network"), "network"),
    ("labels", _("Label"), "tag"),
    ("owner", _("Owner"), "user"),
)


def states_of(there: Iterable[Container], filters: Filters) -> list[Choice]:
    """All, and each state that there is or that is chosen."""
    counts = Counter(container["state"] for container in there)
    states = set(counts) | ({filters.state} if filters.state else set())
    ordered = [state for state in _ORDER if state in states] + sorted(states - set(_ORDER))
    every = Choice("", counts.total(), filters.url(state=""), not filters.state)
    return [every] + [
        Choice(state, counts[state], filters.url(state=state), state == filters.state) for state in ordered
    ]


def facets_of(there: Mapping[str, Iterable[Container]], filters: Filters, owners: Mapping[str, str]) -> list[Facet]:
    """The filters that have something to choose from, or that are set."""
    facets = [_facet(key, title, icon, _counted(key, there[key], owners), filters) for key, title, icon in _FACETS]
    return [facet for facet in facets if facet.choices]


def _facet(key: str, title: Any, icon: str, counts: Counter[str], filters: Filters) -> Facet:
    set_to: tuple[str, ...] = filters.labels if key == "labels" else tuple(filter(None, [getattr(filters, key)]))
    values = [*set_to, *(value for value, _count in counts.most_common(MOST_CHOICES) if value not in set_to)]

    def leads_to(value: str) -> str:
        if key != "labels":
            return filters.url(**{key: "" if value in set_to else value})
        rest = tuple(label for label in set_to if label != value)
        return filters.url(labels=rest if value in set_to else (*rest, value))

    return Facet(
        key=key,
        title=title,
        icon=icon,
        chosen=", ".join(set_to),
        clear=filters.url(**{key: () if key == "labels" else ""}),
        choices=[Choice(value, counts[value], leads_to(value), value in set_to) for value in values],
    )


def _counted(key: str, there: Iterable[Container], owners: Mapping[str, str]) -> Counter[str]:
    if key == "network":
        return Counter(name for container in there for name in container["networks"])
    if key == "labels":
        pairs = (pair for container in there for pair in container["labels"].items())
        return Counter(f"{name}={value}" for name, value in pairs if not name.startswith(_NOISE))
    found = {
        "project": lambda container: container["labels"].get(PROJECT),
        "image": lambda container: container["image"],
        "owner": lambda container: owners.get(container["id"]),
    }[key]
    return Counter(value for container in there if (value := found(container)))
