"""A container made anew under its name: the old one steps aside, and comes back when the new one does not start.

At every moment the old container exists, under its own name or as NAME-before-ID, until the new one runs. So a server
that is ended in the middle leaves nothing that cannot be put back by hand, and the page of NAME-before-ID says how.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from containers.engine import containers, create
from containers.engine.errors import Conflict, EngineError, NotFound, gettext_noop
from containers.engine.inspecting import inspect
from containers.engine.mounts import VOLUME, parse_mount
from containers.engine.shapes import ContainerDetail
from containers.jobs.progress import Cancelled

from . import hooks
from .declare import Asked
from .run_request import request_of

# A new container that fails within this time has not started: the old one comes back.
STAYS_SECONDS = 2.0
_LOOK_SECONDS = 0.1
_ASIDE = re.compile(r"(.+)-before-([0-9a-f]{12})")
_ANONYMOUS = re.compile(r"[0-9a-f]{64}")


def aside_name(old: ContainerDetail) -> str:
    """What the old container is called while the new one is tried."""
    return f"{old.name}-before-{old.id[:12]}"


def name_before(detail: ContainerDetail) -> str:
    """The name that a container had before a recreation that was cut off; "" for all others."""
    found = _ASIDE.fullmatch(detail.name)
    return found[1] if found and detail.id.startswith(found[2]) else ""


def kept_volumes(old: ContainerDetail) -> dict[str, str]:
    """The anonymous volumes of a container as -v names them, by their paths."""
    return {
        mount.target: f"{mount.name}:{mount.target}{'' if mount.writable else ':ro'}"
        for mount in old.mounts
        if mount.kind == "volume" and _ANONYMOUS.fullmatch(mount.name)
    }


@dataclass
class Recreation:
    """One container made anew from `request`; `do` does it, or puts everything back and raises why it could not."""

    asked: Asked
    old: ContainerDetail
    request: create.RunRequest
    _new: str = ""
    _renamed: bool = False

    def do(self) -> dict[str, Any]:
        """The new container's id and name. Raises EngineError or Cancelled, with the old one as it was."""
        try:
            self._try()
        except (EngineError, Cancelled) as error:
            told = self._put_back()
            if isinstance(error, EngineError):
                error.message = f"{error.message} {told}"
            raise
        self._say(_("Removing the old container; its volumes stay …"))
        containers.remove(self.asked.engine, self.old.id, force=True)
        return {"container": self._new, "name": self.old.name}

    def _try(self) -> None:
        engine, old = self.asked.engine, self.old
        self._say(
            _("%(name)s is called %(aside)s until the new one runs. If this is cut off, the page of %(aside)s says how "
              "to put it back.") % {"name": old.name, "aside": aside_name(old)}
        )  # fmt: skip
        containers.rename(engine, old.id, aside_name(old))
        self._renamed = True
        if old.running:
            self._say(_("Stopping the old container …"))
            hooks.stop(self.asked, old.id, None, "")
        self._say(_("Making the new container …"))
        self._new = create.create(engine, self.request).id
        self._say(_("Starting it …"))
        hooks.start(self.asked, self._new)
        self._see_that_it_stays()

    def _see_that_it_stays(self) -> None:
        until = time.monotonic() + STAYS_SECONDS
        while time.monotonic() < until:
            detail = containers.inspect_container(self.asked.engine, self._new)
            if detail.restart_count or (detail.state == "exited" and detail.exit_code):
                raise Conflict(
                    gettext_noop("The new container ended at once with exit code %(code)d."), code=detail.exit_code
                )
            if detail.state == "exited":
                return
            time.sleep(_LOOK_SECONDS)

    def _put_back(self) -> str:
        """Undoes what was done, in reverse; a sentence on how the old container is now."""
        engine, old = self.asked.engine, self.old
        try:
            if self._new:
                containers.remove(engine, self._new, force=True, volumes=True)
            if self._renamed:
                containers.rename(engine, old.id, old.name)
            if old.running and not containers.inspect_container(engine, old.id).running:
                hooks.start(self.asked, old.id)
        except EngineError as error:
            return _("The old container could not be put back: %(why)s It is %(id)s.") % {
                "why": error.message,
                "id": old.id[:12],
            }
        return _("The old container is back as it was.")

    def _say(self, text: str) -> None:
        assert self.asked.progress is not None, "a recreation is long work: it is done as a job"
        self.asked.progress.say(text)


def request_for(asked: Asked, values: Mapping[str, Any], old: ContainerDetail) -> create.RunRequest:
    """The new container's request: its values under the old one's name, with its anonymous volumes where it asks for
    volumes without a name."""
    request = request_of({**values, "name": old.name, "detach": True}, asked.uploads)
    kept = kept_volumes(old)
    wanted = {text for text in request.volumes if text in kept} | _images_volumes(asked, request.image)
    places = replace(request.places, mount=tuple(text for text in request.places.mount if not _keeps(text, kept)))
    wanted |= {target for text in request.places.mount if (target := _keeps(text, kept))}
    volumes = tuple(text for text in request.volumes if text not in kept)
    taken = {text.split(":")[1] for text in volumes if ":" in text}
    return replace(
        request,
        volumes=(*volumes, *(kept[target] for target in sorted(wanted - taken) if target in kept)),
        places=places,
    )


def _keeps(mount: str, kept: Mapping[str, str]) -> str:
    """The path of a --mount that asks for a volume without a name at a kept one's place; "" for another."""
    found = parse_mount(mount)
    return found.target if found.kind == VOLUME and not found.source and found.target in kept else ""


def _images_volumes(asked: Asked, image: str) -> set[str]:
    try:
        return set((inspect(asked.engine, image, "image").get("Config") or {}).get("Volumes") or ())
    except NotFound:
        return set()
