"""Looking at, writing and deleting files in a container: commands of Dockline's own, for its file browser."""

import posixpath
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import archive
from containers.engine.archive_packing import packed_file
from containers.engine.browsing import look, place_to_write
from containers.engine.containers import inspect_container
from containers.engine.errors import Conflict, InvalidRequest, NotFound, gettext_noop
from containers.engine.execs import ExecRequest
from containers.terminals.programs import run_bounded

from .declare import Asked, Command, Effect, Input, Positional
from .kinds import CONTAINER, FILLED, Kind

_DELETE_SECONDS = 30.0
_SAID_BYTES = 1000


def _place(word: str) -> str:
    if not word.startswith("/") or "\0" in word or len(word) > 4000:
        raise ValueError(_now("“%(word)s” is no path in a container: write it whole, from /.") % {"word": word[:80]})
    return posixpath.normpath("/" + word.strip("/"))


PLACE = Kind("PATH", "text", _place, example="/etc/hosts")
_CONTAINER = Positional("container", CONTAINER, _("name or id of a container"), suggestions="containers")
_PLACE = Positional("place", PLACE, _("a path in the container, from /"))


def _browse(asked: Asked) -> dict[str, Any]:
    return {"seen": asdict(look(asked.engine, asked.values["container"], asked.values["place"]))}


def _write(asked: Asked) -> dict[str, Any]:
    engine, container, [upload] = asked.engine, asked.values["container"], asked.uploads
    place = asked.values["place"]
    try:
        place, existing = archive.followed(engine, container, place)
    except NotFound:
        existing = None
    folder, name, mode = place_to_write(engine, container, place, existing)
    size = upload.stat().st_size
    with upload.open("rb") as file:
        archive.put(engine, container, folder, packed_file(name, file, size, mode), to_user=True)
    return {"written": place, "bytes": size}


def _delete(asked: Asked) -> dict[str, Any]:
    detail, place = inspect_container(asked.engine, asked.values["container"]), asked.values["place"]
    if place == "/":
        raise InvalidRequest(gettext_noop("/ is all of the container: remove the container instead."))
    if not detail.running:
        raise Conflict(
            gettext_noop("%(name)s does not run. The engine has no call to delete a file: a program in it has to."),
            name=detail.name,
        )
    ran = run_bounded(
        asked.engine, detail.id, ExecRequest(("rm", "-r", "--", place)), seconds=_DELETE_SECONDS, most_bytes=_SAID_BYTES
    )
    if ran.exit_code != 0:
        raise Conflict(gettext_noop("%(place)s was not deleted: %(why)s"), place=place, why=ran.output.strip() or "rm")
    return {"done": [place]}


COMMANDS = (
    Command(
        name="container browse",
        summary=_("Show a folder or a text file in a container"),
        effect=Effect.REVEALS,
        role="operator",
        call=_browse,
        positionals=(_CONTAINER, _PLACE),
        explanation=_("A command of Dockline's own, by the engine's archive: it works in containers that do not run."),
    ),
    Command(
        name="container write",
        summary=_("Write an uploaded file to a path in a container"),
        effect=Effect.CHANGES,
        role="operator",
        call=_write,
        positionals=(_CONTAINER, _PLACE, Positional("file", FILLED, _("the file to upload, or - for what is sent"))),
        inputs=lambda values: (Input(values["file"], _("the file's new content")),),
        explanation=_("A command of Dockline's own. What is there already is replaced, and keeps its permissions."),
    ),
    Command(
        name="container unlink",
        summary=_("Delete a file or folder in a running container"),
        effect=Effect.DESTROYS,
        role="operator",
        call=_delete,
        positionals=(_CONTAINER, _PLACE),
        explanation=_("A command of Dockline's own: runs rm -r in the container, as its own user."),
    ),
)
