"""Ends that come while a socket is open: signed out, password changed, disabled, token revoked, right taken away.

Django and Channels look at a user once, when a socket opens. So every open socket keeps a task that awaits
`until_revoked(actor, command_name)` and closes with the code it returns. All open sockets of the process are looked
at together, every CHECK_SECONDS, in at most five queries however many they are.

    lost = asyncio.create_task(until_revoked(actor, "container logs"))   # cancelled in `finally`
    ...
    await self.close(await lost)                                         # 4401 or 4403

Sessions are looked up in the table of django.contrib.sessions (SESSION_ENGINE "…sessions.backends.db").
"""

import asyncio
import logging
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import replace

from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from containers.access import rights
from containers.access.actor import Actor, allows
from containers.access.models import Token
from containers.access.rights import Rights

log = logging.getLogger(__name__)

CHECK_SECONDS = 2.0
SIGN_IN_AGAIN = 4401
RIGHT_LOST = 4403
# Below SQLite's bound of variables in one statement.
_AT_ONCE = 900


def still_allowed(actor: Actor, command_name: str = "") -> bool:
    """Whether the actor is still signed in and has the right to the command ("" asks only for the sign-in)."""
    return not revoked({actor: command_name})


def revoked(wanted: Mapping[Actor, str]) -> dict[Actor, int]:
    """Those of the actors that may not go on, with the code to close their socket with: 4401 or 4403.

    `wanted` names for each actor the command whose right it needs, or "" for none.
    """
    now = _Now(list(wanted))
    verdicts = {actor: now.verdict(actor, command_name) for actor, command_name in wanted.items()}
    return {actor: code for actor, code in verdicts.items() if code is not None}


class _Now:
    """What the database says at this moment about the users, sessions, tokens and rights of some actors."""

    def __init__(self, actors: list[Actor]) -> None:
        tokens = {actor.token.pk for actor in actors if actor.token is not None}
        self.users = {user.pk: user for user in _each(User, "pk", {actor.user.pk for actor in actors})}
        self.tokens = {token.pk: token for token in _each(Token, "pk", tokens)}
        sessions = _each(Session, "session_key", {actor.session_key for actor in actors if actor.session_key})
        moment = timezone.now()
        self.sessions = {session.session_key for session in sessions if session.expire_date > moment}
        self.rights = rights.of_users(self.users)
        self.roles = rights.of_roles({token.role for token in self.tokens.values() if token.role is not None})

    def verdict(self, actor: Actor, command_name: str) -> int | None:
        user = self.users.get(actor.user.pk)
        if user is None or not user.is_active or not self._signed_in(actor, user):
            return SIGN_IN_AGAIN
        token = self.tokens.get(actor.token.pk) if actor.token is not None else None
        lent = self.roles.get(token.role, Rights()) if token is not None and token.role is not None else None
        if command_name and not allows(user, token, self.rights.get(user.pk, Rights()), lent, command_name):
            return RIGHT_LOST
        return None

    def _signed_in(self, actor: Actor, user: User) -> bool:
        if actor.token is not None:
            token = self.tokens.get(actor.token.pk)
            return token is not None and token.revoked is None
        password_unchanged = constant_time_compare(actor.session_hash, user.get_session_auth_hash())
        return password_unchanged and actor.session_key in self.sessions


def _each(model: type, field: str, values: Iterable) -> Iterable:
    ordered = list(values)
    for start in range(0, len(ordered), _AT_ONCE):
        yield from model.objects.filter(**{f"{field}__in": ordered[start : start + _AT_ONCE]})  # type: ignore[attr-defined]


async def until_revoked(actor: Actor, command_name: str = "") -> int:
    """Waits until the actor may not go on, at most CHECK_SECONDS longer than that; the close code, 4401 or 4403.

    Cancelling the wait ends the watch.
    """
    loop = asyncio.get_running_loop()
    watch = _watches.get(loop)
    if watch is None:
        watch = _watches[loop] = _Watch()
    return await watch.wait(actor, command_name)


class _Watch:
    """The open sockets of one event loop, and the task that looks at them all; it runs while there are any."""

    def __init__(self) -> None:
        self.waiting: dict[Actor, tuple[str, asyncio.Future[int]]] = {}
        self.task: asyncio.Task[None] | None = None

    async def wait(self, actor: Actor, command_name: str) -> int:
        actor = replace(actor)  # of its own: one actor may have two sockets for two commands
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.waiting[actor] = (command_name, future)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._look_again_and_again())
        try:
            return await future
        finally:
            self.waiting.pop(actor, None)

    async def _look_again_and_again(self) -> None:
        while self.waiting:
            await asyncio.sleep(CHECK_SECONDS)
            wanted = {actor: command_name for actor, (command_name, _future) in self.waiting.items()}
            try:
                ended = await _revoked(wanted)
            except Exception:
                # Not knowing closes nothing: a busy database must not throw everybody out. The next look decides.
                log.exception("Could not check the open sockets")
                continue
            for actor, code in ended.items():
                _command_name, future = self.waiting.get(actor, ("", None))
                if future is not None and not future.done():
                    future.set_result(code)


# Reads of a few milliseconds, off the one thread that all synchronous code of Channels shares.
_revoked = database_sync_to_async(revoked, thread_sensitive=False)
_watches: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Watch]" = weakref.WeakKeyDictionary()
