"""The socket of a container that runs in the foreground: its output, typing into it, and in the end its exit code."""

import asyncio
import codecs
import contextlib
import json
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.audit import trail
from containers.engine.attach import Output, Session, session_of
from containers.streaming.credit import Credit
from containers.streaming.socket import DONE, NOT_FOUND, RIGHT_LOST, StreamConsumer

TAKEN_BYTES = 64 * 1024
REPLACED = 4409
_MOST_COLUMNS = 2000


class AttachConsumer(StreamConsumer):
    """Sends the output of a session to the user who started it, and types what that user types.

    Others watch the container's log: attaching takes the output away from who attached before.
    """

    command_name = "container run"
    session: Session | None = None

    async def stream(self, actor: Actor) -> None:
        """Sends until the container has ended and all of its output was sent."""
        try:
            self.session = await self._session_of(actor)
        finally:
            self._decided.set()
        if self.session is not None:
            await self._send_all(self.session)

    async def _session_of(self, actor: Actor) -> Session | None:
        """The session asked for; None when it was refused."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        session = session_of(query.get("session", [""])[0])
        if session is None or session.engine.name != self.scope["url_route"]["kwargs"]["host"]:
            await self.refuse(NOT_FOUND, _("This run is no longer attached to. Its output is in the container's log."))
        elif session.owner != actor.user.pk or not await asyncio.to_thread(actor.may, self.command_name):
            why = _("Only who started this container may attach to it. Its log is open to you.")
            await _keep_refusal(actor, session, why)
            await self.refuse(RIGHT_LOST, why)
        else:
            return session
        return None

    async def heard(self, text: str) -> None:
        """{"ack": bytes}, {"input": text}, {"eof": true} or {"resize": [columns, rows]}."""
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
                await self._type(session, typed.encode("utf-8", "replace"))
            case {"eof": True}:
                await self._type(session, None)
            case {"resize": [int(columns), int(rows)]} if 0 < columns <= _MOST_COLUMNS and 0 < rows <= _MOST_COLUMNS:
                await asyncio.to_thread(session.resize, columns, rows)
            case _:
                raise ValueError(text[:80])

    async def connect(self) -> None:
        """Lets in who is signed in."""
        self._credit, self._wake, self._decided = Credit(), asyncio.Event(), asyncio.Event()
        self._decoders = {stream: codecs.getincrementaldecoder("utf-8")("replace") for stream in (b"o", b"e", b"t")}
        await super().connect()

    async def _type(self, session: Session, data: bytes | None) -> None:
        if not session.stdin:
            await self._send_header({"input": "none"})
        elif not session.write(data):
            await self._send_header({"input": "full"})

    async def _send_all(self, session: Session) -> None:
        loop = asyncio.get_running_loop()

        def changed() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closing
                loop.call_soon_threadsafe(self._wake.set)

        await self._send_header({"tty": session.tty, "stdin": session.stdin})
        session.watch(changed)
        try:
            while session.watched_by(changed):
                self._wake.clear()
                over = session.over
                output = session.take(TAKEN_BYTES) if self._credit.fits(TAKEN_BYTES) else None
                if output is not None:
                    await self._send_output(output)
                elif over and self._credit.fits(TAKEN_BYTES):
                    await self._send_header({"exit_code": session.exit_code})
                    session.close()
                    await self.end(DONE)
                    return
                else:
                    await self._wake.wait()
            await self.refuse(REPLACED, _("This run was opened in another window."))
        finally:
            session.leave(changed)

    async def _send_output(self, output: Output) -> None:
        sent = self._credit.take(len(output.data))
        header = (
            {"stream": output.stream.decode(), "lost": output.lost}
            if output.lost
            else {"stream": output.stream.decode()}
        )
        text = self._decoders[output.stream].decode(output.data)
        await self.send(json.dumps({"sent": sent, **header}) + "\n" + text)

    async def _send_header(self, header: dict[str, object]) -> None:
        await self.send(json.dumps({"sent": self._credit.sent, **header}) + "\n")


def _refusal_kept(actor: Actor, session: Session, why: str) -> None:
    """Keeps in the trail that somebody wanted to attach to another's run; the starter's own stands there already."""
    line = f"docker attach {session.container_id[:12]}"
    asked = trail.ask(actor=actor, host=session.engine.name, command="container attach", line=line)
    trail.conclude(asked, "refused", why)


_keep_refusal = database_sync_to_async(_refusal_kept, thread_sensitive=False)


def _message(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
