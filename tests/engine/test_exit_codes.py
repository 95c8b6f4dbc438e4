"""An exit code is explained to somebody who learns docker."""

import pytest
from django.utils import translation

from containers.commands.exit_explained import explained
from containers.engine.exit_codes import Ending, explain, signal_name


@pytest.mark.parametrize(
    ("code", "ending", "word"),
    [
        (0, Ending.SUCCESS, "success"),
        (1, Ending.FAILURE, "error"),
        (2, Ending.MISUSE, "wrong option"),
        (3, Ending.PROGRAMS_OWN, "with 3"),
        (125, Ending.DOCKER_FAILED, "docker's own"),
        (126, Ending.NOT_RUNNABLE, "chmod"),
        (127, Ending.NOT_FOUND, "no such command"),
        (129, Ending.SIGNALLED, "SIGHUP"),
        (130, Ending.INTERRUPTED, "Ctrl-C"),
        (134, Ending.CRASHED, "SIGABRT"),
        (137, Ending.KILLED, "SIGKILL"),
        (139, Ending.CRASHED, "SIGSEGV"),
        (143, Ending.TERMINATED, "SIGTERM"),
        (200, Ending.PROGRAMS_OWN, "with 200"),
        (255, Ending.OUT_OF_RANGE, "largest"),
    ],
)
def test_a_code_has_a_kind_and_a_sentence(code, ending, word):
    explanation = explain(code)
    short, sentence = explained(explanation)
    assert explanation.ending is ending
    assert word in sentence
    assert short


def test_every_kind_of_end_has_a_sentence_without_open_places():
    for code in range(256):
        for facts in ({}, {"oom_killed": True}, {"error": "no such file %s"}, {"killed_after": 10}):
            _short, sentence = explained(explain(code, **facts))
            assert "%(" not in sentence


def test_out_of_memory_is_told_apart_from_a_kill():
    short, sentence = explained(explain(137, oom_killed=True))
    assert short == "out of memory"
    assert "--memory" in sentence


def test_a_stop_that_had_to_kill_tells_how_long_it_waited():
    assert "waited 10 seconds" in explained(explain(137, killed_after=10))[1]


def test_what_the_engine_said_about_a_start_that_failed_is_shown():
    _short, sentence = explained(explain(127, error='exec: "nosuch": executable file not found in $PATH'))
    assert "no such command" in sentence
    assert '"nosuch"' in sentence
    assert explain(128, error="bad mount").ending is Ending.NOT_STARTED


def test_signals_are_called_by_their_names():
    assert signal_name(128 + 34) == "SIGRTMIN"
    assert signal_name(128 + 40) == "SIGRTMIN+6"
    assert [signal_name(code) for code in (0, 128, 193, 255)] == ["", "", "", ""]


def test_the_sentence_is_made_when_it_is_read_in_the_readers_language():
    with translation.override("en"):
        assert explained(explain(0))[0] == "done"
