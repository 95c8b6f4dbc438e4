"""Containers that only admins may touch: the one Dockline itself runs in, and any labelled as protected."""

import re
import socket
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import inspect_container
from containers.engine.errors import NotFound

PROTECTED_LABEL = "dockline.protected"
MOUNTS = Path("/proc/self/mountinfo")
_KEPT_BY_THE_ENGINE = ("/etc/hostname", "/etc/hosts", "/etc/resolv.conf")
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
    if _is_protected(detail.labels):
        return _("%(name)s is protected (label %(label)s): only an admin may touch it.") % {
            "name": detail.name,
            "label": PROTECTED_LABEL,
        }
    if _is_our_own(detail.id):
        return _("%(name)s is the container that Dockline itself runs in: only an admin may touch it.") % {
            "name": detail.name
        }
    return ""


def refuse_keeping(word: str) -> str:
    """A prune's label! of somebody's own: engines keep only what has all labels that are given so, and the one that
    keeps protected containers is among them."""
    if word.partition("=")[0].strip().lower() != "label!":
        return ""
    return _(
        "--filter %(word)s: the engine keeps only containers with all such labels, so protected ones would go; only an "
        "admin may give it. Use --filter label=… for those that may go."
    ) % {"word": word}


def id_of(engine: Engine, container: str) -> str:
    """The whole id of what is called so now; the word itself for nothing."""
    try:
        return inspect_container(engine, container).id
    except NotFound:
        return container


def refuse_shadow(engine: Engine, name: str) -> str:
    """A new name that is the start of another container's id: whoever writes that id would mean the new one."""
    asked = name.lstrip("/")
    if not re.fullmatch(r"[0-9a-f]{12,64}", asked):
        return ""
    try:
        other = inspect_container(engine, asked)
    except NotFound:
        return ""
    if not other.id.startswith(asked):
        return ""
    return _("The name %(name)s is the start of the id of %(other)s, which an admin could mean by it.") % {
        "name": name,
        "other": other.name,
    }


def is_kept_for_admins(container_id: str, labels: Mapping[str, str]) -> bool:
    """Whether only an admin may touch the container of this whole id."""
    return _is_protected(labels) or _is_our_own(container_id)


def _is_protected(labels: Mapping[str, str]) -> bool:
    return labels.get(PROTECTED_LABEL, "no").strip().lower() not in NOT_PROTECTED


def _is_our_own(container_id: str) -> bool:
    name = socket.gethostname()  # docker's default is the short id
    if re.fullmatch(r"[0-9a-f]{12}", name) and container_id.startswith(name):
        return True
    try:
        mounted = MOUNTS.read_text(errors="replace")
    except OSError:
        return False
    return container_id in ids_of_this_container(mounted)


def ids_of_this_container(mounts: str) -> set[str]:
    """The ids in /proc/self/mountinfo of the container whose mounts these are: the engine keeps some of a container's
    files under its id on the host (proc_pid_mountinfo(5): the fourth field is where, the fifth is here)."""
    fields = (line.split() for line in mounts.splitlines())
    kept = (each[3] for each in fields if len(each) > 4 and each[4] in _KEPT_BY_THE_ENGINE)
    return {found[1] for root in kept if (found := re.search(r"/([0-9a-f]{64})/", root))}
