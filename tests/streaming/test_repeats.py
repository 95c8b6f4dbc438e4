"""What an engine sends twice at a rotation is left out, and nothing else."""

from containers.streaming.repeats import Repeats


def line(second: int, text: str = "", stream: bytes = b"o"):
    return stream, b"2026-01-31T12:%02d:%02d.000000000Z " % divmod(second, 60) + (text or str(second)).encode() + b"\n"


def kept(*reads):
    repeats = Repeats()
    return [each for read in reads for each in repeats.keep(read)]


def test_lines_that_come_again_are_left_out_wherever_the_reads_are_cut():
    sent = [line(n) for n in (1, 2, 3, 4, 2, 3, 4, 5)]
    for cut in range(len(sent) + 1):
        assert kept(sent[:cut], sent[cut:]) == [line(n) for n in (1, 2, 3, 4, 5)]
    assert kept([line(1)], [line(1)], [line(1), line(2)]) == [line(1), line(2)]


def test_streams_whose_stamps_run_past_each_other_lose_nothing():
    sent = [line(2), line(1, stream=b"e"), line(3), line(2, stream=b"e"), line(4), line(3, stream=b"e")]
    for cut in range(len(sent) + 1):
        assert kept(sent[:cut], sent[cut:]) == sent


def test_a_clock_that_was_set_back_loses_nothing():
    sent = [line(10), line(11), line(5, "five"), line(6, "six"), line(7, "seven")]
    for cut in range(len(sent) + 1):
        assert kept(sent[:cut], sent[cut:]) == sent
