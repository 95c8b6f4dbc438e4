"""The two places that `docker cp` copies between: one in a container, one with whoever asks."""

import posixpath
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from containers.engine.copying import STANDARD, is_folder, split_place

from .declare import Values

_CONTAINER = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")


@dataclass(frozen=True)
class Copied:
    """A path in a container, and a `local` one, with whoever asks; `out` when it is copied out of the container."""

    container: str
    path: str
    local: str
    out: bool

    @property
    def local_is_folder(self) -> bool:
        """Whether the local one was written as a folder."""
        return is_folder(self.local)

    @property
    def local_name(self) -> str:
        """The last part of the local path; "" for one that ends in . and so means what is in it."""
        name = posixpath.basename(self.local.rstrip("/"))
        return "" if name in (".", "..", STANDARD) else name


def place_word(word: str) -> None:
    """Raises ValueError for a word that names no place."""
    container, path = split_place(word)
    if not word:
        raise ValueError(_("The path is empty."))
    if word.startswith(":") or (container and not _CONTAINER.fullmatch(container)):
        raise ValueError(_("“%(word)s” names no container before the colon; write CONTAINER:PATH.") % {"word": word})
    if not path:
        raise ValueError(_("“%(word)s” has no path after the colon; write CONTAINER:PATH.") % {"word": word})


def copied(values: Values) -> Copied:
    """What is copied; raises ValueError unless exactly one of both is in a container."""
    (source, from_), (destination, to) = split_place(values["source"]), split_place(values["destination"])
    if source and destination:
        raise ValueError(_("docker cp does not copy from one container to another: copy it out, and then in."))
    if not source and not destination:
        raise ValueError(_("One of both is in a container: write it as CONTAINER:PATH, as in web:/etc/hosts."))
    if source:
        return Copied(source, from_, to, out=True)
    if from_ != STANDARD and posixpath.basename(from_.rstrip("/")) == "..":
        raise ValueError(_("“%(word)s” has no name of its own; write the folder's name.") % {"word": from_})
    return Copied(destination, to, from_, out=False)
