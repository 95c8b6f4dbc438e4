"""The socket of a terminal (exec, attach, start -a, run): what it prints, typing into it, in the end its exit code."""

import asyncio
import contextlib
import json
from typing import Any

from channels.db import database_sync_to_async
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.audit import trail
from containers.engine.ends import End
from containers.engine.output import Output
from containers.engine.session import Session
from containers.engine.sessions import session_of
from containers.streaming.credit import Credit
from containers.streaming.options import asked_by
from containers.streaming.socket import BAD_REQUEST, DONE, NOT_FOUND, RIGHT_LOST, StreamConsumer
from containers.streaming.state import State

TAKEN_BYTES = 64 * 1024
REPLACED = 4409
# What was typed is mostly answered by its echo, and both go in one frame.
ECHO_SECONDS = 0.05
_MOST_COLUMNS = 2000


class TerminalConsumer(StreamConsumer):
    """Sends the output of a session to the user who started it, and types what that user types.

    Others watch the container's log, or start a terminal of their own.
    """

    session: Session | None = None
    commands: tuple[str, ...] = ()  # whose sessions the path is for
    _told_typed = 0

    async def connect(self) -> None:
        """Lets in who is signed in."""
        self._credit, self._wake, self._decided = Credit(), asyncio.Event(), asyncio.Event()
        await super().connect()

    async def stream(self, actor: Actor) -> None:
        """Sends until the program has ended and all of its output was sent."""
        asked = asked_by(self.scope["query_string"])
        place = asked.get("from", "") or "0"
        try:
            if not place.isdecimal() or len(place) > 18:
                await self.refuse(BAD_REQUEST, _("“from” is a number: the last “at” that came."))
                return
            self.session = await self._session_of(actor, asked.get("session", ""))
        finally:
            self._decided.set()
        if self.session is not None:
            await self._send_all(self.session, int(place))

    async def heard(self, text: str) -> None:
        """{"ack": bytes}, {"input": text}, {"eof": true}, {"resize": [columns, rows]} or {"end": true}."""
        message = _message(text)
        await self._decided.wait()
        session = self.session
        if session is None:
            return  # refused, and closing
        match message:
            case {"ack": int(total)}:
                self._credit.acknowledge(total)
                self._wake.set()
            case {"input": str(typed)}:
                await self._type(session, typed.encode("utf-8", "replace"), _number(message))
            case {"eof": True}:
                await self._type(session, None, _number(message))
            case {"resize": [int(columns), int(rows)]} if 0 < columns <= _MOST_COLUMNS and 0 < rows <= _MOST_COLUMNS:
                session.resize(columns, rows)
            case {"end": True}:
                session.close(End.ENDED)
            case _:
                raise ValueError(text[:80])

    def right_ended(self) -> None:
        """Ends the terminal with its user's right."""
        if self.session is not None:
            self.session.close(End.REVOKED)

    async def _until_revoked(self, actor: Actor) -> None:
        await self._decided.wait()
        if self.session is not None:
            self.command_name = self.session.command
            await super()._until_revoked(actor)

    async def _session_of(self, actor: Actor, session_id: str) -> Session | None:
        """The session asked for; None when it was refused."""
        session, host = session_of(session_id), self.scope["url_route"]["kwargs"]["host"]
        if session is None or session.engine.name != host or session.command not in self.commands:
            await self.refuse(NOT_FOUND, self.not_found())
        elif session.owner != actor.user.pk or not await asyncio.to_thread(actor.may, session.command):
            why = _("Only who started this terminal may open it. The container's log is open to you.")
            await _keep_refusal(actor, session, why)
            await self.refuse(RIGHT_LOST, why)
        else:
            return session
        return None

    def not_found(self) -> str:
        """The sentence for a session that has ended for good."""
        raise NotImplementedError

    async def _type(self, session: Session, data: bytes | None, number: int | None) -> None:
        if not session.stdin:
            await self._send_header(session, {"input": "none"})
        elif session.write(data, number):
            self._wake.set()
        else:
            await self._send_header(session, {"input": "full", "typed": session.typed})

    async def _send_all(self, session: Session, place: int) -> None:
        loop = asyncio.get_running_loop()

        def changed() -> None:
            if self._wake.is_set():
                return  # it is cleared before anything is looked at: what has changed by now will be seen
            with contextlib.suppress(RuntimeError):  # the loop is closing
                loop.call_soon_threadsafe(self._wake.set)

        self._at = place
        self._told_typed = session.typed
        first = {"typed": session.typed, "tty": session.tty, "stdin": session.stdin, "command": session.command}
        await self._send_header(session, first)
        session.watch(changed, place)
        try:
            while True:
                self._wake.clear()
                if not session.watched_by(changed):
                    break
                end, room = session.end, self._credit.fits(TAKEN_BYTES)
                output = session.take(TAKEN_BYTES) if room else None
                if output is not None:
                    await self._send_output(session, output)
                elif end is not None and room:
                    await self._send_end(session, end)
                    return
                else:
                    await self._until_changed(session)
            await self.refuse(REPLACED, _("This terminal was opened in another window."))
        finally:
            session.leave(changed)

    async def _until_changed(self, session: Session) -> None:
        if session.typed == self._told_typed:
            await self._wake.wait()
            return
        try:
            await asyncio.wait_for(self._wake.wait(), ECHO_SECONDS)
        except TimeoutError:
            await self._send_header(session, self._typed(session))

    async def _send_output(self, session: Session, output: Output) -> None:
        self._at = output.at
        self._credit.take(len(output.data))
        header = {"stream": output.stream.decode(), **self._typed(session)}
        if output.lost:
            header["lost"] = output.lost
        await self._send_header(session, header, output.data.decode("utf-8", "replace"))

    def _typed(self, session: Session) -> dict[str, Any]:
        if session.typed == self._told_typed:
            return {}
        self._told_typed = session.typed
        return {"typed": self._told_typed}

    async def _send_end(self, session: Session, end: End) -> None:
        if end is End.REVOKED:
            return  # the refusal is on its way
        if end in (End.ENGINE_LOST, End.DETACHED):
            await self._send_header(session, {"state": _state_of(end, session.command).as_header()})
        await self._send_header(session, {"exit_code": session.exit_code})
        await self.end(DONE)

    async def _send_header(self, session: Session, header: dict[str, Any], text: str = "") -> None:
        await self.send(json.dumps({"sent": self._credit.sent, "at": self._at, **header}) + "\n" + text)


