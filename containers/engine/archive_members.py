"""The members of an uploaded tar archive: where they land, however their names are written, and no end of them."""

import posixpath
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .invalid import InvalidOption, gettext_noop

# An archive is unpacked that far and no further: a small one can hold endless zeros.
LARGEST_CONTEXT = 8 * 1024**3


@contextmanager
def reading(upload: Path) -> Iterator[tarfile.TarFile]:
    """The archive `upload`, plain or packed by gzip, bzip2 or xz; raises InvalidOption for one that cannot be read."""
    try:
        with tarfile.open(upload, "r:*") as archive:
            yield archive
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InvalidOption(
            gettext_noop(
                "The archive cannot be read (%(why)s); upload a tar archive, plain or packed by gzip, bzip2 or xz."
            ),
            why=str(error).partition("\n")[0],
        ) from error


def members(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """Each member and the place where it lands; raises InvalidOption past LARGEST_CONTEXT bytes."""
    unpacked = 0
    for member in archive:
        unpacked += member.size
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
