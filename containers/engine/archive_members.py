"""The members of an uploaded tar archive: where they land, however their names are written, and no end of them."""

import lzma
import posixpath
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from .invalid import InvalidOption, gettext_noop

# An archive is unpacked that far and no further: a small one can hold endless zeros.
LARGEST_CONTEXT = 8 * 1024**3
# What a header before a member may hold: a long name, or what pax says of it.
LARGEST_HEADER = 1024**2
_ABOUT_A_MEMBER = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_UNPACKING: dict[bytes, Literal["r:gz", "r:bz2", "r:xz"]] = {
    b"\x1f\x8b\x08": "r:gz",
    b"BZh": "r:bz2",
    b"\xfd7zXZ\x00": "r:xz",
}


class _Member(tarfile.TarInfo):
    """A member whose headers are read into memory only where they are as small as headers are."""

    def _proc_member(self, archive: tarfile.TarFile) -> "_Member":
        if self.type in _ABOUT_A_MEMBER and self.size > LARGEST_HEADER:
            raise tarfile.ReadError(f"a header of {self.size} bytes")
        return super()._proc_member(archive)  # type: ignore[misc]


@contextmanager
def reading(upload: Path) -> Iterator[tarfile.TarFile]:
    """The archive `upload`, plain or packed by gzip, bzip2 or xz; raises InvalidOption for one that cannot be read."""
    try:
        with tarfile.open(upload, _unpacking(upload), tarinfo=_Member) as archive:
            yield archive
    except InvalidOption:
        raise  # said already; it is a ValueError too
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError, RecursionError) as error:
        raise InvalidOption(
            gettext_noop(
                "The archive cannot be read (%(why)s); upload a tar archive, plain or packed by gzip, bzip2 or xz."
            ),
            why=str(error).partition("\n")[0],
        ) from error


def _unpacking(upload: Path) -> Literal["r:", "r:gz", "r:bz2", "r:xz"]:
    """How the engine unpacks it, by its first bytes: it does not try one way after the other."""
    with upload.open("rb") as file:
        header = file.read(6)
    return next((mode for magic, mode in _UNPACKING.items() if header.startswith(magic)), "r:")


def members(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """Each member and the place where it lands; raises InvalidOption past LARGEST_CONTEXT bytes."""
    unpacked = 0
    # The archive would keep each member, and there is no end to how many there may be.
    while (member := archive.next()) is not None:
        archive.members.clear()  # type: ignore[attr-defined]
        unpacked += member.size + tarfile.BLOCKSIZE
        if unpacked > LARGEST_CONTEXT:
            raise InvalidOption(
                gettext_noop("The archive holds more than %(most)d GiB."), most=LARGEST_CONTEXT // 1024**3
            )
        yield place(member.name), member


def place(name: str) -> str:
    """A path seen from the archive's root: ./a//b and /a/b are a/b; the root itself is empty."""
    return posixpath.normpath("/" + name).lstrip("/")


def parents(path: str) -> list[str]:
    """The folders that `path` lies in, outermost first."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts))]
