"""The groups that options stand in on a form: what each is called, what it is about, and its icon."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_GROUPS: dict[str, tuple[Any, Any, str]] = {
    "common": (_("What most people set"), "", ""),
    "process": (_("Program"), _("What runs in it, as whom and where; labels; how it is asked to end."), "terminal-2"),
    "image": (_("Image"), _("When the image is fetched, and for which processor."), "stack-2"),
    "network": (_("Network and names"), _("Its name, its addresses, and how it finds others."), "network"),
    "storage": (_("Files"), _("Volumes, folders and memory that it sees as files."), "database"),
    "limits": (_("Limits"), _("The most memory, processors, disk and files it may use."), "gauge"),
    "health": (_("Health"), _("A check that tells whether it works, and how often."), "heartbeat"),
    "logs": (_("Log"), _("Where its output is kept, and how much of it."), "file-text"),
    "isolation": (_("Isolation"), _("What keeps it away from its host: tighter, or looser."), "shield-lock"),
}


def described(name: str) -> tuple[Any, Any, str]:
    """Title, what it is about, and icon of a group; one that is not known here goes by its own name."""
    return _GROUPS.get(name, (name, "", "adjustments"))
