"""What is at a path in a container, for somebody who looks around: a folder's entries, or a file's text. Bounded."""

import posixpath
import stat as unix
import tarfile
from dataclasses import dataclass

from . import archive
from .connection import Engine
from .errors import Conflict, gettext_noop

# The engine packs a folder with all that is below it, so a large one is read that far and no further.
MOST_ENTRIES = 1000
MOST_MEMBERS = 20_000
MOST_BYTES = 64 * 1024 * 1024
# A longer file is for download.
MOST_TEXT = 512 * 1024
_KINDS = (
    (unix.S_ISDIR, "folder"),
    (unix.S_ISREG, "file"),
    (unix.S_ISLNK, "link"),
    (unix.S_ISCHR, "device"),
    (unix.S_ISBLK, "device"),
    (unix.S_ISFIFO, "pipe"),
    (unix.S_ISSOCK, "socket"),
)


@dataclass(frozen=True)
class Entry:
    """One entry of a folder; `kind` is folder, file, link, device, pipe or socket, `target` where a link leads."""

    name: str
    kind: str
    size: int
    mode: str
    modified: float
    target: str


@dataclass(frozen=True)
class Seen:
    """What is at `path`, links followed. `entries` of a folder, `cut` when there may be more; `text` of a file, None
    where it is too long or no text."""

    path: str
    kind: str
    size: int
    mode: str
    entries: tuple[Entry, ...] = ()
    cut: bool = False
    text: str | None = None


def look(engine: Engine, container: str, path: str) -> Seen:
    """What is at an absolute path, by the engine's archive: works in containers that do not run. Raises NotFound."""
    place, found = archive.followed(engine, container, path)
    kind = kind_of(found.mode)
    seen = Seen(posixpath.normpath(place), kind, found.size, unix.filemode(found.mode))
    if kind == "folder":
        entries, cut = _entries(engine, container, seen.path)
        return Seen(seen.path, kind, found.size, seen.mode, entries, cut)
    if kind == "file" and found.size <= MOST_TEXT:
        return Seen(seen.path, kind, found.size, seen.mode, text=_text(engine, container, seen.path))
    return seen


def kind_of(mode: int) -> str:
    """A word for what Unix' mode says."""
    return next((word for is_it, word in _KINDS if is_it(mode)), "file")


def place_to_write(
    engine: Engine, container: str, path: str, existing: archive.PathStat | None
) -> tuple[str, str, int]:
    """Folder, name and permissions for a file that is written to `path`; raises Conflict where no file can be."""
    if existing is not None and not existing.is_file:
        raise Conflict(gettext_noop("%(path)s is no file, so it cannot be written."), path=path)
    folder, name = posixpath.split(path)
    return folder or "/", name, (existing.mode & 0o777 if existing else 0o644)


def _entries(engine: Engine, container: str, folder: str) -> tuple[tuple[Entry, ...], bool]:
    found: dict[str, Entry] = {}
    with archive.get(engine, container, folder) as got:
        try:
            with tarfile.open(fileobj=got, mode="r|") as tar:  # type: ignore[call-overload]
                for number, member in enumerate(tar):
                    if number >= MOST_MEMBERS or member.offset > MOST_BYTES or len(found) >= MOST_ENTRIES:
                        return _sorted(found), True
                    tar.members = []  # it would keep them all
                    _top, _slash, below = member.name.strip("/").partition("/")
                    name = member.name.strip("/") if folder == "/" and _top not in ("", ".") and not below else below
                    if name and "/" not in name:
                        found[name] = _entry(name, member)
        except tarfile.ReadError:
            return _sorted(found), True
    return _sorted(found), False


def _sorted(found: dict[str, Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(found.values(), key=lambda entry: (entry.kind != "folder", entry.name)))


def _entry(name: str, member: tarfile.TarInfo) -> Entry:
    types = {
        tarfile.DIRTYPE: unix.S_IFDIR,
        tarfile.SYMTYPE: unix.S_IFLNK,
        tarfile.CHRTYPE: unix.S_IFCHR,
        tarfile.BLKTYPE: unix.S_IFBLK,
        tarfile.FIFOTYPE: unix.S_IFIFO,
    }
    mode = types.get(member.type, unix.S_IFREG) | (member.mode & 0o7777)
    target = member.linkname if member.issym() else ""
    return Entry(name, kind_of(mode), member.size, unix.filemode(mode), float(member.mtime), target)


def _text(engine: Engine, container: str, path: str) -> str | None:
    with archive.get(engine, container, path) as got, tarfile.open(fileobj=got, mode="r|") as tar:  # type: ignore[call-overload]
        member = tar.next()
        content = tar.extractfile(member) if member is not None and member.isreg() else None
        data = content.read(MOST_TEXT + 1) if content is not None else b"\0"
    try:
        text: str = data.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text or len(data) > MOST_TEXT else text
