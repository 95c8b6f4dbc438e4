"""An answer of the engine that is bytes without a bound (an archive, a file system), read a piece at a time."""

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager

import requests

PIECE_BYTES = 64 * 1024


class Body:
    """The bytes of an open answer, to be read once, by one thread at a time; `headers` came before them."""

    def __init__(self, answer: requests.Response, named_errors: Callable[[], AbstractContextManager[None]]) -> None:
        self.headers: Mapping[str, str] = answer.headers
        self._answer = answer
        self._named_errors = named_errors
        self._pieces = answer.iter_content(PIECE_BYTES)
        self._left = b""

    def chunks(self) -> Generator[bytes, None, None]:
        """The bytes in pieces of at most PIECE_BYTES; closing the generator ends the request. Raises EngineError when
        the engine went away in the middle."""
        try:
            while piece := self._next():
                yield piece
        finally:
            self.close()

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer at the end: what tarfile reads a stream by."""
        parts = [self._left]
        have = len(self._left)
        while have < size and (piece := self._next()):
            parts.append(piece)
            have += len(piece)
        read = b"".join(parts)
        self._left = read[size:]
        return read[:size]

    def close(self) -> None:
        """Ends the request; what was not read is not sent."""
        self._answer.close()

    def _next(self) -> bytes:
        with self._named_errors():
            return next(self._pieces, b"")
