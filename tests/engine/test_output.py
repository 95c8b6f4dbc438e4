"""What a terminal keeps of its output: the newest, whole characters, and where to go on."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from containers.engine.output import PIECE_BYTES, Kept, whole_characters


def taken(kept: Kept, most: int = 1000) -> list[tuple[bytes, bytes]]:
    found = []
    while output := kept.take(most):
        found.append((output.stream, output.data))
    return found


@given(st.text(max_size=200), st.lists(st.integers(0, 300), max_size=12), st.integers(4, 50), st.integers(0, 600))
def test_whoever_goes_on_at_a_place_misses_nothing_and_sees_nothing_twice(text, cuts, most, stop):
    kept, data = Kept(1024 * 1024), text.encode()
    edges = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    for begin, end in itertools.pairwise(edges):
        kept.add(b"t", data[begin:end])
    kept.finish()
    seen, at = "", 0
    while at < stop and (output := kept.take(most)):
        seen, at = seen + output.data.decode(), output.at  # no character is cut
    kept.look_from(at)
    rest = "".join(part.decode() for _stream, part in taken(kept, most))
    assert seen + rest == text


def test_the_newest_is_kept_and_the_loss_is_counted():
    kept = Kept(5 * PIECE_BYTES)
    for number in range(20):
        kept.add(b"o", bytes([65 + number]) * PIECE_BYTES)
    output = kept.take(10)
    assert output is not None
    assert output.lost == kept.start
    assert kept.end == 20 * PIECE_BYTES
    assert kept.end - kept.start <= 5 * PIECE_BYTES
    assert output.data == bytes([65 + output.lost // PIECE_BYTES]) * 10
    assert kept.take(10).lost == 0


def test_streams_keep_their_order_and_half_a_character_waits_for_its_end():
    kept = Kept(1000)
    kept.add(b"o", "é".encode()[:1])
    kept.add(b"e", b"err")
    kept.add(b"o", "é".encode()[1:] + b"!")
    assert taken(kept) == [(b"e", b"err"), (b"o", "é!".encode())]
    kept.add(b"o", b"\xe2\x82")
    assert kept.take(10) is None
    kept.finish()
    assert taken(kept) == [(b"o", b"\xe2\x82")]


def test_tiny_pieces_of_two_streams_do_not_fill_the_memory():
    kept = Kept(1024 * 1024)
    for number in range(20_000):
        kept.add(b"oe"[number % 2 : number % 2 + 1], b"x")
    assert len(kept._pieces) <= 4096
    assert kept.take(5).lost == 20_000 - 4096


def test_bytes_that_are_no_text_count_as_whole():
    assert whole_characters(b"\x80\x80\x80\x80") == 4
    assert whole_characters("a€".encode()[:-1]) == 1
