"""What every streaming socket does before and beside its stream: who is there, may they, and do they still."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext as _

from containers.access.actor import Actor, actor_of_scope
from containers.access.errors import Refused
from containers.access.revocation import RIGHT_LOST, SIGN_IN_AGAIN, until_revoked
from containers.engine.errors import EngineError, NotFound
from containers.streaming.frame import state_frame
from containers.streaming.state import State

log = logging.getLogger(__name__)

DONE = 1000
BAD_REQUEST = 4400
NOT_FOUND = 4404
FAILED = 4500

# What a client may say: short words, and not more of them than acknowledgements of a very fast log.
MESSAGE_BYTES = 64 * 1024
MESSAGES_A_SECOND = 500
MESSAGES_AT_ONCE = 2000


class StreamConsumer(AsyncWebsocketConsumer):
    """A socket that carries one stream in a task of its own, for as long as its actor has the right to `command_name`.

    Subclasses give `stream(actor)` and `heard(text)`. A socket is accepted before it is refused, since only then a
    client learns the code; a last frame says why in a sentence, because daphne sends none with the code.
    """

    # No notices come this way: a channel for each socket would cost a task and a queue each.
    channel_layer_alias = "none"
    command_name = ""
    actor: Actor | None = None
    closing = False
    _tasks: "tuple[asyncio.Task[None], ...]" = ()

    async def __call__(self, *application: Any) -> None:
        """Serves the socket. However that ends (when the server stops, by a cancellation), its tasks end with it."""
        try:
            await super().__call__(*application)
        finally:
            for task in self._tasks:
                task.cancel()

    async def connect(self) -> None:
        """Lets in who is signed in, and starts the stream."""
        await self.accept()
        self._allowance, self._counted = float(MESSAGES_AT_ONCE), time.monotonic()
        self.actor = await actor_of_scope(self.scope)
        if self.actor is None:
            await self.refuse(SIGN_IN_AGAIN, _("Sign in again, or send a token that is good."))
            return
        self.begin(self.stream(self.actor))
        self.begin(self._until_revoked(self.actor))

    def begin(self, part: Coroutine[Any, Any, None]) -> None:
        """Runs a part of the socket beside the others, until it is done or the socket closes."""
        self._tasks = (*self._tasks, asyncio.create_task(self._guarded(part)))

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Lets what a client says past the look at old database connections, which is a thread hop for each message."""
        if message["type"] != "websocket.receive":
            await super().dispatch(message)
        elif not self.closing and self.actor is not None:
            await self._hear(message.get("text"))

    async def disconnect(self, code: int) -> None:
        """Ends the stream."""
        self.closing = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stream(self, actor: Actor) -> None:
        """Sends the stream until it is over."""
        raise NotImplementedError

    async def heard(self, text: str) -> None:
        """Takes a message of the client; raises ValueError when it is none of the protocol's."""
        raise NotImplementedError

    def right_ended(self) -> None:
        """Ends what must not outlive the actor's right; the socket is closed after it."""

    async def send(self, text_data: str | None = None, bytes_data: bytes | None = None, close: bool = False) -> None:
        """Sends text at once where the server offers it (dashboard/sending.py), else as usual."""
        at_once = self.scope.get("send_text")
        if at_once is None or text_data is None or close or not at_once(text_data):
            await super().send(text_data, bytes_data, close)

    async def refuse(self, code: int, sentence: str) -> None:
        """Says why, and closes with the code."""
        with contextlib.suppress(RuntimeError):
            await self.send(state_frame("", 0, State("refused", sentence)))
        await self.end(code)

    async def end(self, code: int = DONE) -> None:
        """Closes, once."""
        if not self.closing:
            self.closing = True
            with contextlib.suppress(RuntimeError):  # closed from the other side in this moment
                await self.close(code)

    async def _hear(self, text: str | None) -> None:
        now = time.monotonic()
        self._allowance = min(self._allowance + (now - self._counted) * MESSAGES_A_SECOND, MESSAGES_AT_ONCE) - 1
        self._counted = now
        if self._allowance < 0:
            await self.refuse(BAD_REQUEST, _("This client sends too many messages."))
        elif text is None or len(text) > MESSAGE_BYTES:
            await self.refuse(BAD_REQUEST, _("This message is not of the protocol, which docs/protocol.md describes."))
        else:
            try:
                await self.heard(text)
            except ValueError:
                await self.refuse(
                    BAD_REQUEST, _("This message is not of the protocol, which docs/protocol.md describes.")
                )

    async def _until_revoked(self, actor: Actor) -> None:
        code = await until_revoked(actor, self.command_name)
        self.right_ended()
        sentence = {
            SIGN_IN_AGAIN: _("This sign-in or token has ended. Sign in again."),
            RIGHT_LOST: _("You no longer have the right to this."),
        }
        await self.refuse(code, sentence[code])

    async def _guarded(self, part: Coroutine[Any, Any, None]) -> None:
        """A failure of ours ends this socket with a sentence, and the log has the traceback."""
        try:
            await part
        except Exception:
            log.exception("A stream failed: %s", self.scope.get("path"))
            await self.refuse(FAILED, _("Dockline failed; its log says why."))


class WatchConsumer(StreamConsumer):
    """A socket for watching: what stands in its way is told with its code, and it closes when there is no more."""

    async def stream(self, actor: Actor) -> None:
        """Sends until there is no more, or says why not."""
        try:
            await self.watch(actor)
        except Refused as error:
            await self.refuse(RIGHT_LOST, error.message)
        except NotFound as error:
            await self.refuse(NOT_FOUND, error.message)
        except EngineError as error:
            await self.refuse(BAD_REQUEST, error.message)
        except ValueError as error:
            await self.refuse(BAD_REQUEST, str(error))
        await self.end(DONE)

    async def watch(self, actor: Actor) -> None:
        """Passes the spine and sends; raises Refused, EngineError, and ValueError for a query that cannot be read."""
        raise NotImplementedError
