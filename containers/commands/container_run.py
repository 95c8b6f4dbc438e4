"""`docker run`: create, pull first when the image is missing, attach unless detached, start."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from containers.engine import attach, containers, create
from containers.engine.errors import EngineError, NotFound
from containers.engine.networks import check_network
from containers.engine.ports import check_port
from containers.engine.restart_policy import parse_restart
from containers.engine.shapes import Created
from containers.engine.volumes import parse_volume

from .advice import advise
from .declare import Answer, Asked, Command, Effect, Later, Option, Positional, Risk, Stream, Values
from .image import IMAGE, pull_with_progress
from .kinds import CONTAINER_NAME, FLAG, KEY_VALUES, LIST, TEXT, WORDS, checked

_PORTS = checked("list", "ports", check_port, repeated=True, example="8080:80")
_VOLUMES = checked("list", "mounts", parse_volume, repeated=True, example="data:/data")
_NETWORKS = checked("network", "rows", check_network, repeated=True, example="bridge")
_RESTART = checked("string", "text", parse_restart, example="unless-stopped")


def request_of(values: Values) -> create.RunRequest:
    """The typed request to the engine that the values of run stand for."""
    return create.RunRequest(
        image=values["image"],
        command=tuple(values.get("command", ())),
        name=values.get("name", ""),
        entrypoint=values.get("entrypoint"),
        workdir=values.get("workdir", ""),
        user=values.get("user", ""),
        env=tuple(values.get("env", ())),
        labels=tuple(values.get("label", ())),
        publish=tuple(values.get("publish", ())),
        volumes=tuple(values.get("volume", ())),
        networks=tuple(values.get("network", ())),
        restart=values.get("restart", "no"),
        tty=values.get("tty", False),
        interactive=values.get("interactive", False),
        detach=values.get("detach", False),
        auto_remove=values.get("rm", False),
    )


def _run(asked: Asked) -> Any:
    request = request_of(asked.values)
    try:
        created = create.create(asked.engine, request)
    except NotFound as error:
        if "image" not in error.message.lower():
            raise
        return Later(_pull_and_run)
    return _started(asked, request, created)


def _pull_and_run(asked: Asked) -> Any:
    request = request_of(asked.values)
    pull_with_progress(asked, request.image)
    return _started(asked, request, create.create(asked.engine, request))


def _started(asked: Asked, request: create.RunRequest, created: Created) -> Any:
    """Attaches to what was created, unless detached, and starts it."""
    result = {"container": created.id, "name": request.name, "warnings": list(created.warnings)}
    if request.detach:
        _start(asked, request, created)
        return result
    try:
        session = attach.open_session(
            asked.engine,
            created.id,
            tty=request.tty,
            stdin=request.interactive,
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


def _say_that_it_stays(error: EngineError, request: create.RunRequest, created: Created) -> None:
    advise(error)
    name = request.name or created.id[:12]
    stays = _now("The container was made and stays as it is; docker rm %(name)s removes it.") % {"name": name}
    error.message = f"{error.message} {stays}"


def _run_answer(values: Values) -> Answer:
    return Answer.VALUE if values.get("detach") else Answer.STREAM


def _run_check(values: Values) -> None:
    create.check_conflicts(request_of(values))


COMMANDS = (
    Command(
        name="container run",
        aliases=("run",),
        summary=_("Make a container from an image and start it"),
        effect=Effect.CHANGES,
        role="operator",
        call=_run,
        options_end_at_first_word=True,
        positionals=(
            Positional("image", IMAGE, _("the image; it is pulled when it is missing"), suggestions="images"),
            Positional(
                "command", WORDS, _("what to run instead of the image's own command"), required=False, rest=True
            ),
        ),
        options=(
            Option("detach", ("-d", "--detach"), FLAG, _("Run in the background and answer with its id")),
            Option("interactive", ("-i", "--interactive"), FLAG, _("Keep its standard input open")),
            Option("tty", ("-t", "--tty"), FLAG, _("Give it a terminal")),
            Option("rm", ("--rm",), FLAG, _("Remove it, and its anonymous volumes, when it ends"), risk=Risk.DESTROYS),
            Option("name", ("--name",), CONTAINER_NAME, _("A name for it; docker makes one up otherwise")),
            Option("publish", ("-p", "--publish"), _PORTS, _("Open a port of the host for one of its ports")),
            Option(
                "volume",
                ("-v", "--volume"),
                _VOLUMES,
                _("Keep a path of it in a volume, or show it a folder of the host"),
                risk=Risk.ESCAPES,
                suggestions="volumes",
            ),
            Option("env", ("-e", "--env"), KEY_VALUES, _("An environment variable"), secret=True),
            Option(
                "network",
                ("--network", "--net"),
                _NETWORKS,
                _("The network it joins: bridge, none, one of your own"),
                risk=Risk.ESCAPES,
                suggestions="networks",
            ),
            Option(
                "restart", ("--restart",), _RESTART, _("When to start it again: no, always, unless-stopped, on-failure")
            ),
            Option(
                "entrypoint", ("--entrypoint",), TEXT, _("Program to run instead of the image's own"), group="process"
            ),
            Option("workdir", ("-w", "--workdir"), TEXT, _("Folder in the container to begin in"), group="process"),
            Option("user", ("-u", "--user"), TEXT, _("User (and :group) in the container"), group="process"),
            Option("label", ("-l", "--label"), LIST, _("A label, name=value"), group="process"),
        ),
        answer=_run_answer,
        check=_run_check,
        explanation=_("As docker create and docker start. Without -d you see its output, and may type to it with -it."),
    ),
)
