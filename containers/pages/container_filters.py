"""What of the list of containers is asked for, in its address: search, filters, order and sizes.

Docker's own filters are applied here as the engine applies them (moby: daemon/list.go), on one listing, so that the
page can say how many each choice would show. Search and owner are Dockline's; docker has no such filter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

PROJECT = "com.docker.compose.project"
Container = Mapping[str, Any]


@dataclass(frozen=True)
class Filters:
    """What the address asks for; "" and () where it does not. `labels` are words as docker's: name or name=value."""

    q: str = ""
    state: str = ""
    image: str = ""
    network: str = ""
    project: str = ""
    owner: str = ""
    labels: tuple[str, ...] = ()
    sort: str = ""
    size: bool = False

    def values(self) -> dict[str, Any]:
        """The values of `docker ps` that stand for it."""
        words = [f"status={self.state}"] if self.state else []
        words += [f"ancestor={self.image}"] if self.image else []
        words += [f"network={self.network}"] if self.network else []
        words += [f"label={PROJECT}={self.project}"] if self.project else []
        words += [f"label={label}" for label in self.labels]
        return {"all": True} | ({"filter": words} if words else {}) | ({"size": True} if self.size else {})

    def beyond_docker(self) -> list[str]:
        """What docker's line does not say of it, as sentences' ends."""
        told = [_("with “%(words)s” in them") % {"words": self.q}] if self.q else []
        return told + ([_("made by %(name)s") % {"name": self.owner}] if self.owner else [])

    def url(self, **changes: Any) -> str:
        """The address of the same list with other filters; every filter that is not set is left out."""
        wanted = replace(self, **changes)
        pairs = [(name, value) for name in _WORDS if (value := getattr(wanted, name))]
        pairs += [("label", label) for label in wanted.labels] + ([("size", "1")] if wanted.size else [])
        return f"?{urlencode(pairs)}"

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q or self.state or self.image or self.network or self.project or self.owner or self.labels)


_WORDS = tuple(each.name for each in fields(Filters) if each.name not in ("labels", "size"))


def filters_of(query: QueryDict) -> Filters:
    """The filters that an address asks for."""
    words = {name: query.get(name, "").strip() for name in _WORDS}
    labels = tuple(dict.fromkeys(filter(None, map(str.strip, query.getlist("label")))))
    return Filters(**words, labels=labels, size=query.get("size") == "1")


def sift(
    containers: Iterable[Container], filters: Filters, owners: Mapping[str, str]
) -> tuple[list[Container], dict[str, list[Container]]]:
    """The containers that match, and by the name of each filter those that match all the others: its choices."""
    containers = list(containers)
    asked = _predicates(containers, filters, owners)
    matching: list[Container] = []
    but_for: dict[str, list[Container]] = {
        name: [] for name in ("state", "image", "network", "project", "owner", "labels")
    }
    for container in containers:
        failed = [name for name, holds in asked.items() if not holds(container)]
        if not failed:
            matching.append(container)
        elif len(failed) == 1 and failed[0] in but_for:
            but_for[failed[0]].append(container)
    return matching, {name: matching + others for name, others in but_for.items()}


def _predicates(
    containers: Sequence[Container], filters: Filters, owners: Mapping[str, str]
) -> dict[str, Callable[[Container], bool]]:
    asked: dict[str, Callable[[Container], bool]] = {}
    if filters.q:
        words = filters.q.lower().split()
        asked["q"] = lambda container: _mentions(container, words)
    if filters.state:
        asked["state"] = lambda container: container["state"] == filters.state
    if filters.image:
        images = _images(containers, filters.image)
        asked["image"] = lambda container: container["image"] == filters.image or container["image_id"] in images
    if filters.network:
        asked["network"] = lambda container: filters.network in container["networks"]
    if filters.project:
        asked["project"] = lambda container: container["labels"].get(PROJECT) == filters.project
    if filters.owner:
        asked["owner"] = lambda container: owners.get(container["id"]) == filters.owner
    if filters.labels:
        wanted = [label.partition("=") for label in filters.labels]
        asked["labels"] = lambda container: all(_labelled(container, *parts) for parts in wanted)
    return asked


def _images(containers: Iterable[Container], image: str) -> set[str]:
    """The ids of the images that this name or id stands for, as far as containers tell."""
    names = {image, f"{image}:latest", image.removesuffix(":latest")}
    return {
        each["image_id"]
        for each in containers
        if each["image"] in names or each["image_id"].removeprefix("sha256:").startswith(image.removeprefix("sha256:"))
    }


def _labelled(container: Container, name: str, equals: str, value: str) -> bool:
    there = container["labels"].get(name)
    return there is not None and (not equals or there == value)


def _mentions(container: Container, words: Sequence[str]) -> bool:
    """Whether every word is in its name, id, image, command or labels."""
    labels = (f"{name}={value}" for name, value in container["labels"].items())
    text = " ".join((container["name"], container["id"], container["image"], container["command"], *labels)).lower()
    return all(word in text for word in words)
