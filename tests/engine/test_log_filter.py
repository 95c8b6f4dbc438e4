"""Which lines a filter keeps, and what it says of one that cannot be read."""

import time

import pytest

from containers.engine.log_filter import LogFilter, log_filter
from containers.engine.log_levels import level_of
from containers.engine.log_pattern import PatternError, log_pattern


def lines_of(*texts: str, stream: bytes = b"o"):
    return [(stream, b"2026-01-31T12:00:00.%09dZ " % n + text.encode() + b"\n") for n, text in enumerate(texts)]


def found(pattern, *texts: str) -> list[str]:
    lines = lines_of(*texts)
    return [texts[at] for at in pattern.matching(lines)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ('{"time":"2026","level":"error","msg":"no"}', "error"),
        ('{"level":30,"msg":"pino"}', "info"),
        ('{"severity":"WARNING","message":"gcp"}', "warn"),
        ('{"msg":"an error without a level"}', "none"),
        ("time=2026-01-31 level=debug msg=hello", "debug"),
        ('ts=1 lvl="eror" msg=geth', "error"),
        ("2026-01-31 12:00:00 ERROR something broke", "error"),
        ("2026-01-31 12:00:00,123 - app - WARNING - careful", "warn"),
        ("[info] nginx style", "info"),
        ("127.0.0.1 GET / 200 informative", "none"),
        ("no error was found here", "none"),
        ("error: it broke", "error"),
        ("Error it broke", "error"),
        ("\x1b[31mERROR\x1b[0m red", "error"),
        ("E0131 12:00:00.000000       1 klog.go:1] broke", "error"),
        ("I0131 12:00:00.000000       1 klog.go:1] fine", "info"),
        ("[12:00:00 INF] serilog", "info"),
        ("TRACE deep", "trace"),
        ("panic: runtime error", "error"),
        ("terror and information", "none"),
        ("", "none"),
    ],
)
def test_a_level_is_guessed_from_text_json_and_logfmt(text, level):
    assert level_of(text.encode()) == level


def test_a_text_is_found_whatever_its_case_until_it_has_a_capital():
    assert found(log_pattern("err"), "ERROR", "error", "none") == ["ERROR", "error"]
    assert found(log_pattern("Err"), "ERROR", "Error") == ["Error"]
    assert found(log_pattern("err", case="1"), "ERROR", "error") == ["error"]
    assert found(log_pattern("é"), "É", "e") == ["É"]
    assert found(log_pattern("a.c"), "abc", "a.c") == ["a.c"]
    assert found(log_pattern(r"\Dx", regex=True), "AX", "1x") == ["AX"]


def test_an_expression_matches_within_lines_as_if_each_were_alone():
    texts = ("abc", "", "bcd", "cb", "b")
    for expression in (
        "^b",
        "b$",
        "^b$",
        "^$",
        "b*",
        "[^x]+",
        r"c\sb",
        r"\Ab",
        r"b\z",
        r"(?s)a.*d",
        "$",
        r"\bb",
        "b|^$",
    ):
        one = log_pattern(expression, regex=True)
        alone = [text for text in texts if found(one, text)]
        assert found(one, *texts) == alone, expression
        assert found(log_pattern(expression, regex=True, invert=True), *texts) == [t for t in texts if t not in alone]
    assert found(log_pattern("^b", regex=True), *texts) == ["bcd", "b"]
    assert found(log_pattern("^$", regex=True), *texts) == [""]
    assert found(log_pattern(r"c\sb", regex=True), *texts) == []


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("a(b", "character 1"),
        ("x[a", "character 2 (“[a”)"),
        ("(?=x)", "linear time"),
        (r"(a)\1", "back-reference"),
        ("a{1001}", "1,000"),
        ("ab)", "not opened"),
        ("*a", "repetition"),
        ("a" * 1001, "longer than"),
    ],
)
def test_a_bad_expression_is_a_sentence_that_says_where(expression, part):
    with pytest.raises(PatternError, match=r"\.$") as told:
        log_pattern(expression, regex=True)
    assert part in str(told.value)


def test_an_expression_that_would_run_away_elsewhere_takes_linear_time():
    runaway = log_pattern(r"^(a+)+$", regex=True)
    started = time.perf_counter()
    assert found(runaway, "a" * 50_000 + "b") == []
    assert time.perf_counter() - started < 1


def test_stream_and_level_and_text_hold_together():
    lines = lines_of("ERROR one", "INFO one") + lines_of("ERROR one", "ERROR two", stream=b"e")
    wanted = log_filter({"stream": "stderr", "level": "error,warn", "q": "one"})
    assert wanted.keep(lines) == [lines[2]]
    assert LogFilter().keep(lines) is lines
    assert log_filter({}).keeps_all


@pytest.mark.parametrize("asked", [{"stream": "stdin"}, {"level": "loud"}, {"case": "2"}, {"q": "(", "regex": "1"}])
def test_a_filter_that_cannot_be_read_is_a_sentence(asked):
    with pytest.raises(ValueError, match=r"\.$"):
        log_filter(asked)
