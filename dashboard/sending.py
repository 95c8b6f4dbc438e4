"""How daphne sends: an answer in pieces no faster than its reader takes them, a socket's text at once, and all of it.

Left to itself it takes every piece at once and keeps what the reader has not taken: a log of gigabytes, downloaded by
somebody who reads slowly, was gigabytes of memory.
"""

import asyncio
from struct import Struct
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol

# A reader who takes nothing for so long (seconds) has gone, whatever the network says.
STALLED_SECONDS = 300.0
# A socket's close comes behind its last frames, and is answered when they were read. autobahn gives that one second,
# and then throws away what the reader does not have yet; who answers no ping is given 30 by daphne as well.
CLOSE_SECONDS = 30.0

_TEXT, _SIZE_16, _SIZE_64 = 0x81, 126, 127
_SHORT, _MEDIUM, _LONG = Struct(">BB"), Struct(">BBH"), Struct(">BBQ")

_handle_reply = Server.handle_reply
_create_application = Server.create_application


def install() -> None:
    """Makes daphne send so, whoever starts it."""
    Server.handle_reply = _handle_reply_at_the_readers_pace
    Server.create_application = _create_application_that_sends_at_once


class Pace:
    """What twisted calls when its buffer for a reader is full, and when there is room again (IPushProducer)."""

    def __init__(self) -> None:
        self._room = asyncio.Event()
        self._room.set()

    def pauseProducing(self) -> None:  # noqa: N802 - twisted's name
        """The buffer is full."""
        self._room.clear()

    def resumeProducing(self) -> None:  # noqa: N802 - twisted's name
        """There is room."""
        self._room.set()

    def stopProducing(self) -> None:  # noqa: N802 - twisted's name
        """The reader has gone; nobody needs to wait for them."""
        self._room.set()

    async def room(self) -> bool:
        """Waits for room; False when there was none for STALLED_SECONDS."""
        try:
            await asyncio.wait_for(self._room.wait(), STALLED_SECONDS)
        except TimeoutError:
            return False
        return True


async def _handle_reply_at_the_readers_pace(server: Server, protocol: Any, message: dict[str, Any]) -> None:
    """As daphne's own; Django sends the next piece once this returns."""
    await _handle_reply(server, protocol, message)
    pace = getattr(protocol, "pace", None)
    if pace is not None and not await pace.room():
        protocol.let_go_of_the_reader()


def _create_application_that_sends_at_once(server: Server, protocol: Any, scope: dict[str, Any]) -> Any:
    """As daphne's own; a websocket's scope also has `send_text`, and its close waits for the reader."""
    if isinstance(protocol, WebSocketProtocol):
        scope["send_text"] = TextSender(protocol)
        protocol.closeHandshakeTimeout = CLOSE_SECONDS
    return _create_application(server, protocol, scope)


class TextSender:
    """Sends text on one open websocket, past all that stands in the way of a message for the sake of its opening.

    A log with 500 viewers is thousands of messages a second, and the way through the session's cookies, daphne,
    autobahn and the reactor's list of writers was two thirds of their cost.
    """

    __slots__ = ("_protocol",)

    def __init__(self, protocol: WebSocketProtocol) -> None:
        self._protocol = protocol

    def __call__(self, text: str) -> bool:
        """Whether it was sent (or waits in the transport, behind what waits there); if not, send it as usual."""
        protocol = self._protocol
        # Only where nothing else of autobahn's would touch the message, or waits to be sent before it.
        if protocol.state != protocol.STATE_OPEN or protocol.send_queue or protocol._perMessageCompress is not None:
            return False
        payload = text.encode()
        frame = _frame_head(len(payload)) + payload
        transport = protocol.transport
        sent = _sent_at_once(transport, frame)
        if sent < len(frame):
            transport.write(frame[sent:] if sent else frame)
        return True


def _sent_at_once(transport: Any, frame: bytes) -> int:
    """How much of a frame the kernel took now: none when something waits, or twisted knows better what is wrong."""
    try:
        if not transport.connected or transport.disconnecting or transport.dataBuffer or transport._tempDataBuffer:
            return 0
        taken = transport.writeSomeData(frame)
    except AttributeError:  # TLS, or another kind of transport
        return 0
    return taken if isinstance(taken, int) and taken > 0 else 0


def _frame_head(size: int) -> bytes:
    """The head of an unfragmented text frame of a server (RFC 6455, 5.2)."""
    if size < _SIZE_16:
        return _SHORT.pack(_TEXT, size)
    if size < 1 << 16:
        return _MEDIUM.pack(_TEXT, _SIZE_16, size)
    return _LONG.pack(_TEXT, _SIZE_64, size)
