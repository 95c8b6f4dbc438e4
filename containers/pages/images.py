"""The list of images: what `docker images` shows, and how many containers use each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.engine.errors import EngineError

from .live import away
from .shell import page_actor, wants_part

IMAGES, PS, RUN = find("image ls"), find("container ls"), find("container run")
ID_LENGTH = 12


@dataclass(frozen=True)
class ImageRow:
    """One image as the list shows it. `name` is what a line calls it: its first tag, else its short id.

    `used` counts the containers made of it, None when that is not for this person to know; `size` is in bytes,
    `created` in seconds since the epoch.
    """

    id: str
    tags: tuple[str, ...]
    name: str
    created: float
    size: int
    used: int | None

    @property
    def run_line(self) -> str:
        """The line that the form to run it begins with."""
        return line_of(RUN, {"detach": True, "image": self.name})

    @property
    def key(self) -> str:
        """The start of the id that `docker images` shows."""
        return self.id.removeprefix("sha256:")[:ID_LENGTH]


@require_GET
def images(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/images/?q=&dangling=1 : the page, or for htmx its part that changes."""
    query, dangling = request.GET.get("q", "").strip(), request.GET.get("dangling") == "1"
    actor = page_actor(request)
    try:
        found = perform(actor, host, IMAGES, {}, trailed=False).result["images"]
        used = _used(actor, host)
    except EngineError as error:
        if wants_part(request):
            return away(request, error)
        raise
    rows = [_row(image, used) for image in found]
    matching = [row for row in rows if _matches(row, query)]
    context = {
        "host": host,
        "q": query,
        "dangling": dangling,
        "line": line_of(IMAGES, {}),
        "total": len(rows),
        "size": sum(row.size for row in rows),
        "matching": len(matching),
        "untagged": sum(not row.tags for row in matching),
        "rows": [row for row in matching if not (dangling and row.tags)],
    }
    return render(request, "images/_list.html" if wants_part(request) else "images/list.html", context)


def _used(actor: Actor, host: str) -> Counter[str] | None:
    """How many containers are made of each image, by its id; None for who may not list containers."""
    try:
        containers = perform(actor, host, PS, {"all": True}, trailed=False).result["containers"]
    except Refused:
        return None
    return Counter(container["image_id"] for container in containers)


def _row(image: Mapping[str, Any], used: Counter[str] | None) -> ImageRow:
    tags = tuple(image["tags"])
    return ImageRow(
        id=image["id"],
        tags=tags,
        name=tags[0] if tags else image["id"].removeprefix("sha256:")[:ID_LENGTH],
        created=image["created"],
        size=image["size"],
        used=used[image["id"]] if used is not None else None,
    )


def _matches(row: ImageRow, query: str) -> bool:
    text = " ".join((row.id, *row.tags)).lower()
    return all(word in text for word in query.lower().split())
