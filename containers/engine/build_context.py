"""What is uploaded to be built: a Dockerfile by itself, or an archive with one in it, told apart as by the docker CLI.

The CLI packs a folder itself and honours its .dockerignore; an archive on its standard input is sent as it is.
"""

import io
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO

from .archive_members import members, parents, place, reading
from .archive_packing import MOST_LINKS
from .build_folder import packed
from .invalid import InvalidOption, gettext_noop

DOCKERFILE = "Dockerfile"
LARGEST_DOCKERFILE = 1024 * 1024
_HEADER = 512
_MAGIC = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class ContextKind(StrEnum):
    """What an upload is, as far as `docker build` is concerned."""

    DOCKERFILE = "dockerfile"
    ARCHIVE = "archive"
    ZSTD_ARCHIVE = "zstd archive"
    ZIP = "zip"


@dataclass(frozen=True)
class Context:
    """A context ready to be sent: a tar archive, maybe compressed."""

    kind: ContextKind
    archive: BinaryIO


def kind_of(upload: Path) -> ContextKind:
    """What the file `upload` is, by its first bytes."""
    with upload.open("rb") as file:
        header = file.read(_HEADER)
    for magic, name in _MAGIC.items():
        if header.startswith(magic):
            return ContextKind.ZSTD_ARCHIVE if name == "zstd" else ContextKind.ARCHIVE
    if header.startswith(b"PK\x03\x04"):
        return ContextKind.ZIP
    try:
        tarfile.TarInfo.frombuf(header, tarfile.ENCODING, "surrogateescape")
    except tarfile.HeaderError:
        return ContextKind.DOCKERFILE
    return ContextKind.ARCHIVE


@contextmanager
def opened(upload: Path, folder_dockerfile: str = "", *, as_read: bool = False) -> Iterator[Context]:
    """The upload as an archive to send; raises InvalidOption for a zip, which no docker engine reads.

    With `folder_dockerfile`, the path of a Dockerfile, the archive stands for a folder whose .dockerignore counts. With
    `as_read` an archive that stands for itself is packed anew too.
    """
    kind = kind_of(upload)
    if kind is ContextKind.ZIP:
        raise InvalidOption(
            gettext_noop(
                "A zip cannot be built from; pack the folder as a tar archive, for example: tar -czf context.tar.gz ."
            )
        )
    if kind is ContextKind.DOCKERFILE:
        yield Context(kind, dockerfile_context(upload.read_bytes()))
        return
    anew = (folder_dockerfile or as_read) and kind is ContextKind.ARCHIVE
    with packed(upload, folder_dockerfile) if anew else upload.open("rb") as archive:
        yield Context(kind, archive)


def dockerfile_context(text: bytes) -> BinaryIO:
    """A tar archive that holds `text` as its Dockerfile and nothing else."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        member = tarfile.TarInfo(DOCKERFILE)
        member.size = len(text)
        member.mtime = int(time.time())
        tar.addfile(member, io.BytesIO(text))
    archive.seek(0)
    return archive


def dockerfile_of(upload: Path, file: str = "") -> str:
    """The text of the Dockerfile that a build of `upload` would use; `file` is its path in the archive.

    Raises InvalidOption where that cannot be told for certain: a missing one, one that is a link or lies behind one,
    one that is too large, or an archive that cannot be read here.
    """
    kind = kind_of(upload)
    if kind is ContextKind.DOCKERFILE:
        with upload.open("rb") as dockerfile:
            return _text(dockerfile, DOCKERFILE)
    with reading(upload) as archive:
        return _found(archive, file)


def _found(archive: tarfile.TarFile, file: str) -> str:
    wanted = place(file or DOCKERFILE)
    found: dict[str, tarfile.TarInfo] = {}
    links: set[str] = set()
    for path, member in members(archive):
        if any(parent in links for parent in parents(path)):
            raise InvalidOption(
                gettext_noop("%(file)s in the archive lies behind a link; pack the files themselves."), file=member.name
            )
        if member.issym() or member.islnk():
            links.add(path)
            if len(links) > MOST_LINKS:
                raise InvalidOption(gettext_noop("The archive holds more than %(most)d links."), most=MOST_LINKS)
        else:
            links.discard(path)
        # the engine takes a lower case dockerfile where no other was named, and the last of two files of one name
        if path == wanted or (not file and path == DOCKERFILE.lower()):
            found[path] = member
    chosen = found.get(wanted) or (None if file else found.get(DOCKERFILE.lower()))
    if chosen is None:
        raise InvalidOption(
            gettext_noop(
                "There is no %(file)s in the archive; its path is seen from the archive's root, as in app/Dockerfile."
            ),
            file=file or DOCKERFILE,
        )
    content = archive.extractfile(chosen) if chosen.isreg() else None
    if content is None:
        raise InvalidOption(
            gettext_noop("%(file)s in the archive is a link or a folder, and no file."), file=chosen.name
        )
    with content:
        return _text(content, chosen.name)


def _text(file: IO[bytes], name: str) -> str:
    content = file.read(LARGEST_DOCKERFILE + 1)
    if len(content) > LARGEST_DOCKERFILE:
        raise InvalidOption(gettext_noop("%(file)s is larger than 1 MiB; that is no Dockerfile."), file=name)
    return content.decode("utf-8", "replace")
