"""Guard rules for what is run in, or typed to, a container that exists already."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import inspect_container
from containers.engine.errors import NotFound

from .guard_power import bound_of, power_of
from .guard_volumes import volume_fault


def refuse_privileged_exec() -> str:
    """exec --privileged."""
    return _("--privileged would give the program power over the host, which only an admin may do. Leave it out.")


def refuse_user(user: str) -> str:
    """exec -u: the container's own user was chosen by who made it; root in it may undo what protects it."""
    return _(
        "-u %(user)s would run the program as another user than the container's own, which only an admin may do."
    ) % {"user": user}


def refuse_powerful(container: str, engine: Engine) -> str:
    """A container that was given power over its host: whoever runs a program in it, or types to its own, has it too."""
    name, power = power_of_container(container, engine)
    return power and _(
        "%(name)s was made with %(power)s, so a program in it reaches further than the container. Only an admin may "
        "use a terminal in it."
    ) % {"name": name, "power": power}


def power_of_container(container: str, engine: Engine) -> tuple[str, str]:
    """A container's name, and the flag that gave it power over its host; "" for none, or for no such container."""
    try:
        detail = inspect_container(engine, container)
    except NotFound:
        return container, ""
    return detail.name, power_of(detail.raw) or _power_of_mounts(detail.raw, engine)


def _power_of_mounts(raw: Mapping[str, Any], engine: Engine) -> str:
    """The flag that showed a container what no operator may show to one; "" for none."""
    if source := bound_of(raw):
        return f"-v {source}"
    for mount in raw.get("Mounts") or ():
        name = str(mount.get("Name") or "")
        if mount.get("Type") == "volume" and (fault := volume_fault(name, engine, beside=str(raw.get("Id")))):
            return f"-v {name} ({fault})"
    return ""
