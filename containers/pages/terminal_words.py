"""The words of a terminal that scripts say: they come with the page, in the language it is in."""

from typing import Any

from django.utils.translation import gettext as _

from .terminal_ends import ends


def words(kind: str) -> dict[str, Any]:
    """By the names that static/js/terminal/ knows them by; {…} is filled in there. `kind`: "exec" or "attach"."""
    return {
        "connecting": _("Connecting"),
        "running": _("Connected"),
        "back": _("Back: it is the same one, and nothing was missed"),
        "reconnecting": _("Connection lost, trying again"),
        "lost": _("The connection to Dockline is lost. The program goes on, and is kept for a minute for you."),
        "waiting": _("The connection to Dockline is lost. What you type waits ({count} characters), and is sent once."),
        "waitingFull": _(
            "The connection to Dockline is lost, and no more is taken until it is back: type that again then."
        ),
        "closed": _("Closed"),
        "goneSentence": _(
            "Dockline no longer has this session: nobody came back to it for a minute, or it was restarted."
        ),
        "elsewhere": _("Opened elsewhere"),
        "elsewhereSentence": _("It was opened in another window, which has it now."),
        "takeBack": _("Take it back here"),
        "exitCode": _("Ended with exit code {code}"),
        **_leaving(kind),
        "leftOut": _("[{count} bytes left out: this window was too slow]"),
        "inputNone": _("Not taken: it has no standard input (-i)"),
        "copiedSelection": _("Copied what is selected"),
        "copiedAll": _("Copied everything"),
        "pasteRefused": _("The browser does not allow it: press Ctrl+Shift+V"),
        "found": _("{number} of {count}"),
        "manyFound": _("{count} and more"),
        "nothingFound": _("Nothing"),
        **ends(kind),
    }


def _leaving(kind: str) -> dict[str, str]:
    if kind == "exec":
        return {
            "leaveAsks": _("End the program now, and all that it started? The container goes on."),
            "leave": _("End it"),
            "left": _("Ended, with all that it started. The container goes on."),
            "detached": _("It is over: how it ended is not known."),
        }
    return {
        "leaveAsks": _("Detach now? The container goes on without this window; what it prints is in its log."),
        "leave": _("Detach"),
        "left": _("Detached: the container goes on without this window; what it prints is in its log."),
        "detached": _("Detached: the container goes on without this window; what it prints is in its log."),
    }