class AttachConsumer(TerminalConsumer):
    """A container's own program."""

    commands = ("container run", "container start", "container attach")

    def not_found(self) -> str:
        """The container may go on."""
        return _("This is no longer attached to. What the container printed is in its log.")


class ExecConsumer(TerminalConsumer):
    """A program executed in a container."""

    commands = ("container exec",)

    def not_found(self) -> str:
        """What it was is gone."""
        return _("This terminal has ended: nobody had it open for a minute, or the server was started again.")


def _refusal_kept(actor: Actor, session: Session, why: str) -> None:
    """Keeps in the trail that somebody wanted another's terminal; the starter's own stands there already."""
    word = "exec" if session.command == "container exec" else "attach"
    line = f"docker {word} {session.container_id[:12]}"
    asked = trail.ask(actor=actor, host=session.engine.name, command=f"container {word}", line=line)
    trail.conclude(asked, "refused", why)


_keep_refusal = database_sync_to_async(_refusal_kept, thread_sensitive=False)


def _state_of(end: End, command: str) -> State:
    if end is End.ENGINE_LOST:
        return State("engine_lost", _("The docker engine went away, and this terminal with it."))
    if command == "container exec":
        return State("detached", _("The keys that let go of the terminal were typed. Its processes are ended."))
    return State("detached", _("The keys that let go of the terminal were typed. The container goes on."))


def _number(message: Any) -> int | None:
    number = message.get("number")
    if number is not None and (type(number) is not int or number < 1):
        raise ValueError("number")
    return number


def _message(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
