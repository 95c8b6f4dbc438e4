"""The sessions that have not ended for good, by their ids."""

from typing import TYPE_CHECKING

from .errors import Conflict, gettext_noop

if TYPE_CHECKING:
    from .session import Session

MOST_SESSIONS = 250

_sessions: "dict[str, Session]" = {}


def add(session: "Session") -> None:
    """A session begins."""
    _sessions[session.id] = session


def discard(session: "Session") -> None:
    """It has ended for good, or had already."""
    _sessions.pop(session.id, None)


def session_of(session_id: str) -> "Session | None":
    """The session with this id; None when there is none, or it has ended for good."""
    return _sessions.get(session_id)


def refuse_too_many() -> None:
    """Raises Conflict when as many sessions go on as there may be."""
    if sum(1 for session in list(_sessions.values()) if not session.over) >= MOST_SESSIONS:
        raise Conflict(
            gettext_noop("%(most)d terminals are open already. Close some, or use -d where there is one."),
            most=MOST_SESSIONS,
        )
