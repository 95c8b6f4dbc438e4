"""Files in a container, by the engine's archive API: what a path is, a tar of it, and a tar put into a folder.

Works on containers that do not run too. No more of an archive than a piece is ever in memory.
https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerArchive
"""

import base64
import json
import posixpath
import stat as unix
import tarfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Self, cast

from .bodies import PIECE_BYTES, Body
from .connection import Engine
from .containers import raw_inspect
from .errors import EngineFailed, NotFound, gettext_noop
from .times import epoch

_STAT = "X-Docker-Container-Path-Stat"
# Bits of Go's FileMode (https://pkg.go.dev/io/fs#FileMode) and what Unix has for them, the first that fits counts.
_KINDS = (
    (1 << 31, unix.S_IFDIR),
    (1 << 27, unix.S_IFLNK),
    (1 << 25, unix.S_IFIFO),
    (1 << 24, unix.S_IFSOCK),
    (1 << 21, unix.S_IFCHR),
    (1 << 26, unix.S_IFBLK),
)
_BITS = ((1 << 23, unix.S_ISUID), (1 << 22, unix.S_ISGID), (1 << 20, unix.S_ISVTX))


@dataclass(frozen=True)
class PathStat:
    """What a path in a container is.

    `size` is in bytes, `mode` is Unix' own (kind and permission bits, for the `stat` module), `modified` in seconds
    since 1970. `link_target` is where a symbolic link leads in the end, a path of the container; "" for all else.
    """

    name: str
    size: int
    mode: int
    modified: float | None
    link_target: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return unix.S_ISDIR(self.mode)

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return unix.S_ISREG(self.mode)

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return unix.S_ISLNK(self.mode)


class Got:
    """A tar of a path in a container, as the engine packs it: read it once, by `chunks` or `read`, and close it."""

    def __init__(self, found: PathStat, body: Body) -> None:
        self.stat = found
        self._body = body
        self.read, self.chunks, self.close = body.read, body.chunks, body.close

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def stat(engine: Engine, container: str, path: str) -> PathStat:
    """What is at `path`, seen from the container's root; a link is told as a link. Raises NotFound, EngineError."""
    try:
        headers = engine.head(_of(container), {"path": path})
    except NotFound as error:  # a HEAD has no words: it may be the container too
        raw_inspect(engine, container)
        raise NotFound(
            gettext_noop("There is no %(path)s in the container %(container)s."),
            error.detail,
            path=path,
            container=container,
        ) from error
    return _stat_of(headers)


def followed(engine: Engine, container: str, path: str) -> tuple[str, PathStat]:
    """Where a path leads, as the docker CLI follows it: `path` itself, or the end of the link that it is."""
    found = stat(engine, container, path)
    if not found.is_link:
        return path, found
    target = link_end(path, found)
    return target, stat(engine, container, target)


def link_end(path: str, link: PathStat) -> str:
    """The path that the link at `path` leads to."""
    return posixpath.join(posixpath.dirname(path.rstrip("/")), link.link_target)


def get(engine: Engine, container: str, path: str) -> Got:
    """A tar of the file or folder at `path`, named by the last part of it; the caller closes it."""
    body = engine.body("GET", _of(container), {"path": path})
    return Got(_stat_of(body.headers), body)


def tar_of(engine: Engine, container: str, path: str) -> Generator[bytes, None, None]:
    """The tar of a file or folder in pieces, asked for with the first: the engine keeps a container locked for as long
    as it is read."""
    with get(engine, container, path) as got:
        yield from got.chunks()


def content_of(engine: Engine, container: str, path: str, size: int) -> Generator[bytes, None, None]:
    """The first `size` bytes of a file in pieces, asked for with the first; fewer when it has become shorter."""
    with get(engine, container, path) as got, tarfile.open(fileobj=cast(BinaryIO, got), mode="r|") as tar:
        member = tar.next()
        content = tar.extractfile(member) if member and member.isreg() else None
        while size and content and (piece := content.read(min(size, PIECE_BYTES))):
            size -= len(piece)
            yield piece


def put(
    engine: Engine,
    container: str,
    folder: str,
    tar: BinaryIO | Generator[bytes, None, None],
    *,
    to_user: bool = False,
) -> None:
    """Unpacks a plain `tar` in a folder that the container has, never a file over a folder or the other way round.

    Its files keep the owners that the tar gives them; `to_user` gives them to the user that the container runs as. The
    tar is sent as it is: judge it before (archive_packing.py). Raises EngineError: a read-only container, no folder.
    """
    params = {"path": folder, "noOverwriteDirNonDir": "true"}
    if to_user:
        params["copyUIDGID"] = "true"
    engine.put(_of(container), params, tar, {"Content-Type": "application/x-tar"})


def _of(container: str) -> str:
    return f"/containers/{container}/archive"


def _stat_of(headers: Mapping[str, str]) -> PathStat:
    try:
        told: dict[str, Any] = json.loads(base64.b64decode(headers[_STAT]))
    except (KeyError, ValueError) as error:
        raise EngineFailed(gettext_noop("The engine's answer was not what its API promises."), str(error)) from error
    return PathStat(
        name=told["name"],
        size=told["size"],
        mode=unix_mode(told["mode"]),
        modified=epoch(told.get("mtime")),
        link_target=told.get("linkTarget") or "",
    )


def unix_mode(mode: int) -> int:
    """Go's FileMode as Unix writes it."""
    kind = next((kind for bit, kind in _KINDS if mode & bit), unix.S_IFREG)
    return kind | (mode & 0o777) | sum(unix_bit for bit, unix_bit in _BITS if mode & bit)
