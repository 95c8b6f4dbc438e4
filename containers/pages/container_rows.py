"""The rows of the list of containers: all that `docker ps` tells of them, as the columns that are shown."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from containers.commands.registry import find

from .actions import lacks
from .container_actions import actions_on
from .container_columns import Column
from .container_filters import Container, Filters
from .container_groups import Group
from .ending import short_ending
from .moments import exact, moment_of, since
from .pills import shown
from .port_links import port_links
from .shapes import Shape
from .shell import page_actor

ID_LENGTH = 12
MOST_LABELS = 5
# What docker's status text repeats of the state, the exit code and the health, which have places of their own.
_SAID_ELSEWHERE = re.compile(r"^(?:Exited|Restarting) \(-?\d+\)|\((?:Paused|(?:health: )?\w+)\)$|^Created$")
_NAME = "a-name"


class Rows:
    """Writes the rows of one answer to `request`; what is alike in them is rendered once."""

    def __init__(self, request: HttpRequest, host: str, columns: Sequence[Column], owners: Mapping[str, str]) -> None:
        self._request, self._host, self._columns, self._owners = request, host, columns, owners
        self._cells = [_CELLS[column.key] for column in columns if column.key in _CELLS]
        self._page = reverse("container", args=[host, _NAME])
        self._shapes: dict[str, Shape] = {}
        self._parts: dict[Any, str] = {}

    def row(self, container: Container, project: str = "", *, folded: bool = False) -> SafeString:
        """A container as a row of the table, below the head of its compose project where it has one."""
        state, name = container["state"], escape(container["name"])
        if state not in self._shapes:
            self._shapes[state] = self._shape(state)
        values = {
            "name": name,
            "page": self._page.replace(_NAME, name),
            "key": container["id"][:ID_LENGTH],
            "pill": self._pill(state, container["exit_code"] if state == "exited" else None),
            "more": self._more(container),
            "project": escape(project),
            "hidden": " hidden" if folded else "",
        }
        for cell in self._cells:
            values |= cell(self, container)
        return self._shapes[state].filled(values)

    def head(self, group: Group) -> SafeString:
        """The head of a compose project's rows."""
        if "" not in self._shapes:
            across = {"across": len(self._columns) + 3, "host": self._host}
            self._shapes[""] = Shape("containers/_group.html", ("project", "open", "states", "url"), across)
        states = " ".join(f"{self._pill(state)} <span>{count}</span>" for state, count in group.states)
        return self._shapes[""].filled(
            {
                "project": escape(group.project),
                "open": "false" if group.folded else "true",
                "states": states,
                "url": escape(Filters(project=group.project).url()),
            }
        )

    def _shape(self, state: str) -> Shape:
        first = next(iter(actions_on("", state)), None)
        quick = first if first and first.command != "container rm" else None
        command = find(quick.command) if quick else None
        context = {
            "host": self._host,
            "state": state,
            "columns": self._columns,
            "quick": quick,
            "verb": command,
            "lacks": lacks(command) if command and not page_actor(self._request).may(command.name) else "",
        }
        return Shape("containers/_row.html", _FIELDS, context)

    def _once(self, key: Any, make: Callable[[], str]) -> str:
        if key not in self._parts:
            self._parts[key] = make()
        return self._parts[key]

    def _pill(self, state: str, code: int | None = None) -> str:
        context = {"state": shown(state, code)}
        return self._once((state, code), lambda: render_to_string("_partials/state.html", context).strip())

    def _more(self, container: Container) -> str:
        """What stands below the state: health, a word on how it ended, and since when in docker's words."""
        parts = [self._pill(container["health"])] if container["health"] else []
        if container["state"] == "exited" and container["exit_code"] is not None:
            parts.append(escape(str(short_ending(container["exit_code"]))))
        parts.append(escape(_SAID_ELSEWHERE.sub("", container["status"]).strip()))
        return " · ".join(filter(None, parts))

    def _image(self, container: Container) -> dict[str, str]:
        return {"image": escape(short_image(container["image"])), "command": escape(container["command"])}

    def _ports(self, container: Container) -> dict[str, str]:
        def write() -> str:
            links = port_links(container["ports"], self._request, self._host)
            return render_to_string("containers/_ports.html", {"ports": links}).strip()

        return {"ports": self._once(repr(container["ports"]), write) if container["ports"] else ""}

    def _networks(self, container: Container) -> dict[str, str]:
        return {"networks": escape(", ".join(container["networks"]))}

    def _mounts(self, container: Container) -> dict[str, str]:
        told = (f"{mount['name'][:ID_LENGTH] or mount['source']}:{mount['target']}" for mount in container["mounts"])
        return {"mounts": escape(", ".join(told))}

    def _labels(self, container: Container) -> dict[str, str]:
        labels = [f"{name}={value}" if value else name for name, value in sorted(container["labels"].items())]
        rest = len(labels) - MOST_LABELS
        more = [_("and %(count)d more") % {"count": rest}] if rest > 0 else []
        return {"labels": escape(", ".join(labels[:MOST_LABELS] + more)), "all_labels": escape("\n".join(labels))}

    def _owner(self, container: Container) -> dict[str, str]:
        return {"owner": escape(self._owners.get(container["id"], ""))}

    def _created(self, container: Container) -> dict[str, str]:
        at = container["created"]
        ago = self._once(("ago", int(at // 60)), lambda: escape(since(at)))
        return {"created_at": moment_of(at).isoformat(), "created_exact": escape(exact(at)), "created": ago}

    def _size(self, container: Container) -> dict[str, str]:
        own, whole = container["size"], container["size_with_image"]
        told = _("of %(size)s") % {"size": filesizeformat(whole)} if whole else ""
        return {"size": escape(filesizeformat(own or 0)), "whole": escape(told)}


_CELLS: dict[str, Callable[[Rows, Container], dict[str, str]]] = {
    "image": Rows._image,
    "ports": Rows._ports,
    "networks": Rows._networks,
    "mounts": Rows._mounts,
    "labels": Rows._labels,
    "owner": Rows._owner,
    "created": Rows._created,
    "size": Rows._size,
}
_FIELDS = (
    *("name", "page", "key", "pill", "more", "project", "hidden", "image", "command", "ports", "networks", "mounts"),
    *("labels", "all_labels", "owner", "created_at", "created_exact", "created", "size", "whole"),
)


def short_image(image: str) -> str:
    """An image's name; one that is only an id, as `docker ps` shows it."""
    return image.removeprefix("sha256:")[:ID_LENGTH] if image.startswith("sha256:") else image
