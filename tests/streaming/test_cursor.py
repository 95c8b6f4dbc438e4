"""A cursor says exactly what was seen: read again from it, nothing is lost and nothing comes twice."""

import random

import pytest

from containers.streaming.cursor import ALL, Cursor, CursorError, Mark, Skip, after, read_cursor, settle

CONTAINER = "0123456789abcdef0123456789abcdef"


def line(stream: bytes, nanoseconds: int, text: bytes = b"x") -> tuple[bytes, bytes]:
    return stream, b"2026-01-31T12:00:%02d.%09dZ %s\n" % (*divmod(nanoseconds, 10**9), text)


def stamp(nanoseconds: int) -> bytes:
    return line(b"o", nanoseconds)[1][:30]


def seen(*lines):
    return after(Cursor(), list(lines))


def test_a_cursor_survives_its_text():
    cursor = after(Cursor(), [line(b"o", 5), line(b"e", 3), line(b"e", 3)], opened=stamp(2))
    assert read_cursor(cursor.text(CONTAINER)) == ("0123456789ab", cursor)
    assert read_cursor(Cursor().text(CONTAINER)) == ("0123456789ab", Cursor())


@pytest.mark.parametrize(
    "damage", [lambda t: t[:-1], lambda t: t.replace("o", "e", 1), lambda t: "", lambda t: "1.a.b"]
)
def test_a_damaged_cursor_is_refused(damage):
    with pytest.raises(CursorError):
        read_cursor(damage(seen(line(b"o", 5)).text(CONTAINER)))


def test_lines_with_one_stamp_are_counted():
    cursor = seen(line(b"o", 5), line(b"o", 5), line(b"o", 5))
    assert cursor.marks == {b"o": Mark(stamp(5), 3)}
    assert after(cursor, [line(b"o", 5)]).marks == {b"o": Mark(stamp(5), 4)}
    assert after(cursor, [line(b"o", 6)]).marks == {b"o": Mark(stamp(6), 1)}


def test_reading_begins_a_second_before_the_newest_stamp_or_at_the_first_piece_of_an_open_line():
    assert Cursor().since() == ""
    assert seen(line(b"o", 5_000_000_001), line(b"e", 4_000_000_000)).since().endswith("4.000000001")
    old_piece = after(Cursor(), [line(b"o", 5_000_000_001)], opened=stamp(1_000_000_007))
    assert old_piece.since().endswith("1.000000007")


def test_stamps_that_step_backwards_between_the_streams_lose_nothing_at_any_cut():
    randomly = random.Random(4)
    clock, log = 2_000_000_000, []
    for number in range(400):
        clock += randomly.choice([0, 1, 500, 90_000_000])
        stream = randomly.choice([b"o", b"e"])
        log.append(line(stream, clock - (8_000_000 if stream == b"e" else 0), b"%d" % number))
    for cut in range(1, len(log)):
        cursor = after(Cursor(), log[:cut])
        since = cursor.since().encode()
        again = [each for each in log if b"%d.%s" % (1769860800 + int(each[1][17:19]), each[1][20:29]) >= since]
        skip = Skip(cursor)
        assert skip.keep(again) == log[cut:]
        assert not skip.gap


def test_a_stream_that_was_never_seen_does_not_come_back_from_before_the_first_line():
    skip = Skip(seen(line(b"o", 900)))
    assert skip.keep([line(b"e", 100), line(b"o", 900), line(b"e", 890)]) == [line(b"e", 890)]


def test_a_line_that_was_rotated_away_is_a_gap():
    skip = Skip(seen(line(b"o", 5)))
    assert skip.keep([line(b"o", 9), line(b"o", 10)]) == [line(b"o", 9), line(b"o", 10)]
    assert skip.gap


def test_a_stream_that_goes_on_alone_after_a_rotation_is_not_waited_on():
    skip = Skip(seen(line(b"o", 5)))
    assert skip.keep([line(b"e", 6), line(b"e", 2_000_000_000)]) == [line(b"e", 2_000_000_000)]
    assert skip.gap


def test_a_settled_log_goes_on_after_all_that_was_shown():
    cursor = settle(seen(line(b"e", 4), line(b"o", 5), line(b"o", 5)))
    assert cursor.marks == {b"o": Mark(stamp(5), ALL)}
    assert cursor.since().endswith("0.000000006")
    skip = Skip(cursor)
    assert skip.keep([line(b"o", 5), line(b"e", 5), line(b"e", 6)]) == [line(b"e", 6)]
    assert not skip.gap
    assert read_cursor(cursor.text(CONTAINER))[1] == cursor


def test_a_mark_covers_what_came_before_it():
    assert Mark(stamp(5), 2).covers(Mark(stamp(5), 1))
    assert not Mark(stamp(5), 1).covers(Mark(stamp(5), 2))
    assert Mark(stamp(5), ALL).covers(Mark(stamp(5), 9))
