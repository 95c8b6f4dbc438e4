"""What to do about the engine's refusals: its own words stay, and the next step is said after them."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine.errors import EngineError

# The engine's words (a pattern of what docker 20.10 to 28 say) and the next step. The first that fits counts.
_ADVICE: tuple[tuple[str, Any], ...] = (
    (r"No such container", _("docker ps -a lists the containers there are.")),
    (r"No such image", _("docker images lists the images there are, docker pull fetches one.")),
    (r"network \S+ not found", _("Only networks that exist can be joined; bridge always does.")),
    (r"is already in use by container", _("Choose another name, or remove that container first with docker rm.")),
    (
        r"port is already allocated|address already in use",
        _("Something else has that port of the host: choose another one, or stop what uses it."),
    ),
    (
        r"cannot remove .*running container|container is running",
        _("Stop it first with docker stop, or use docker rm -f."),
    ),
    (r"is paused", _("Let it go on first with docker unpause.")),
    (r"is not paused", _("It is not frozen: nothing needs to be done.")),
    (r"is already paused", _("It is frozen already; docker unpause lets it go on.")),
    (r"is not running", _("Start it first with docker start.")),
    (r"is restarting", _("Wait until it runs, or stop it with docker stop.")),
    (
        r"Invalid container name",
        _("A name has at least two letters, digits and _ . - and begins with a letter or digit."),
    ),
    (
        r"executable file not found|no such file or directory: unknown",
        _("The image has no such program; check the command."),
    ),
    (r"permission denied: unknown", _("The program may not be run; check its mode and the user.")),
    (r"unable to find user|no matching entries in passwd", _("The image has no such user; give a number, or none.")),
    (r"invalid signal|[Ii]nvalid.*signal", _("Signals are names such as TERM, HUP, KILL or USR1, or numbers.")),
    (r"invalid restart policy", _("Use no, always, unless-stopped or on-failure[:times].")),
    (
        r"pull access denied|repository does not exist|manifest unknown|manifest for .* not found|not found: manifest",
        _("Check the spelling of name and tag; a private image needs a sign-in to its registry."),
    ),
    (
        r"dial tcp|no such host|i/o timeout|TLS handshake|connection refused|server misbehaving|request canceled",
        _("The engine cannot reach that registry: check its name, and the network of the engine's machine."),
    ),
    (r"server gave HTTP response to HTTPS client", _("That registry speaks plain HTTP; the engine must be told so.")),
    (r"no space left on device", _("The engine's disk is full: remove images and containers that nobody needs.")),
    (r"does not support reading|configured logging driver", _("Its log driver sends the lines elsewhere.")),
    (
        r"dockerfile parse error|Cannot locate specified Dockerfile",
        _("Check the Dockerfile, and -f when it lies deeper."),
    ),
    (r"returned a non-zero code", _("The output above says what that step printed before it failed.")),
)


def advise(error: EngineError) -> None:
    """Adds the next step to the message of an engine's error, where one is known; adds it once."""
    if getattr(error, "advised", False):
        return
    error.advised = True  # type: ignore[attr-defined]
    for words, step in _ADVICE:
        if re.search(words, error.message):
            sentence = error.message.rstrip()
            error.message = f"{sentence}{'' if sentence.endswith(('.', '!', '?')) else '.'} {step}"
            return
