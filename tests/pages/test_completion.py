"""What the bar's script is told, so that it can complete lines by itself; tests/browser has how it does."""

import pytest
from django.urls import reverse

from containers.commands.registry import COMMANDS

WORDS, NAMES = reverse("line_words", args=["local"]), reverse("line_names", args=["local"])


def test_every_command_with_its_flags_can_be_completed_and_is_explained(mallory_browser):
    told = mallory_browser.get(WORDS).json()
    assert [command["names"][0] for command in told["commands"]] == [command.short for command in COMMANDS]
    run = next(command for command in told["commands"] if "run" in command["names"])
    options = {option["flags"][-1]: option for option in run["options"]}
    assert all(option["help"] for option in options.values())
    assert options["--detach"] | {"value": "", "values": []} == options["--detach"]
    assert options["--volume"]["risk"] == "reaches the host"
    assert options["--volume"]["names"] == "volumes"
    assert [value for value, _help in options["--restart"]["values"]] == [
        *("no", "always", "unless-stopped", "on-failure", "on-failure:5")
    ]


@pytest.mark.engine
def test_names_are_those_that_somebody_may_see(vera_browser, mallory_browser, running):
    told = vera_browser.get(NAMES).json()
    assert running in told["containers"]
    assert "busybox:latest" in told["images"]
    assert "bridge" in told["networks"]
    assert mallory_browser.get(NAMES).json() == {}


def test_without_an_engine_there_are_no_names(vera_browser, no_engine):
    assert vera_browser.get(NAMES).json() == {}
