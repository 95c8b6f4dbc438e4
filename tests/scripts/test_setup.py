"""script/setup: what is installed already costs nothing."""

import time

import pytest

from tests.scripts.running import script


@pytest.mark.parametrize("options", [(), ("--dev",)], ids=["server", "dev"])
def test_a_second_run_costs_well_under_a_second(options):
    assert script("setup", *options, seconds=600).returncode == 0
    began = time.monotonic()
    again = script("setup", *options)
    assert time.monotonic() - began < 1
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_word_that_it_does_not_know_gets_the_usage():
    asked = script("setup", "--everything")
    assert asked.returncode == 2
    assert "script/setup --dev" in asked.stderr
