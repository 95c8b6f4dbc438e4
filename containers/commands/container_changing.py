"""`docker rename`, `update` and `commit`: what can be changed of a container that exists, and what is made of it."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import committing, containers, update
from containers.engine.create_limits import Limits
from containers.engine.reference import parse

from .container_facts import ONE
from .container_lifecycle import CONTAINERS
from .declare import Asked, Command, Effect, Option, Positional, Values
from .kinds import CONTAINER_NAME, FLAG, LIST, TEXT, checked
from .run_kinds import RESTART
from .run_options_limits import CHANGEABLE
from .run_request import taken
from .several import each


def _rename(asked: Asked) -> dict[str, Any]:
    values = asked.values
    containers.rename(asked.engine, values["container"], values["name"])
    return {"container": values["name"].removeprefix("/")}


def _update(asked: Asked) -> dict[str, Any]:
    values = asked.values
    limits = Limits(**taken(Limits, values))
    warnings: list[str] = []

    def one(name: str) -> None:
        told = update.update(asked.engine, name, limits, values.get("restart", ""))
        warnings.extend(f"{name}: {warning}" for warning in told)

    done = each(values["containers"], one, parallel=False)
    return {**done, "warnings": warnings} if warnings else done


def _update_check(values: Values) -> None:
    if set(values) <= {"containers"}:
        raise ValueError(_now("Say what to change: docker update needs at least one option, for example -m 512m."))


def _commit(asked: Asked) -> dict[str, Any]:
    values = asked.values
    image = values.get("image", "")
    request = committing.CommitRequest(
        container=values["container"],
        image=image,
        author=values.get("author", ""),
        message=values.get("message", ""),
        changes=tuple(values.get("change", ())),
        pause=values.get("pause", True),
    )
    return {"image": committing.commit(asked.engine, request), "tags": [image] if image else []}


def _new_image(word: str) -> None:
    """A name for an image, or none, as the CLI has it: one with a digest comes from a registry only."""
    if word and parse(word).digest:
        raise ValueError(
            _now("“%(word)s” has a digest, which only a registry gives; write name or name:tag.") % {"word": word}
        )


_IMAGE = checked("IMAGE", "text", _new_image, example="web:snapshot")

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
    Command(
        name="container update",
        aliases=("update",),
        summary=_("Change the limits and the restart policy of containers"),
        effect=Effect.CHANGES,
        role="operator",
        call=_update,
        positionals=(CONTAINERS,),
        options=(
            *CHANGEABLE,
            Option(
                "restart", ("--restart",), RESTART, _("When to start it again: no, always, unless-stopped, on-failure")
            ),
        ),
        check=_update_check,
        explanation=_("A container that runs goes on running, by the new limits. What is not said stays as it was."),
    ),
    Command(
        name="container commit",
        aliases=("commit",),
        summary=_("Make an image of a container's files as they are now"),
        effect=Effect.CHANGES,
        role="operator",
        call=_commit,
        positionals=(
            ONE,
            Positional("image", _IMAGE, _("name of the new image, with :tag"), required=False, suggestions="images"),
        ),
        options=(
            Option("author", ("-a", "--author"), TEXT, _("Who made it, for the image's history")),
            Option("message", ("-m", "--message"), TEXT, _("A note for the image's history")),
            Option("change", ("-c", "--change"), LIST, _("A Dockerfile instruction to apply, for example CMD sh")),
            Option(
                "pause",
                ("-p", "--pause"),
                FLAG,
                _("Let the container stand still meanwhile, as it does unless this is off"),
                off_is_said=True,
            ),
        ),
        explanation=_("What lies in volumes is not in it. A Dockerfile says better what an image is made of."),
    ),
)
