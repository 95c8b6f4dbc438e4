"""Where what is copied into a container lands, by the docker CLI's rules.

https://docs.docker.com/reference/cli/docker/container/cp/ and moby's archive.PrepareArchiveCopy
"""

import posixpath
from dataclasses import dataclass

from .archive import PathStat, link_end, stat
from .connection import Engine
from .errors import NotFound
from .invalid import InvalidOption, gettext_noop

STANDARD = "-"


@dataclass(frozen=True)
class Place:
    """The folder of the container that a tar is unpacked in, and what is copied is called there."""

    folder: str
    name: str


def split_place(word: str) -> tuple[str, str]:
    """A word as container and path; the container is "" for a local path (the CLI's splitCpArg)."""
    container, colon, path = word.partition(":")
    if word.startswith("/") or not colon or container.startswith("."):
        return "", word
    return container, path


def is_folder(local: str) -> bool:
    """Whether a local path was written as that of a folder."""
    return local.endswith("/") or posixpath.basename(local) in (".", "..")


def is_archive(local: str) -> bool:
    """Whether what is uploaded for a local path is an archive: one by itself (-), or one that stands for a folder."""
    return local == STANDARD or is_folder(local)


def folder_for_archive(engine: Engine, container: str, path: str) -> str:
    """The folder that an archive is unpacked in (`docker cp - X:PATH`); raises InvalidOption when it is none."""
    where, found = _followed(engine, container, path)
    if found is None or not found.is_folder:
        raise InvalidOption(
            gettext_noop("%(path)s of %(container)s is no folder; an archive is unpacked in one."),
            path=path,
            container=container,
        )
    return where


def place_of(engine: Engine, container: str, path: str, name: str, *, folder: bool) -> Place:
    """Where a file or `folder` called `name` lands when it is copied to `path`: in the folder that is there, else as
    what is there or will be. Raises InvalidOption where docker copies nothing."""
    where, found = _followed(engine, container, path)
    told = {"path": path, "container": container}
    if found and found.is_folder:
        return Place(where, name)
    if found and folder:
        raise InvalidOption(
            gettext_noop("%(path)s of %(container)s is a file; a folder cannot be copied to it."), **told
        )
    if found and not found.is_file:
        raise InvalidOption(
            gettext_noop("%(path)s of %(container)s is neither a folder nor a file; nothing is copied there."), **told
        )
    if found is None and not folder and path.endswith(("/", "/.")):
        raise InvalidOption(gettext_noop("There is no folder %(path)s in %(container)s."), **told)
    whole = posixpath.normpath(where)
    return Place(posixpath.dirname(whole) or ".", posixpath.basename(whole))


def _followed(engine: Engine, container: str, path: str) -> tuple[str, PathStat | None]:
    """Where the path leads, and what is there, if anything."""
    try:
        found = stat(engine, container, path)
        if found.is_link:
            path = link_end(path, found)
            found = stat(engine, container, path)
    except NotFound:
        return path, None
    return path, found
