"""`docker rename`: what can be changed of a container that exists."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine import containers

from .container_facts import ONE
from .declare import Asked, Command, Effect, Positional
from .kinds import CONTAINER_NAME


def _rename(asked: Asked) -> dict[str, Any]:
    values = asked.values
    containers.rename(asked.engine, values["container"], values["name"])
    return {"container": values["name"].removeprefix("/")}


COMMANDS = (
    Command(
        name="container rename",
        aliases=("rename",),
        summary=_("Give a container another name"),
        effect=Effect.CHANGES,
        role="operator",
        call=_rename,
        positionals=(ONE, Positional("name", CONTAINER_NAME, _("its new name"))),
        explanation=_("It goes on running; other containers of its networks find it by the new name."),
    ),
)
