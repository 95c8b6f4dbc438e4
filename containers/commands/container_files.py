"""`docker cp` and `export`: what leaves a container is a download, what goes into one an upload."""

import posixpath
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from containers.engine import archive, containers, copying
from containers.engine.archive_packing import judge, packed, packed_file
from containers.engine.copying import STANDARD

from .container_facts import ONE
from .copied import Copied, copied, place_word
from .declare import Asked, Command, Download, Effect, Input, Option, Positional, Values
from .kinds import FLAG, checked

_PLACE = checked("SRC_PATH", "copied", place_word, example="web:/etc/hosts")
_DESTINATION = checked("DEST_PATH", "text", place_word, example="web:/tmp/")


def _export(asked: Asked) -> Download:
    name = asked.values["container"]
    called = containers.raw_inspect(asked.engine, name)["Name"].lstrip("/")
    return Download(f"/api/v1/{asked.host}/container/{name}/export?{urlencode({'as': f'{called}.tar'})}")


def _cp(asked: Asked) -> Any:
    both = copied(asked.values)
    return _out(asked, both) if both.out else _in(asked, both)


def _out(asked: Asked, both: Copied) -> Download:
    found = archive.stat(asked.engine, both.container, both.path)
    if asked.values.get("follow-link") and found.is_link:
        _where, found = archive.followed(asked.engine, both.container, both.path)
    query = {"path": both.path}
    if asked.values.get("follow-link"):
        query["follow"] = "1"
    if both.local == STANDARD:
        query["tar"] = "1"
    elif both.local_name and not both.local_is_folder:
        query["as"] = both.local_name
    kind = "folder" if found.is_folder else "file" if found.is_file else "link" if found.is_link else "special file"
    return Download(
        f"/api/v1/{asked.host}/container/{both.container}/archive?{urlencode(query)}",
        {"path": both.path, "kind": kind, "size": found.size},
    )


def _in(asked: Asked, both: Copied) -> dict[str, Any]:
    upload, to_user = asked.uploads[0], asked.values.get("archive", False)
    if both.local == STANDARD:
        judge(upload)
        folder = copying.folder_for_archive(asked.engine, both.container, both.path)
        archive.put(asked.engine, both.container, folder, packed(upload), to_user=to_user)
        return {"container": both.container, "path": folder}
    if both.local_is_folder:
        judge(upload)
    name = both.local_name or "."
    place = copying.place_of(asked.engine, both.container, both.path, name, folder=both.local_is_folder)
    if both.local_is_folder:
        archive.put(asked.engine, both.container, place.folder, packed(upload, place.name), to_user=to_user)
    else:
        with upload.open("rb") as file:
            tar = packed_file(place.name, file, upload.stat().st_size)
            archive.put(asked.engine, both.container, place.folder, tar, to_user=to_user)
    return {"container": both.container, "path": posixpath.normpath(posixpath.join(place.folder, place.name))}


def _inputs(values: Values) -> tuple[Input, ...]:
    both = copied(values)
    if both.out:
        return ()
    if both.local == STANDARD or both.local_is_folder:
        return (Input(values["source"], _("what is copied: an archive (tar, also compressed)")),)
    return (Input(values["source"], _("what is copied: the file")),)


def _check(values: Values) -> None:
    copied(values)


_NO_OUTPUT = _(
    "nothing is written on the server: the archive is a download, which your browser or client saves where you like. "
    "Leave it out."
)

COMMANDS = (
    Command(
        name="container cp",
        aliases=("cp",),
        summary=_("Copy files out of a container, or into one"),
        effect=Effect.REVEALS,
        role="operator",
        call=_cp,
        positionals=(
            Positional(
                "source",
                _PLACE,
                _("CONTAINER:PATH, or what is uploaded: a file by its name, a folder as NAME/, an archive as -"),
            ),
            Positional(
                "destination",
                _DESTINATION,
                _("CONTAINER:PATH, or what the download is called: a name, . for its own, - for a tar"),
            ),
        ),
        options=(
            Option("archive", ("-a", "--archive"), FLAG, _("What is copied in belongs to the container's user")),
            Option("follow-link", ("-L", "--follow-link"), FLAG, _("Copy what a link leads to")),
            Option("quiet", ("-q", "--quiet"), FLAG, _("Without progress; there is none here")),
        ),
        check=_check,
        inputs=_inputs,
        explanation=_("A folder is copied as a tar archive. The container need not run."),
    ),
    Command(
        name="container export",
        aliases=("export",),
        summary=_("Download all files of a container as a tar archive"),
        effect=Effect.REVEALS,
        role="operator",
        call=_export,
        positionals=(ONE,),
        refused=dict.fromkeys(("-o", "--output"), _NO_OUTPUT),
        explanation=_("What lies in volumes is not in it. docker import makes an image of it."),
    ),
)
