"""Who asks: a signed-in user or a token, by which way, from where, and what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.http import HttpRequest

from containers.access import rights, tokens
from containers.access.models import Role, Token
from containers.access.rights import Rights
from containers.access.roles import codename


@dataclass(eq=False)
class Actor:
    """A user, or a token that acts for one.

    `via` is "page", "line", "api" or "socket"; `address` the client's IP address, "" when unknown. `session_key` and
    `session_hash` (of the password) are what the sign-in stood on, kept so that its end can be noticed; both are ""
    for a token. Rights are read once, at the first question: an actor lives as long as a request, and for sockets
    containers.access.revocation reads them again.
    """

    user: User
    via: str
    address: str = ""
    token: Token | None = None
    session_key: str = field(default="", repr=False)
    session_hash: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The user's name, for the trail and for sentences."""
        return self.user.get_username()

    def may(self, command_name: str) -> bool:
        """Whether this actor has the right to the command, for example "container stop"."""
        return allows(self.user, self.token, self.rights, self.token_rights, command_name)

    @property
    def is_admin(self) -> bool:
        """Whether the guard lets this actor pass: an admin, and by a token only one that is not of a lower role."""
        lowered = self.token is not None and self.token.role not in (None, Role.ADMIN)
        return self.user.is_active and not lowered and (self.user.is_superuser or Role.ADMIN in self.rights.groups)

    @cached_property
    def rights(self) -> Rights:
        """What the user's groups allow."""
        return rights.of_users([self.user.pk]).get(self.user.pk, Rights())

    @cached_property
    def token_rights(self) -> Rights | None:
        """What the token's role allows; None when there is no token, or one without a role of its own."""
        if self.token is None or self.token.role is None:
            return None
        return rights.of_roles([self.token.role]).get(self.token.role, Rights())


def allows(user: User, token: Token | None, owned: Rights, lent: Rights | None, command_name: str) -> bool:
    """The rule of rights: the user's groups allow the command, and so does the token's role where it has one.

    A superuser needs no group. A disabled user and a revoked token have no rights.
    """
    if not user.is_active or (token is not None and token.revoked):
        return False
    wanted = codename(command_name)
    return (user.is_superuser or wanted in owned.codenames) and (lent is None or wanted in lent.codenames)


def actor_of(request: HttpRequest, via: str) -> Actor | None:
    """Who sent this request; None when nobody is signed in.

    To the API (`via` "api") a request that shows a token is the token's or nobody's: a bad token never falls back to
    the session. Pages go by the session alone. The answer is kept on the request: asking again costs nothing.
    """
    known = getattr(request, "actor", None)
    if known is not None:
        known.via = via
        return known
    address = request.META.get("REMOTE_ADDR") or ""
    header = request.headers.get("Authorization")
    if header is not None and via == "api":
        actor = _of_token(header, via, address)
    else:
        actor = _of_session(request.user, request.session, via, address)
    request.actor = actor  # type: ignore[attr-defined]
    return actor


@database_sync_to_async
def actor_of_scope(scope: Mapping[str, Any]) -> Actor | None:
    """Who opened this socket; None when nobody is signed in. The same rules as for requests."""
    address = (scope.get("client") or ("",))[0] or ""
    header = dict(scope.get("headers") or []).get(b"authorization")
    if header is not None:
        return _of_token(header.decode("latin-1"), "socket", address)
    if "user" not in scope or "session" not in scope:
        return None
    return _of_session(scope["user"], scope["session"], "socket", address)


def _of_token(header: str, via: str, address: str) -> Actor | None:
    token = tokens.token_of_header(header)
    return Actor(token.user, via, address, token) if token else None


def _of_session(user: Any, session: Any, via: str, address: str) -> Actor | None:
    if not user.is_authenticated or not user.is_active:
        return None
    return Actor(
        user,
        via,
        address,
        session_key=session.session_key or "",
        session_hash=user.get_session_auth_hash(),
    )
