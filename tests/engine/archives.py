"""Small tar archives for tests of builds."""

import io
import tarfile
from pathlib import Path


def packed(folder: Path, mode: str = "w", **files: str) -> Path:
    """An archive in `folder` packed as tarfile's `mode` says; in a name `__` stands for a dot and `___` for a slash."""
    path = folder / "context"
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, text in files.items():
            add(tar, name.replace("___", "/").replace("__", "."), text)
    return path


def add(tar: tarfile.TarFile, name: str, text: str = "", link: str = "", hard: bool = False) -> None:
    """Adds a file, or a link to `link`."""
    member = tarfile.TarInfo(name)
    if link:
        member.type, member.linkname = tarfile.LNKTYPE if hard else tarfile.SYMTYPE, link
    member.size = len(text.encode())
    tar.addfile(member, io.BytesIO(text.encode()))
