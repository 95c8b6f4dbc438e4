"""The bytes of an engine's log answer, taken apart: frames by their length, pieces joined into lines.

A message is "STAMP text". The engine cuts lines at 16 KiB; the pieces of a line share its stamp and only the last ends
with a newline. A container with a terminal has no frames, and a further stamp after each piece. A last line without
newline looks like a piece until a message with another stamp follows, or until the log is known to have ended.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from struct import Struct
from typing import Protocol

from .errors import EngineFailed, gettext_noop

# A line: b"o" or b"e" (stdout, stderr), and its stamp, a space, its text and a newline.
Line = tuple[bytes, bytes]

STAMP = 30  # bytes of a stamp in UTC: 2026-01-31T12:00:00.000000000Z
PIECE = 16 * 1024  # bytes of a piece
# The longest text that is kept of a line; room for the frame around it within 1 MiB.
LINE_CAP = 1024 * 1024 - 8192

_HEAD = Struct(">BxxxL")
_STREAMS = {1: b"o", 2: b"e"}
_ENGINE_ERROR = 3
_OTHER_FORM = gettext_noop("The engine's log is not in the form its API promises.")
_FRAME_CAP = 64 * 1024 * 1024
_FULL_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(Z|[+-]\d\d:\d\d) ")


class Lines(Protocol):
    """Turns bytes into lines, whatever the cuts between the reads."""

    def feed(self, data: bytes) -> list[Line]:
        """The lines that these bytes complete."""
        ...

    def flush(self) -> list[Line]:
        """What is left without a newline, as lines; only right when the log has truly ended."""
        ...

    def opened(self) -> bytes:
        """The earliest stamp of a line that has begun and not ended; b"" when there is none."""
        ...


def lines_of(tty: bool) -> Lines:
    """A fresh taker-apart for the log of a container with (or without) a terminal."""
    return TerminalLines() if tty else FramedLines()


def payloads_of(tty: bool) -> Callable[[bytes], bytes]:
    """A function that takes the frames off the bytes it is given in order, and leaves all else as the engine sent."""
    if tty:
        return bytes
    frames = frames_of()
    return lambda data: b"".join([payload for _stream, payload in frames(data)])


def frames_of() -> Callable[[bytes], list[tuple[bytes, bytes]]]:
    """A function that takes bytes in order and returns the frames they complete: stream (b"o", b"e") and payload."""
    return _Frames().feed


class _Frames:
    """Cuts bytes into the engine's frames: one byte of stream, three empty, four of length, the payload."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Line]:
        """The payloads of the frames that these bytes complete; raises EngineFailed with the engine's own error."""
        if self._rest:
            data = self._rest + data
        frames: list[Line] = []
        position, size, head, streams = 0, len(data), _HEAD.unpack_from, _STREAMS
        while size - position >= 8:
            kind, length = head(data, position)
            if kind not in streams or length > _FRAME_CAP:
                _refuse_frame(kind, data[position + 8 : position + 8 + min(length, 4096)])
            end = position + 8 + length
            if end > size:
                break
            frames.append((streams[kind], data[position + 8 : end]))
            position = end
        self._rest = data[position:]
        return frames


def _refuse_frame(kind: int, payload: bytes) -> None:
    text = payload.decode("utf-8", "replace").strip()
    if kind == _ENGINE_ERROR and text:
        raise EngineFailed(gettext_noop("The engine could not go on reading this log: %(words)s"), words=text)
    if kind != _ENGINE_ERROR:
        raise EngineFailed(_OTHER_FORM, repr(payload[:200]))


class _Joined:
    """A line that has begun: its pieces up to the cap, and how many bytes were left out."""

    def __init__(self, stamp: bytes) -> None:
        self.stamp = stamp
        self._parts: list[bytes] = []
        self._size = 0
        self._left_out = 0

    def add(self, text: bytes) -> None:
        room = max(LINE_CAP - self._size, 0)
        if room:
            self._parts.append(text[:room])
        self._size += min(len(text), room)
        self._left_out += max(len(text) - room, 0)

    def payload(self) -> bytes:
        mark = f" … [+{self._left_out} bytes]".encode() if self._left_out else b""
        return b"".join([self.stamp, b" ", *self._parts, mark, b"\n"])


