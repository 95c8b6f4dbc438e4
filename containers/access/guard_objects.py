"""Containers that only admins may touch: the one Dockline itself runs in, and any labelled as protected."""

import re
import socket

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import inspect_container
from containers.engine.errors import NotFound

PROTECTED_LABEL = "dockline.protected"
# Any other value protects, and so does the label without one.
NOT_PROTECTED = ("0", "false", "no", "off")


def refuse_protected(engine: Engine, container: str) -> str:
    """A sentence when only an admin may touch `container`; one that does not exist is left for the engine to say."""
    try:
        detail = inspect_container(engine, container)
    except NotFound:
        return ""
    if detail.name == container.lstrip("/") and re.fullmatch(r"[0-9a-f]{1,64}", detail.name):
        # Were it removed between this check and the act, the same word could mean another container by its id.
        return _("The name %(name)s could also be the start of an id. Write the container's whole id: %(id)s") % {
            "name": container,
            "id": detail.id,
        }
    if detail.labels.get(PROTECTED_LABEL, "no").strip().lower() not in NOT_PROTECTED:
        return _("%(name)s is protected (label %(label)s): only an admin may touch it.") % {
            "name": detail.name,
            "label": PROTECTED_LABEL,
        }
    if detail.id.startswith(_own_hostname()):
        return _("%(name)s is the container that Dockline itself runs in: only an admin may touch it.") % {
            "name": detail.name
        }
    return ""


def _own_hostname() -> str:
    """The short container id when we run in a container (docker's default host name), else a word no id begins with."""
    name = socket.gethostname()
    return name if re.fullmatch(r"[0-9a-f]{12}", name) else "-"
