"""How daphne sends an answer that comes in pieces: no faster than its reader takes them.

Left to itself it takes every piece at once and keeps what the reader has not taken: a log of gigabytes, downloaded by
somebody who reads slowly, was gigabytes of memory.
"""

import asyncio
from typing import Any

from daphne.server import Server

# A reader who takes nothing for so long (seconds) has gone, whatever the network says.
STALLED_SECONDS = 300.0

_handle_reply = Server.handle_reply


def install() -> None:
    """Makes daphne send so, whoever starts it."""
    Server.handle_reply = _handle_reply_at_the_readers_pace


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
