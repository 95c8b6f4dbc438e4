"""The newest part of a live log: who finds a place in it goes on there, others read from the engine."""

from containers.streaming.batch import BATCH_BYTES, batches_of
from containers.streaming.cursor import Cursor, Skip, after, settle
from containers.streaming.ring import Ring
from containers.streaming.state import GAP, State


def line(stream: bytes, nanoseconds: int, text: bytes = b"x") -> tuple[bytes, bytes]:
    return stream, b"2026-01-31T12:00:00.%09dZ %s\n" % (nanoseconds, text)


def filled(*groups, start=None, capacity=10**6):
    cursor = start or Cursor()
    ring = Ring(cursor, capacity=capacity)
    for group in groups:
        [batch] = batches_of(group, cursor, after(cursor, group))
        cursor = batch.cursor
        ring.add(batch)
    return ring


def seen(*lines):
    return after(Cursor(), list(lines))


ONE, TWO, THREE = [line(b"o", 10), line(b"e", 9)], [line(b"o", 20)], [line(b"e", 30), line(b"o", 31)]


def test_who_has_seen_nothing_begins_at_the_beginning():
    assert filled(ONE, TWO).place(Cursor()) == (0, None)


def test_who_is_between_two_batches_goes_on_with_the_next():
    ring = filled(ONE, TWO, THREE)
    assert ring.place(seen(*ONE)) == (1, None)
    assert ring.place(seen(*ONE, *TWO)) == (2, None)
    assert ring.place(seen(*ONE, *TWO, *THREE)) == (3, None)


def test_who_is_inside_a_batch_leaves_out_what_was_seen():
    number, skip = filled(ONE, TWO, THREE).place(seen(*ONE, *TWO, THREE[0]))
    assert number == 2
    assert isinstance(skip, Skip)
    assert skip.keep(THREE) == [THREE[1]]


def test_who_has_read_further_than_the_source_waits_for_it():
    number, skip = filled(ONE).place(seen(*ONE, *TWO))
    assert number == 1
    assert skip.keep([*TWO, *THREE]) == THREE


def test_who_is_before_the_ring_reads_from_the_engine():
    ring = filled(ONE, TWO, THREE, capacity=1)
    assert ring.place(Cursor()) is None
    assert ring.place(seen(*ONE)) is None
    assert ring.place(seen(*ONE, *TWO)) == (2, None)
    assert not ring.holds(1)


def test_a_log_that_ended_without_a_newline_is_not_shown_twice():
    start = seen(*ONE)
    ring = Ring(start)
    last = [line(b"o", 20, b"prompt")]
    end = settle(after(start, last))
    ring.add(batches_of(last, start, end)[0])
    assert ring.place(start) == (0, None)
    assert ring.place(end) == (1, None)


def test_the_state_is_the_one_that_held_at_a_place():
    ring = filled(ONE)
    ring.add(State("live"))
    ring.add(GAP)
    ring.add(State("ended", exit_code=0))
    assert ring.state_before(0) is None
    assert ring.state_before(2) == State("live")
    assert ring.state_before(3) == State("live")
    assert ring.state_before(4) == ring.state == State("ended", exit_code=0)


def test_batches_are_bounded_and_their_cursors_continue_without_a_seam():
    lines = [line(b"oe"[n % 2 : n % 2 + 1], n, b"y" * 1000) for n in range(1000)]
    batches = batches_of(lines, Cursor(), after(Cursor(), lines))
    assert len(batches) > 3
    assert all(batch.size <= BATCH_BYTES for batch in batches)
    assert [each for batch in batches for each in batch.lines()] == lines
    for batch in batches[:-1]:
        assert Skip(batch.cursor).keep(lines) == lines[lines.index(batch.lines()[-1]) + 1 :]


def test_a_batch_shows_lines_with_and_without_their_stamps():
    [batch] = batches_of([line(b"e", 5, b"a b")], Cursor(), Cursor())
    assert batch.text(timestamps=True) == "e2026-01-31T12:00:00.000000005Z a b\n"
    assert batch.text(timestamps=False) == "ea b\n"
    assert batch.bytes_sent(timestamps=False) == len("ea b\n")
