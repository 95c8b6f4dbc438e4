"""What is uploaded into a container: one file, or the members of an archive, judged and packed anew.

The engine unpacks as root, so nothing goes into a container that is not a file, a folder, or a link that stays in what
was uploaded. An archive is read twice: all of it is judged before any of it is sent.
"""

import posixpath
import tarfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO

from .archive_members import members, parents, place, reading
from .invalid import InvalidOption, gettext_noop

PIECE_BYTES = 64 * 1024
MOST_LINKS = 100_000
_END = bytes(2 * tarfile.BLOCKSIZE)


def judge(upload: Path) -> None:
    """Raises InvalidOption when the archive `upload` holds what does not go into a container, which it names."""
    with reading(upload) as archive:
        for _ in _judged(archive):
            pass


def has_set_id(upload: Path) -> str:
    """The first file of an archive that would run as its owner, whoever starts it (setuid, setgid); "" for none."""
    with reading(upload) as archive:
        return next((path for path, member in members(archive) if member.isreg() and member.mode & 0o6000), "")


def packed(upload: Path, folder: str = "") -> Generator[bytes, None, None]:
    """A plain tar of what a judged archive holds, in pieces.

    With `folder` the archive stands for a folder of that name, or with "." for what is in one.
    """
    with reading(upload) as archive:
        for number, (path, member) in enumerate(_judged(archive)):
            if folder and not number and path:
                yield _root(folder)
            if not folder and not path:
                continue
            new = _anew(member, _within(folder, path))
            if member.islnk():
                new.linkname = _within(folder, place(member.linkname))
            yield _header(new)
            if member.isreg() and (content := archive.extractfile(member)) is not None:
                yield from _padded(content, new.size)
    yield _END


def packed_file(name: str, file: IO[bytes], size: int, mode: int = 0o644) -> Generator[bytes, None, None]:
    """A plain tar of one file of root's, called `name`, with the next `size` bytes of `file`, in pieces."""
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, mode, int(time.time())
    yield _header(member)
    yield from _padded(file, size)
    yield _END


def _judged(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    links: set[str] = set()
    for path, member in members(archive):
        _refuse_name(member)
        if any(parent in links for parent in parents(path)):
            raise InvalidOption(
                gettext_noop("%(file)s in the archive lies behind a link; pack the files themselves."), file=member.name
            )
        if member.issym():
            _refuse_leading_out(path, member)
            links.add(path)
            if len(links) > MOST_LINKS:
                raise InvalidOption(gettext_noop("The archive holds more than %(most)d links."), most=MOST_LINKS)
        elif member.islnk():
            _refuse_target(member, links)
        elif not (member.isreg() or member.isdir()):
            raise InvalidOption(
                gettext_noop(
                    "%(file)s in the archive is neither a file, a folder nor a link (%(kind)s); only those go into a "
                    "container."
                ),
                file=member.name,
                kind="FIFO" if member.isfifo() else "device",
            )
        else:
            links.discard(path)
        yield path, member


def _refuse_name(member: tarfile.TarInfo) -> None:
    if member.name.startswith("/") or ".." in member.name.split("/"):
        raise InvalidOption(
            gettext_noop("%(file)s in the archive is a path that leads out of it; pack paths below its root."),
            file=member.name,
        )


def _refuse_leading_out(path: str, member: tarfile.TarInfo) -> None:
    """A symbolic link is seen from the folder it lies in; one from / is the container's, and so leads out too."""
    end = posixpath.normpath(posixpath.join(posixpath.dirname(path), member.linkname))
    if member.linkname.startswith("/") or end == ".." or end.startswith("../"):
        raise InvalidOption(
            gettext_noop("%(file)s in the archive is a link that leads out of it, to %(target)s; pack what it shows."),
            file=member.name,
            target=member.linkname,
        )


def _refuse_target(member: tarfile.TarInfo, links: set[str]) -> None:
    """A hard link is seen from the root of the archive, and may not have a symbolic link on its way."""
    target = member.linkname
    found = place(target)
    if target.startswith("/") or ".." in target.split("/") or any(each in links for each in (*parents(found), found)):
        raise InvalidOption(
            gettext_noop("%(file)s in the archive is a link that leads out of it, to %(target)s; pack what it shows."),
            file=member.name,
            target=target,
        )


def _anew(member: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
    """The member without what only its old header meant, such as a pax name or a map of holes."""
    new = tarfile.TarInfo(path)
    new.mode, new.mtime, new.uid, new.gid = member.mode & 0o7777, member.mtime, member.uid, member.gid
    new.linkname = member.linkname
    new.type = tarfile.REGTYPE if member.isreg() else member.type
    new.size = member.size if member.isreg() else 0
    return new


def _within(folder: str, path: str) -> str:
    return "/".join(part for part in (folder, path) if part)


def _root(folder: str) -> bytes:
    """The folder itself, where the archive does not say what it is like; what is in one leaves the other as it is."""
    if folder == ".":
        return b""
    member = tarfile.TarInfo(folder)
    member.type, member.mode, member.mtime = tarfile.DIRTYPE, 0o755, int(time.time())
    return _header(member)


def _header(member: tarfile.TarInfo) -> bytes:
    return member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")


def _padded(content: IO[bytes], size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = content.read(min(left, PIECE_BYTES))
        if not piece:
            raise InvalidOption(gettext_noop("The file ended before its size."))
        left -= len(piece)
        yield piece
    yield bytes(-size % tarfile.BLOCKSIZE)
