"""`docker top`."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine.processes import processes_of

from .declare import Asked, Command, Effect, Positional
from .kinds import CONTAINER, WORDS
from .render import MASK
from .secrets import line_without_secrets


def _top(asked: Asked) -> dict[str, Any]:
    found = processes_of(asked.engine, asked.values["container"], asked.values.get("ps-options", ()))
    return {
        "titles": list(found.titles),
        "processes": [_without_secrets(row) for row in found.rows],
    }


def _without_secrets(row: Sequence[str]) -> list[str]:
    """The engine splits rows at spaces, so a command line that is not the last field goes over several of them."""
    shown, before = [], ""
    for text in row:
        _before, space, rest = line_without_secrets(f"{before} {text}").partition(" ")
        shown.append(rest if space else MASK)
        before = text.rpartition(" ")[2]
    return shown


COMMANDS = (
    Command(
        name="container top",
        aliases=("top",),
        summary=_("List the processes that run in a container"),
        effect=Effect.READS,
        role="operator",
        call=_top,
        options_end_at_first_word=True,
        positionals=(
            Positional("container", CONTAINER, _("name or id of a running container"), suggestions="containers"),
            Positional(
                "ps-options",
                WORDS,
                _("options of ps on the engine's machine, for example -o pid,cmd; without any: -ef"),
                required=False,
                rest=True,
            ),
        ),
        explanation=_(
            "A command line may hold a password, so a viewer has no right to this; what is known to be secret in one "
            "is masked."
        ),
    ),
)
