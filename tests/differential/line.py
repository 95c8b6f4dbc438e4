"""What one entry of the corpus is."""

import io
import tarfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A docker line, the lines that prepare the engine for it, and what it is given beside its words.

    `stdin` is what the CLI reads from its standard input and what Dockline is given as an upload; `terminal` gives the
    CLI a terminal; `since` is the oldest API version for which the CLI and Dockline are asked for the same;
    `files` are what the CLI finds in its folder, texts by path; Dockline is given `stdin` all the same.
    `engine_refuses` marks what Dockline may refuse by itself, since the engine would.
    Containers, volumes and networks are called `dldiff-...`, so that whatever a line leaves behind can be removed.
    """

    text: str
    before: tuple[str, ...] = ()
    stdin: bytes = b""
    files: tuple[tuple[str, str], ...] = ()
    terminal: bool = False
    since: str = "1.41"
    engine_refuses: bool = False

    def asked_of(self, api: str) -> bool:
        """Whether the line is for engines of API version `api`."""
        return numbers(api) >= numbers(self.since)


def numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, to compare."""
    return tuple(map(int, version.split(".")))


def archive(**files: str) -> bytes:
    """A tar of small files; a name's `__` stands for a dot and `___` for a slash, the text "folder" for a folder."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name.replace("___", "/").replace("__", "."))
            if text == "folder":
                member.type, member.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(member)
                continue
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()
