"""`docker container recreate`, a command of Dockline's own: new settings, the same name, volumes kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.access.errors import GuardRefused
from containers.access.guard_storage import refuse_bind
from containers.access.permit import permit
from containers.engine import create
from containers.engine.containers import inspect_container
from containers.engine.errors import Conflict, NotFound, gettext_noop
from containers.engine.inspecting import inspect
from containers.engine.invalid import InvalidOption

from .container_run import COMMANDS as RUN_AND_CREATE
from .declare import Answer, Asked, Command, Effect, Option, Risk, Values
from .image import pull_with_progress
from .kinds import CONTAINER
from .recreating import Recreation, kept_volumes, request_for
from .run_options import OPTIONS, REFUSED
from .run_request import inputs_of, request_of

# Its name is the old one's; it runs in the background; one that is removed at its end could not be put back.
_NOT_HERE = ("name", "rm", "attach")
_OPTIONS = tuple(option for option in OPTIONS if option.name not in _NOT_HERE)
_REPLACES = Option(
    "replaces",
    ("--replaces",),
    CONTAINER,
    _("The container whose name and volumes the new one takes"),
    risk=Risk.DESTROYS,
    suggestions="containers",
)


def _recreate(asked: Asked) -> dict[str, Any]:
    for needed in ("container run", "container rm"):
        permit(asked.actor, needed)
    if "replaces" not in asked.values:
        raise InvalidOption(
            gettext_noop("--replaces is missing: it names the container whose place the new one takes.")
        )
    values = {name: value for name, value in asked.values.items() if name != "replaces"}
    old = inspect_container(asked.engine, asked.values["replaces"])
    if old.auto_remove:
        raise Conflict(
            gettext_noop("%(name)s was made with --rm, so a stop removes it: nothing could be put back. Run it anew."),
            name=old.name,
        )
    _refuse_hosts_volumes(asked, old)
    request = request_for(asked, values, old)
    create.check_body(asked.engine, request)
    if _is_missing(asked, request):
        pull_with_progress(asked, request.image, request.platform or None, quiet=bool(values.get("quiet")))
    return Recreation(asked, old, request_for(asked, values, old)).do()


def _refuse_hosts_volumes(asked: Asked, old: Any) -> None:
    """A kept volume may be a folder of the host, which somebody else was allowed to show to the old container."""
    for text in () if asked.actor.is_admin else kept_volumes(old).values():
        if why := refuse_bind(text, asked.engine):
            raise GuardRefused("volume", why)


def _is_missing(asked: Asked, request: create.RunRequest) -> bool:
    if request.pull == "never":
        return False
    if request.pull == "always":
        return True
    try:
        inspect(asked.engine, request.image, "image")
    except NotFound:
        return True
    return False


def _check(values: Values) -> None:
    create.check_conflicts(request_of({**values, "detach": True}))


COMMANDS = (
    Command(
        name="container recreate",
        summary=_("Make a container anew with other settings, under its name and with its volumes"),
        effect=Effect.DESTROYS,
        role="operator",
        call=_recreate,
        options_end_at_first_word=True,
        positionals=RUN_AND_CREATE[0].positionals,
        options=(_REPLACES, *_OPTIONS),
        refused=REFUSED,
        answer=lambda values: Answer.JOB,
        check=_check,
        inputs=inputs_of,
        explanation=_(
            "A command of Dockline's own. The old container is renamed and stopped, the new one made and started. If "
            "that fails within two seconds, the old one is put back; else it is removed. What it wrote outside of "
            "volumes is lost; all volumes stay, those without a name too."
        ),
    ),
)
