"""HTTP/1.1 as it passes by: heads and bodies are read from one side without losing a byte of how they were sent."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

PIECE = 64 * 1024


class ConnectionEnded(Exception):
    """The other side closed its end where more was expected, or before anything came."""


class Wire:
    """One side of a connection: what was read and not yet taken, and where to write."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._held = bytearray()

    async def fill(self) -> bool:
        """Reads some more bytes and holds them; False when the other side has ended. Safe to cancel."""
        piece = await self._reader.read(PIECE)
        self._held += piece
        return bool(piece)

    async def take_until(self, mark: bytes) -> bytes:
        """Takes everything up to and including `mark`; raises ConnectionEnded when it does not come."""
        while (at := self._held.find(mark)) < 0:
            await self._fill_or_raise()
        return self._take(at + len(mark))

    async def take_some(self, most: int = PIECE) -> bytes:
        """Takes between 1 and `most` bytes; raises ConnectionEnded when there are no more."""
        if not self._held:
            await self._fill_or_raise()
        return self._take(min(most, len(self._held)))

    async def send(self, piece: bytes) -> None:
        """Writes `piece` and waits until the other side can take more."""
        self._writer.write(piece)
        await self._writer.drain()

    def end(self) -> None:
        """Says that nothing more will be written, and leaves the reading direction open."""
        if self._writer.can_write_eof() and not self._writer.is_closing():
            self._writer.write_eof()

    def close(self) -> None:
        """Closes both directions."""
        self._writer.close()

    async def _fill_or_raise(self) -> None:
        if not await self.fill():
            raise ConnectionEnded

    def _take(self, count: int) -> bytes:
        taken = bytes(self._held[:count])
        del self._held[:count]
        return taken


@dataclass(frozen=True)
class Head:
    """The first lines of a request or a response, with the bytes that they were."""

    raw: bytes
    start: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def chunked(self) -> bool:
        """Whether the body comes in chunks."""
        return "chunked" in self.headers.get("transfer-encoding", "").lower()

    @property
    def length(self) -> int | None:
        """The length of the body in bytes; None when the head does not say."""
        return int(self.headers["content-length"]) if "content-length" in self.headers else None

    @property
    def upgrade(self) -> bool:
        """Whether the sender asks to leave HTTP on this connection."""
        return "upgrade" in self.headers.get("connection", "").lower()


async def read_head(source: Wire) -> Head:
    """Reads the next head; raises ConnectionEnded when the connection ends first."""
    raw = await source.take_until(b"\r\n\r\n")
    start, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    named = (line.partition(":") for line in lines)
    return Head(raw, start, {name.strip().lower(): value.strip() for name, _, value in named})


async def read_body(source: Wire, head: Head) -> AsyncIterator[tuple[bytes, bytes]]:
    """Yields (bytes as sent, bytes meant) until the body that `head` announces is complete."""
    if head.chunked:
        async for pair in _chunks(source):
            yield pair
        return
    left = head.length or 0
    while left:
        piece = await source.take_some(min(left, PIECE))
        left -= len(piece)
        yield piece, piece


async def _chunks(source: Wire) -> AsyncIterator[tuple[bytes, bytes]]:
    while True:
        line = await source.take_until(b"\r\n")
        yield line, b""
        left = int(line.split(b";")[0], 16)
        if not left:
            break
        while left:
            piece = await source.take_some(min(left, PIECE))
            left -= len(piece)
            yield piece, piece
        yield await source.take_until(b"\r\n"), b""
    while (trailer := await source.take_until(b"\r\n")) != b"\r\n":
        yield trailer, b""
    yield trailer, b""
