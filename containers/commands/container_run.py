"""`docker run` and `docker create`: create, pull first when the image is missing, attach unless detached, start."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import attach, containers, create
from containers.engine.errors import EngineError, NotFound
from containers.engine.shapes import Created

from . import hooks
from .advice import advise
from .container_terminal import DETACH_KEYS
from .declare import Answer, Asked, Command, Effect, Later, Positional, Stream, Values
from .image import IMAGE, pull_with_progress
from .kinds import WORDS
from .run_options import DETACH, OPTIONS, REFUSED, REFUSED_TO_RUN
from .run_request import inputs_of, request_of


def _run(asked: Asked) -> Any:
    return _made(asked, _started)


def _create(asked: Asked) -> Any:
    return _made(asked, lambda asked, request, created: _result(request, created))


def _made(asked: Asked, then: Callable[[Asked, create.RunRequest, Created], Any]) -> Any:
    """Creates the container, after its image was fetched where that is wanted, and goes on with it."""
    request = request_of(asked.values, asked.uploads)

    def fetched_first(asked: Asked) -> Any:
        quiet = asked.values.get("quiet", False)
        pull_with_progress(asked, request.image, request.platform or None, quiet=quiet)
        return then(asked, request, create.create(asked.engine, request))

    if request.pull == "always":
        create.check_body(asked.engine, request)
        return Later(fetched_first)
    try:
        created = create.create(asked.engine, request)
    except NotFound as error:
        if "image" not in error.message.lower() or request.pull == "never":
            raise
        return Later(fetched_first)
    return then(asked, request, created)


def _result(request: create.RunRequest, created: Created) -> dict[str, Any]:
    return {"container": created.id, "name": request.name, "warnings": list(created.warnings)}


def _started(asked: Asked, request: create.RunRequest, created: Created) -> Any:
    """Attaches to what was created, unless detached, and starts it."""
    result = _result(request, created)
    if request.detach:
        _start(asked, request, created)
        return result
    try:
        session = attach.open_session(
            asked.engine,
            created.id,
            tty=request.tty,
            stdin=request.stdin_attached,
            output=request.output_attached,
            detach_keys=asked.values.get("detach-keys", ""),
            condition=attach.REMOVED if request.auto_remove else attach.NEXT_EXIT,
            owner=asked.actor.user.pk,
        )
    except EngineError as error:
        _say_that_it_stays(error, request, created)
        raise
    try:
        _start(asked, request, created)
    except EngineError:
        session.close()
        raise
    return Stream(f"/ws/{asked.host}/container/{created.id}/attach/?session={session.id}", result)


def _start(asked: Asked, request: create.RunRequest, created: Created) -> None:
    """Starts what was created. One that cannot start stays, as with the CLI; the error then says so."""
    try:
        containers.start(asked.engine, created.id)
    except EngineError as error:
        if not request.auto_remove:  # the engine removes one that could not start
            _say_that_it_stays(error, request, created)
        raise
    _after_start(asked, created)


def _after_start(asked: Asked, created: Created) -> None:
    """Its hook, which may be its image's; a container that is gone already needs none."""
    with suppress(NotFound):
        hooks.after_start(asked, containers.inspect_container(asked.engine, created.id))


def _say_that_it_stays(error: EngineError, request: create.RunRequest, created: Created) -> None:
    advise(error)
    name = request.name or created.id[:12]
    stays = _now("The container was made and stays as it is; docker rm %(name)s removes it.") % {"name": name}
    error.message = f"{error.message} {stays}"


def _run_answer(values: Values) -> Answer:
    return Answer.VALUE if values.get("detach") else Answer.STREAM


def _run_check(values: Values) -> None:
    create.check_conflicts(request_of(values))


_WORDS = (
    Positional("image", IMAGE, _("the image; it is pulled when it is missing"), suggestions="images"),
    Positional("command", WORDS, _("what to run instead of the image's own command"), required=False, rest=True),
)

COMMANDS = (
    Command(
        name="container run",
        aliases=("run",),
        summary=_("Make a container from an image and start it"),
        effect=Effect.CHANGES,
        role="operator",
        call=_run,
        options_end_at_first_word=True,
        positionals=_WORDS,
        options=(DETACH, *OPTIONS, DETACH_KEYS),
        refused=REFUSED_TO_RUN,
        answer=_run_answer,
        check=_run_check,
        inputs=inputs_of,
        explanation=_("As docker create and docker start. Without -d you see its output, and may type to it with -it."),
    ),
    Command(
        name="container create",
        aliases=("create",),
        summary=_("Make a container from an image, without starting it"),
        effect=Effect.CHANGES,
        role="operator",
        call=_create,
        options_end_at_first_word=True,
        positionals=_WORDS,
        options=OPTIONS,
        refused=REFUSED,
        check=_run_check,
        inputs=inputs_of,
        explanation=_("docker start runs it; until then it uses nothing but its name and a little disk."),
    ),
)
