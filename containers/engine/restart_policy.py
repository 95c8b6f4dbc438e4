"""`--restart`: what the engine does when the container ends."""

import re
from typing import Any

from .invalid import InvalidOption, gettext_noop

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)


def parse_restart(text: str) -> dict[str, Any]:
    """The body's RestartPolicy for no, always, unless-stopped, on-failure or on-failure:retries; raises InvalidOption.

    Which names there are is the engine's to say, as it is for the docker CLI.
    """
    name, colon, retries = text.partition(":")
    if colon and not name:
        raise InvalidOption(
            gettext_noop(
                "--restart %(text)s names no policy before the colon; write for example on-failure:%(retries)s."
            ),
            text=text,
            retries=retries or "3",
        )
    if retries and not _INTEGER.fullmatch(retries):
        raise InvalidOption(
            gettext_noop("--restart %(text)s: “%(retries)s” is no number of retries; write for example on-failure:3."),
            text=text,
            retries=retries,
        )
    return {"Name": name, "MaximumRetryCount": int(retries or 0)}


def check_restart(text: str) -> None:
    """Raises InvalidOption when a `--restart` cannot be read."""
    parse_restart(text)


def restarts(text: str) -> bool:
    """Whether the policy ever starts the container again."""
    return parse_restart(text)["Name"] not in ("", "no")
