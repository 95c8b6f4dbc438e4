"""How a terminal ended, as sentences for the trail."""

from django.utils.translation import gettext as _

from containers.engine.ends import End

SERVER_STOPPED = "server_stopped"


def ended_by_itself(exit_code: int | None) -> str:
    """Of a program that has ended."""
    if exit_code is None:
        return _("The program ended with its container.")
    return _("The program ended with exit code %(code)d.") % {"code": exit_code}


def ended_by_us(ending: str, *, had_processes: bool) -> str:
    """Of a terminal that is gone, and whether processes of it were ended."""
    why = {
        End.LEFT: _("Nobody had the terminal open for a minute."),
        End.ENDED: _("The terminal was closed."),
        End.REVOKED: _("The sign-in or the right ended."),
        End.DETACHED: _("The terminal was detached from."),
        End.ENGINE_LOST: _("The docker engine went away."),
        SERVER_STOPPED: _("The server was stopped."),
    }.get(ending, "")
    then = _("Its processes were ended.") if had_processes else _("No process of it was left.")
    return f"{why} {then}".strip()
