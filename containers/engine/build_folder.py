"""`docker build .`: an uploaded archive that stands for a folder, packed as the docker CLI packs that folder: without
what its .dockerignore names (https://docs.docker.com/build/concepts/context/#dockerignore-files), owned by root."""

import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from docker.utils.build import Pattern

from .archive_members import members, parents, place, reading

DOCKERIGNORE = ".dockerignore"
LARGEST_DOCKERIGNORE = 1024 * 1024
IN_MEMORY = 8 * 1024 * 1024


def packed(upload: Path, dockerfile: str = "") -> BinaryIO:
    """A plain tar of what the archive `upload` holds; the caller closes it.

    With `dockerfile`, a path, it stands for a folder and its .dockerignore counts; the Dockerfile and the
    .dockerignore always stay: the engine takes them away where they are named. Raises InvalidOption for an archive
    that cannot be read.
    """
    patterns: list[Pattern] = []
    if dockerfile:
        with reading(upload) as archive:
            patterns = [*_patterns(archive), Pattern(f"!{place(dockerfile)}"), Pattern(f"!{DOCKERIGNORE}")]
    packed = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller's to close
    with reading(upload) as archive, tarfile.open(fileobj=packed, mode="w") as folder:
        for path, member in members(archive):
            if path and not is_ignored(path, patterns):
                folder.addfile(_anew(member, path), archive.extractfile(member) if member.isreg() else None)
                folder.members.clear()  # type: ignore[attr-defined]
    packed.seek(0)
    return packed


def _anew(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
    """The member without what only its old header meant, such as a pax name or a map of holes, and owned by root."""
    new = tarfile.TarInfo(path)
    new.mode, new.mtime, new.linkname = member.mode, member.mtime, member.linkname
    new.devmajor, new.devminor = member.devmajor, member.devminor
    new.type = tarfile.REGTYPE if member.isreg() else member.type
    new.size = member.size if member.isreg() else 0
    return new


def read_patterns(text: str) -> list[Pattern]:
    """The patterns of a .dockerignore, comments and empty lines passed over."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines() if not line.startswith("#"))
    patterns = (Pattern(line[:1] + line[1:].strip() if line.startswith("!") else line) for line in lines if line)
    return [pattern for pattern in patterns if pattern.dirs]


def is_ignored(path: str, patterns: Iterable[Pattern]) -> bool:
    """Whether the last pattern that matches the path, or a folder it is in, leaves it out."""
    ignored = False
    for pattern in patterns:
        if any(pattern.match(each) for each in (path, *parents(path))):
            ignored = not pattern.exclusion
    return ignored


def _patterns(archive: tarfile.TarFile) -> list[Pattern]:
    found = [member for path, member in members(archive) if path == DOCKERIGNORE]
    content = archive.extractfile(found[-1]) if found and found[-1].isreg() else None
    if content is None:
        return []
    with content:
        return read_patterns(content.read(LARGEST_DOCKERIGNORE).decode("utf-8", "replace"))
