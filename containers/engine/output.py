"""What a terminal has printed: the newest part of it, each byte with its place, as one viewer takes it.

A place is the count of bytes before it in all output of both streams. Pieces begin and end between characters, so that
whoever goes on at a place goes on with a whole one.
"""

from bisect import bisect_right
from dataclasses import dataclass

PIECE_BYTES = 48 * 1024
MOST_PIECES = 4096


@dataclass(frozen=True)
class Output:
    """Some bytes of a stream: b"o", b"e", or b"t" of a terminal; `lost` bytes before them are gone, `at` their end."""

    stream: bytes
    data: bytes
    lost: int = 0
    at: int = 0


class Kept:
    """The newest `most` bytes of output. Not safe between threads: its session's lock is around it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._starts: list[int] = []
        self._pieces: list[tuple[bytes, bytearray]] = []
        self._cut: dict[bytes, bytes] = {}  # by stream: the beginning of a character whose end has not come
        self.start = self.end = self.seen = 0

    @property
    def unseen(self) -> int:
        """So many bytes are kept, or already lost, that the viewer has not taken."""
        return self.end - self.seen

    def add(self, stream: bytes, data: bytes) -> None:
        """Keeps bytes of a stream, and lets the oldest go beyond `most`."""
        data = self._cut.pop(stream, b"") + data
        whole = whole_characters(data)
        if whole < len(data):
            self._cut[stream] = data[whole:]
        self._append(stream, data[:whole])

    def finish(self) -> None:
        """Nothing more comes: half a character at the end is kept as it is."""
        for stream, data in self._cut.items():
            self._append(stream, data)
        self._cut.clear()

    def look_from(self, place: int) -> None:
        """The viewer goes on at a place; one that is not there yet is the end."""
        self.seen = min(max(place, 0), self.end)

    def take(self, most_bytes: int) -> Output | None:
        """The oldest output the viewer has not seen, at most so many bytes of one stream; None when there is none."""
        if self.seen >= self.end:
            return None
        lost = max(self.start - self.seen, 0)
        self.seen += lost
        number = bisect_right(self._starts, self.seen) - 1
        stream, piece = self._pieces[number]
        begin = self.seen - self._starts[number]
        data = bytes(piece[begin : begin + most_bytes])
        if begin + most_bytes < len(piece):
            data = data[: whole_characters(data) or len(data)]
        self.seen += len(data)
        return Output(stream, data, lost, self.seen)

    def _append(self, stream: bytes, data: bytes) -> None:
        if not data:
            return
        if self._pieces and self._pieces[-1][0] == stream and len(self._pieces[-1][1]) < PIECE_BYTES:
            self._pieces[-1][1].extend(data)
        else:
            self._starts.append(self.end)
            self._pieces.append((stream, bytearray(data)))
        self.end += len(data)
        gone, last = 0, len(self._pieces) - 1
        while gone < last and (self.end - self._starts[gone] > self.most or last - gone >= MOST_PIECES):
            gone += 1
        del self._starts[:gone], self._pieces[:gone]
        self.start = self._starts[0]


def whole_characters(data: bytes) -> int:
    """How many of the bytes are whole characters of UTF-8; what is none at all counts as whole."""
    for back in range(1, min(3, len(data)) + 1):
        byte = data[-back]
        if byte < 0x80:
            break
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if needed > back else len(data)
    return len(data)
