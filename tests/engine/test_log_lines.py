"""The bytes of a log become lines, whatever the cuts between reads."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from containers.engine.errors import EngineFailed
from containers.engine.log_lines import LINE_CAP, FramedLines, TerminalLines, payloads_of

STAMP = b"2026-01-31T12:00:00.%09dZ"


def frame(stream: int, text: bytes, nanoseconds: int = 1) -> bytes:
    payload = STAMP % nanoseconds + b" " + text
    return struct.pack(">BxxxL", stream, len(payload)) + payload


def texts(lines):
    return [(stream, payload[31:]) for stream, payload in lines]


def fed(lines, data: bytes, step: int):
    out = []
    for start in range(0, len(data), step):
        out += lines.feed(data[start : start + step])
    return out


@given(st.integers(1, 400))
def test_lines_are_the_same_however_the_reads_are_cut(step):
    data = frame(1, b"one\n", 1) + frame(2, b"two\n", 2) + frame(1, b"\n", 3) + frame(1, b"h\xc3\xa9\x00\r\n", 4)
    assert texts(fed(FramedLines(), data, step)) == [
        (b"o", b"one\n"),
        (b"e", b"two\n"),
        (b"o", b"\n"),
        (b"o", b"h\xc3\xa9\x00\r\n"),
    ]


@given(st.integers(100, 40_000))
def test_pieces_of_a_long_line_are_joined_although_the_other_stream_writes_between_them(step):
    data = (
        frame(1, b"a" * 16384, 5)
        + frame(2, b"between\n", 7)
        + frame(1, b"b" * 16384, 5)
        + frame(1, b"\n", 5)
        + frame(1, b"next\n", 8)
    )
    assert texts(fed(FramedLines(), data, step)) == [
        (b"e", b"between\n"),
        (b"o", b"a" * 16384 + b"b" * 16384 + b"\n"),
        (b"o", b"next\n"),
    ]


def test_an_open_line_names_its_first_stamp_and_is_shown_only_when_the_log_has_ended():
    lines = FramedLines()
    assert lines.feed(frame(1, b"no newline", 5)) == []
    assert lines.opened() == STAMP % 5
    assert texts(lines.flush()) == [(b"o", b"no newline\n")]
    assert lines.opened() == b""


def test_a_message_with_another_stamp_ends_a_line_that_had_no_newline():
    lines = FramedLines()
    assert texts(lines.feed(frame(1, b"prompt$ ", 5) + frame(1, b"started again\n", 9))) == [
        (b"o", b"prompt$ \n"),
        (b"o", b"started again\n"),
    ]


def test_a_line_beyond_the_cap_is_cut_with_a_mark_that_says_how_much_is_left_out():
    lines = FramedLines()
    for _ in range(20 * 64):
        lines.feed(frame(1, b"x" * 16384, 5))
    [(_, payload)] = lines.feed(frame(1, b"\n", 5))
    assert len(payload) < 1024 * 1024
    assert payload.endswith(f" … [+{20 * 64 * 16384 - LINE_CAP} bytes]\n".encode())


def test_what_the_engine_says_in_the_middle_of_a_log_is_an_error_with_its_words():
    with pytest.raises(EngineFailed, match="Error grabbing logs: broken"):
        FramedLines().feed(struct.pack(">BxxxL", 3, 29) + b"Error grabbing logs: broken  ")


def test_bytes_that_are_no_frames_are_refused_and_not_waited_on_for_ever():
    with pytest.raises(EngineFailed, match="not in the form"):
        FramedLines().feed(b"HTTP is not a log")


def test_a_stamp_in_the_engines_own_time_zone_becomes_utc():
    payload = b"2026-01-31T21:00:00.123456789+09:00 from the journal\n"
    [(_, line)] = FramedLines().feed(struct.pack(">BxxxL", 1, len(payload)) + payload)
    assert line == b"2026-01-31T12:00:00.123456789Z from the journal\n"


@pytest.mark.parametrize("length", [0, 1, 16383, 16384, 16385, 32768, 50_000])
@pytest.mark.parametrize("step", [1000, 16384, 100_000])
def test_a_terminals_lines_are_parted_from_the_stamps_between_their_pieces(length, step):
    stamp = STAMP % 5 + b" "
    text = bytes(97 + i % 26 for i in range(length))
    pieces = [text[at : at + 16384] for at in range(0, length, 16384)] or [b""]
    if len(pieces[-1]) == 16384:
        pieces.append(b"")
    data = b"".join(stamp + piece for piece in pieces) + b"\n" + STAMP % 6 + b" next\r\n"
    assert texts(fed(TerminalLines(), data, step)) == [(b"o", text + b"\n"), (b"o", b"next\r\n")]


def test_a_terminals_text_that_looks_like_a_stamp_is_text():
    data = STAMP % 5 + b" " + STAMP % 4 + b" my own log\n"
    assert texts(TerminalLines().feed(data)) == [(b"o", STAMP % 4 + b" my own log\n")]


def test_a_terminals_piece_that_grew_by_replaced_bytes_is_still_parted():
    stamp = STAMP % 5 + b" "
    grown = "\N{REPLACEMENT CHARACTER}".encode() * 100 + b"a" * (16384 - 100)
    assert texts(TerminalLines().feed(stamp + grown + stamp + b"end\n")) == [(b"o", grown + b"end\n")]


def test_a_terminal_that_writes_20_mib_without_a_newline_is_held_in_bounded_memory():
    lines = TerminalLines()
    stamp = STAMP % 5 + b" "
    for _ in range(20 * 64):
        assert lines.feed(stamp + b"x" * 16384) == []
    assert len(lines._rest) < 200_000
    [(_, payload)] = lines.feed(stamp + b"end\n")
    assert payload.endswith(f" … [+{20 * 64 * 16384 + 3 - LINE_CAP} bytes]\n".encode())


def test_a_terminals_last_words_without_a_newline_are_shown_when_the_log_has_ended():
    lines = TerminalLines()
    lines.feed(STAMP % 5 + b" / # ")
    assert lines.opened() == STAMP % 5
    assert texts(lines.flush()) == [(b"o", b"/ # \n")]


def test_payloads_leave_all_but_the_frames():
    payloads = payloads_of(tty=False)
    assert payloads(frame(1, b"a")[:10]) == b""
    assert payloads(frame(1, b"a")[10:] + frame(2, b"b\n")) == STAMP % 1 + b" a" + STAMP % 1 + b" b\n"
    assert payloads_of(tty=True)(b"as it is") == b"as it is"
