"""How daphne takes a request's body: on disk, handed to Django piece by piece, and no more of it than its path takes.

Left to themselves twisted parses every multipart body in memory and daphne queues every body there whole, before Django
knows who sends it: two gigabytes from anybody were two gigabytes of memory.
"""

import asyncio
import io
import json
import re
from typing import IO, Any

from daphne import http_protocol
from django.conf import settings

from .sending import Pace

# Where files are sent: the API's uploads, and the form of a command.
_TAKES_FILES = re.compile(rb"/api/v1/[^/]+/uploads|/[^/]+/commands/[^/]+/")
# What a multipart body has beside its file, and a form beside the text that it is about.
BESIDE_BYTES = 1024 * 1024
PIECE_BYTES = 1024 * 1024
# How many pieces may wait for Django, and how long (seconds) until that is looked at again.
PIECES_WAITING = 2
_WAIT = 0.005
_SIGNS_OF_A_SIGN_IN = (b"authorization", b"cookie")


def install() -> None:
    """Makes daphne take requests so, whoever starts it."""
    http_protocol.WebRequest = Request


class Request(http_protocol.WebRequest):
    """A request whose body stays on disk until Django asks for it."""

    def gotLength(self, length: int | None) -> None:  # noqa: N802 - twisted's name
        """Refuses what says of itself that it is too long."""
        super().gotLength(length)
        self._most, self._taken, self._refused = self._most_bytes(), 0, False
        if length is not None and length > self._most:
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - twisted's name
        """Keeps a piece of the body; refuses what turns out too long."""
        self._taken += len(data)
        if self._taken > self._most:
            self._refuse()
        if not self._refused:
            super().handleContentChunk(data)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802 - twisted's name
        """As twisted's own, without a look into the body and the query: both are Django's to read."""
        if self._refused:
            return
        self.content.seek(0)
        self.method, self.uri, self.clientproto = command, path, version
        self.path = path.partition(b"?")[0]
        self.args: dict[bytes, list[bytes]] = {}
        self.process()

    def process(self) -> Any:
        """Hands the request to Django, its body in pieces.

        No client says at which path we are mounted; and of the addresses that it says it came by, only the last is
        written by the proxy before us.
        """
        self.requestHeaders.removeHeader(b"daphne-root-path")
        if forwarded := self.requestHeaders.getRawHeaders(b"x-forwarded-for"):
            self.requestHeaders.setRawHeaders(b"x-forwarded-for", [forwarded[-1].rpartition(b",")[2].strip()])
        self._body, self.content = self.content, io.BytesIO()
        return super().process()

    @property
    def application_queue(self) -> "Pieces | None":
        """What Django receives from."""
        return self._pieces

    @application_queue.setter
    def application_queue(self, queue: "asyncio.Queue[dict[str, Any]] | None") -> None:
        self._pieces = None if queue is None else Pieces(queue, self._body)

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Sends a part of the answer; one that comes in pieces is sent at its reader's pace."""
        if message["type"] == "http.response.body" and message.get("more_body") and self.pace is None:
            self.pace = Pace()
            self.registerProducer(self.pace, True)
        super().handle_reply(message)

    def let_go_of_the_reader(self) -> None:
        """Ends a connection whose reader takes nothing any more."""
        if self.channel is not None:
            self.channel.forceAbortClient()

    def finish(self) -> None:
        """Lets go of the body."""
        if self.pace is not None:
            self.pace.stopProducing()
            self.unregisterProducer()
        super().finish()
        self._let_go()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802 - twisted's name
        """Lets go of the body."""
        if self.pace is not None:
            self.pace.stopProducing()
        super().connectionLost(reason)
        self._let_go()

    content: IO[bytes]
    pace: Pace | None = None
    _body: IO[bytes] | None = None
    _pieces: "Pieces | None" = None

    def _let_go(self) -> None:
        if self._pieces is not None:
            self._pieces.close()
        if self._body is not None:
            self._body.close()

    def _most_bytes(self) -> int:
        """How long a body may be here: files are taken at few places, and from nobody who shows no sign-in at all."""
        path = bytes(self.channel._path).partition(b"?")[0]
        if _TAKES_FILES.fullmatch(path) and any(self.requestHeaders.hasHeader(name) for name in _SIGNS_OF_A_SIGN_IN):
            return int(settings.UPLOAD_MAX_BYTES) + BESIDE_BYTES
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + BESIDE_BYTES

    def _refuse(self) -> None:
        """Answers 413 at once, without waiting for the rest."""
        if self._refused:
            return
        self._refused = True
        message = f"This request is too large: at most {self._most} bytes are taken here."
        body = json.dumps({"error": {"code": "too_large", "message": message, "at": None}}).encode()
        head = f"HTTP/1.1 413 Content Too Large\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.channel.transport.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        self.channel.loseConnection()


class Pieces:
    """The queue that Django receives from, which reads on in the body only as it is emptied."""

    def __init__(self, queue: "asyncio.Queue[dict[str, Any]]", body: IO[bytes] | None) -> None:
        self._queue = queue
        self._body = body
        self._feeding: asyncio.Task[None] | None = None

    def put_nowait(self, message: dict[str, Any]) -> None:
        """Takes daphne's messages; for the body, which it holds to be empty, the first piece and then the others."""
        if message["type"] != "http.request" or self._body is None:
            self._queue.put_nowait(message)
        elif self._put_piece(self._body):
            self._feeding = asyncio.get_event_loop().create_task(self._feed(self._body))

    def close(self) -> None:
        """Puts no more."""
        if self._feeding is not None:
            self._feeding.cancel()

    async def _feed(self, body: IO[bytes]) -> None:
        while True:
            while self._queue.qsize() >= PIECES_WAITING:
                await asyncio.sleep(_WAIT)
            if not self._put_piece(body):
                return

    def _put_piece(self, body: IO[bytes]) -> bool:
        """Puts the next piece; whether more follow."""
        piece = body.read(PIECE_BYTES)
        more = len(piece) == PIECE_BYTES
        self._queue.put_nowait({"type": "http.request", "body": piece, "more_body": more})
        return more
