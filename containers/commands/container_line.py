"""`docker container line`, a command of Dockline's own: the `docker run` line that makes a container once more."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.access.permit import permit

from .container_run import COMMANDS as RUN_AND_CREATE
from .declare import Asked, Command, Effect, Option, Positional, Risk
from .kinds import CONTAINER, FLAG
from .rebuilt import rebuilt
from .render import has_secrets, masked, render
from .values import validated

RUN = RUN_AND_CREATE[0]


def _line(asked: Asked) -> dict[str, Any]:
    reveal = asked.values.get("reveal", False)
    if reveal:
        permit(asked.actor, "container reveal")
    found = rebuilt(asked.engine, asked.values["container"])
    values = validated(RUN, found.values)
    left_out = list(found.left_out)
    if not reveal and has_secrets(RUN, values):
        values = masked(RUN, values)
        left_out.append(_now("The values of its variables are masked; --reveal shows them to those with the right."))
    return {"line": render(RUN, values), "left_out": left_out}


COMMANDS = (
    Command(
        name="container line",
        summary=_("Show the docker run line that makes a container once more"),
        effect=Effect.READS,
        role="viewer",
        call=_line,
        positionals=(Positional("container", CONTAINER, _("name or id of a container"), suggestions="containers"),),
        options=(Option("reveal", ("--reveal",), FLAG, _("With the values of its variables"), risk=Risk.REVEALS),),
        explanation=_(
            "A command of Dockline's own: the line is read off docker inspect. What comes from the image is left out; "
            "what no flag can say is told beside the line."
        ),
    ),
)
