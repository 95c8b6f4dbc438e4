"""What survives a container, and what is lost with it."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine.shapes import ContainerDetail, Mount

_ANONYMOUS = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class MountTold:
    """A mount, what it is in a word, and what becomes of it when the container is removed."""

    mount: Mount
    kind: Any
    fate: Any
    survives: bool

    @property
    def name(self) -> str:
        """The volume's name; of an anonymous one only the start."""
        return self.mount.name[:12] + "…" if _ANONYMOUS.fullmatch(self.mount.name) else self.mount.name


def mounts_told(detail: ContainerDetail) -> list[MountTold]:
    """The container's mounts, those that survive it first."""
    return sorted((_told(mount, detail.auto_remove) for mount in detail.mounts), key=lambda told: not told.survives)


def _told(mount: Mount, auto_remove: bool) -> MountTold:
    if mount.kind == "volume" and not _ANONYMOUS.fullmatch(mount.name):
        return MountTold(mount, _("named volume"), _("survives the container"), survives=True)
    if mount.kind == "volume" and auto_remove:
        return MountTold(mount, _("anonymous volume"), _("is removed with the container (--rm)"), survives=False)
    if mount.kind == "volume":
        return MountTold(
            mount, _("anonymous volume"), _("stays, without a name, unless removed with -v"), survives=True
        )
    if mount.kind == "bind":
        return MountTold(mount, _("folder of the host"), _("survives the container"), survives=True)
    return MountTold(mount, mount.kind, _("is lost when the container stops"), survives=False)