class FramedLines:
    """Lines of a container without a terminal: stdout and stderr in frames."""

    def __init__(self) -> None:
        self._frames = _Frames()
        self._open: dict[bytes, _Joined] = {}

    def feed(self, data: bytes) -> list[Line]:
        """The lines that these bytes complete."""
        frames = self._frames.feed(data)
        if not self._open and all(
            payload[-1:] == b"\n" and payload[STAMP : STAMP + 1] == b" " for _, payload in frames
        ):
            return frames
        lines: list[Line] = []
        for stream, payload in frames:
            self._take(stream, payload, lines)
        return lines

    def _take(self, stream: bytes, payload: bytes, lines: list[Line]) -> None:
        stamp, text = _parted(payload)
        line = self._open.get(stream)
        if line is not None and line.stamp != stamp:
            lines.append((stream, line.payload()))
            line = None
        line = line or _Joined(stamp)
        if text.endswith(b"\n"):
            line.add(text[:-1])
            lines.append((stream, line.payload()))
            self._open.pop(stream, None)
        else:
            line.add(text)
            self._open[stream] = line

    def flush(self) -> list[Line]:
        """What is left without a newline, as lines."""
        lines = [(stream, line.payload()) for stream, line in self._open.items()]
        self._open.clear()
        return lines

    def opened(self) -> bytes:
        """The earliest stamp of a line that has begun and not ended."""
        return min((line.stamp for line in self._open.values()), default=b"")


class TerminalLines:
    """Lines of a container with a terminal: one stream, no frames."""

    def __init__(self) -> None:
        self._rest = b""
        self._line: _Joined | None = None
        self._again = b""  # the stamp as the engine writes it before each further piece

    def feed(self, data: bytes) -> list[Line]:
        """The lines that these bytes complete."""
        self._rest += data
        lines: list[Line] = []
        position = 0
        while True:
            if self._line is None:
                match = _FULL_STAMP.match(self._rest, position)
                if match is None:
                    _refuse_stamp(self._rest[position : position + 40])
                    break
                self._again = match[0]
                self._line = _Joined(_parted(match[0])[0])
                position = match.end()
            position, ended = self._take(self._line, position)
            if not ended:
                break
            lines.append((b"o", self._line.payload()))
            self._line = None
        self._rest = self._rest[position:]
        return lines

    def _take(self, line: _Joined, position: int) -> tuple[int, bool]:
        """Adds what can be told of the open line to it; where the rest begins, and whether the line has ended."""
        while True:
            newline = self._rest.find(b"\n", position)
            end = newline if newline >= 0 else len(self._rest)
            # A piece may be longer than it was written: each invalid byte came back as three (U+FFFD). Only this very
            # stamp at or after a piece's length is looked for, never the form of a stamp.
            further = self._rest.find(self._again, position + PIECE, end)
            if further >= 0:
                line.add(self._rest[position:further])
                position = further + len(self._again)
            elif newline >= 0:
                line.add(self._rest[position:newline])
                return newline + 1, True
            else:
                sure = len(self._rest) - 3 * PIECE - len(self._again)
                if sure > position + PIECE:  # longer than any piece: no stamp is coming within these bytes
                    line.add(self._rest[position:sure])
                    position = sure
                return position, False

    def flush(self) -> list[Line]:
        """What is left without a newline, as a line."""
        if self._line is None:
            return []
        line, self._line = self._line, None
        line.add(self._rest)
        self._rest = b""
        return [(b"o", line.payload())]

    def opened(self) -> bytes:
        """The stamp of the line that has begun and not ended."""
        return self._line.stamp if self._line else b""


def _refuse_stamp(beginning: bytes) -> None:
    if len(beginning) >= 40:
        raise EngineFailed(_OTHER_FORM, repr(beginning))


def _parted(payload: bytes) -> tuple[bytes, bytes]:
    """A message's stamp, in UTC, and its text."""
    if payload[STAMP - 1 : STAMP + 1] == b"Z ":
        return payload[:STAMP], payload[STAMP + 1 :]
    match = _FULL_STAMP.match(payload)
    if match is None:
        raise EngineFailed(gettext_noop("The engine's log has a message without a time."), repr(payload[:60]))
    # the journald driver answers in the engine's own time zone
    stamp = match[0].decode()
    moment = datetime.fromisoformat(stamp[:19] + stamp[29:-1]).astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}{stamp[19:29]}Z".encode(), payload[match.end() :]
