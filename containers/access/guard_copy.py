"""Guard rules of `docker cp`: whose files may be read, and what may be written.

The engine reads and writes as root, whatever user the container runs as, and in whatever is mounted in it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.archive_packing import has_set_id
from containers.engine.connection import Engine
from containers.engine.copying import is_archive, split_place
from containers.engine.invalid import InvalidOption

from .guard_exec import power_of_container
from .guard_objects import id_of, refuse_protected


def refuse_files_of(place: str, engine: Engine) -> str:
    """A place in a container that only admins may touch, or that has power over its host: files of the host may be
    mounted in it, and what is written into it may be run with that power."""
    container, _path = split_place(place)
    if not container:
        return ""
    if why := refuse_protected(engine, container):
        return why
    name, power = power_of_container(container, engine)
    return power and _(
        "%(name)s was made with %(power)s, so its files may be the host's, or be run with power over it. Only an admin "
        "may copy them, or put others there."
    ) % {"name": name, "power": power}


def place_by_id(place: str, engine: Engine) -> str:
    """The same place by the container's whole id; a local one as it is."""
    container, path = split_place(place)
    return f"{id_of(engine, container)}:{path}" if container else place


def refuse_set_id(uploads: Sequence[Path], values: Mapping[str, Any]) -> str:
    """An archive with a program that runs as its owner: by one of root's, any user of the container would be root."""
    if not uploads or not is_archive(values["source"]):
        return ""
    try:
        found = has_set_id(uploads[0])
    except InvalidOption as error:
        return error.message
    if not found:
        return ""
    return _(
        "%(file)s in the archive would run as its owner, whoever starts it (setuid or setgid); only an admin may put "
        "that into a container. Take that mode away: chmod a-s."
    ) % {"file": found}
