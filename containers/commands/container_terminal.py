"""`docker exec`, `docker attach`, and what `docker start -a` and `-i` do: terminals."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine import attach, containers, execs
from containers.engine.errors import Conflict, EngineError, gettext_noop
from containers.engine.invalid import InvalidOption
from containers.engine.shapes import ContainerDetail
from containers.terminals.starting import start_exec

from . import hooks
from .declare import Answer, Asked, Command, Effect, Input, Option, Positional, Risk, Stream, Values
from .kinds import CONTAINER, FILLED, FLAG, KEY_VALUES, LIST, TEXT, WORDS
from .run_request import LARGEST_FILE

_ONE = Positional("container", CONTAINER, _("name or id of a running container"), suggestions="containers")
DETACH_KEYS = Option(
    "detach-keys",
    ("--detach-keys",),
    FILLED,
    _("Keys that let go of the terminal (docker's own: ctrl-p,ctrl-q)"),
    group="process",
)


def request_of(values: Values, env_files: tuple[str, ...] = ()) -> execs.ExecRequest:
    """The typed request to the engine that the values of exec stand for; `env_files` are the files' texts."""
    of_files = [variable for text in env_files for variable in execs.variables_of_file(text)]
    return execs.ExecRequest(
        command=tuple(values["command"]),
        env=(*of_files, *values.get("env", ())),
        user=values.get("user", ""),
        workdir=values.get("workdir", ""),
        tty=values.get("tty", False),
        interactive=values.get("interactive", False),
        detach=values.get("detach", False),
        privileged=values.get("privileged", False),
        detach_keys=values.get("detach-keys", ""),
    )


def _exec(asked: Asked) -> Any:
    texts = tuple(map(_text_of, asked.uploads, asked.values.get("env-file", ())))
    name, request = asked.values["container"], request_of(asked.values, texts)
    detail = containers.inspect_container(asked.engine, name)
    result = {"container": detail.id, "name": detail.name}
    if request.detach:
        exec_id = execs.create(asked.engine, name, request)
        execs.start_detached(asked.engine, exec_id, request)
        return {"exec": exec_id, **result}
    session, begun = start_exec(asked.engine, name, detail.id, request, owner=asked.actor.user.pk, asked=asked.entry)
    path = f"/ws/{asked.host}/container/{detail.id}/exec/?session={session.id}"
    return Stream(path, {"exec": session.exec_id, **result}, begun)


def _text_of(file: Path, name: str) -> str:
    if file.stat().st_size > LARGEST_FILE:
        raise InvalidOption(gettext_noop("%(file)s is larger than %(most)d bytes."), file=name, most=LARGEST_FILE)
    return file.read_text(encoding="utf-8", errors="replace")


def _exec_answer(values: Values) -> Answer:
    return Answer.VALUE if values.get("detach") else Answer.STREAM


def _exec_inputs(values: Values) -> tuple[Input, ...]:
    return tuple(Input(name, _("a file of environment variables")) for name in values.get("env-file", ()))


def _attach(asked: Asked) -> Stream:
    name = asked.values["container"]
    detail = containers.inspect_container(asked.engine, name)
    _refuse_what_cannot_be_attached_to(detail)
    session = attach.open_session(
        asked.engine,
        name,
        tty=detail.tty,
        stdin=detail.interactive and not asked.values.get("no-stdin", False),
        owner=asked.actor.user.pk,
        command="container attach",
        condition=attach.NOT_RUNNING,
        detach_keys=asked.values.get("detach-keys", ""),
        runs_already=True,
    )
    return _attached(asked, detail, session)


def _refuse_what_cannot_be_attached_to(detail: ContainerDetail) -> None:
    """The CLI's own three refusals."""
    if not detail.running:
        raise Conflict(gettext_noop("You cannot attach to a stopped container, start it first."))
    if detail.paused:
        raise Conflict(gettext_noop("You cannot attach to a paused container, unpause it first."))
    if detail.restarting:
        raise Conflict(gettext_noop("You cannot attach to a restarting container, wait until it is running."))


def start_attached(asked: Asked) -> Stream:
    """Attaches to one container, then starts it, as the CLI does."""
    [name] = asked.values["containers"]
    detail = containers.inspect_container(asked.engine, name)
    session = attach.open_session(
        asked.engine,
        detail.id,
        tty=detail.tty,
        stdin=detail.interactive and asked.values.get("interactive", False),
        owner=asked.actor.user.pk,
        command="container start",
        condition=attach.REMOVED if detail.auto_remove else attach.NEXT_EXIT,
        detach_keys=asked.values.get("detach-keys", ""),
        runs_already=detail.running,
    )
    try:
        hooks.start(asked, detail.id)
    except EngineError:
        session.close()
        raise
    return _attached(asked, detail, session)


def _attached(asked: Asked, detail: ContainerDetail, session: attach.ContainerSession) -> Stream:
    path = f"/ws/{asked.host}/container/{detail.id}/attach/?session={session.id}"
    return Stream(path, {"container": detail.id, "name": detail.name})


def _attach_words(values: Values) -> list[str]:
    """The line says what is done: no signal of a browser's could be passed on."""
    words = ["docker", "attach"]
    words += ["--detach-keys", values["detach-keys"]] if "detach-keys" in values else []
    words += ["--no-stdin"] if values.get("no-stdin") else []
    words.append("--sig-proxy" if values.get("sig-proxy") else "--sig-proxy=false")
    return [*words, *([values["container"]] if "container" in values else [])]


COMMANDS = (
    Command(
        name="container exec",
        aliases=("exec",),
        summary=_("Run a program in a running container"),
        effect=Effect.CHANGES,
        role="operator",
        call=_exec,
        options_end_at_first_word=True,
        positionals=(
            _ONE,
            Positional("command", WORDS, _("the program and its words, for example sh"), rest=True),
        ),
        options=(
            Option("interactive", ("-i", "--interactive"), FLAG, _("Type into it")),
            Option("tty", ("-t", "--tty"), FLAG, _("Give it a terminal")),
            Option("detach", ("-d", "--detach"), FLAG, _("Let it run by itself, unseen")),
            Option("env", ("-e", "--env"), KEY_VALUES, _("An environment variable"), secret=True),
            Option("env-file", ("--env-file",), LIST, _("A file of environment variables, uploaded beside the line")),
            Option("workdir", ("-w", "--workdir"), TEXT, _("Folder in the container to begin in"), group="process"),
            Option(
                "user",
                ("-u", "--user"),
                TEXT,
                _("User (and :group) in the container, instead of the container's own"),
                group="process",
                risk=Risk.ESCAPES,
            ),
            Option(
                "privileged",
                ("--privileged",),
                FLAG,
                _("With all of the kernel's powers, those over the host among them"),
                group="process",
                risk=Risk.ESCAPES,
            ),
            DETACH_KEYS,
        ),
        answer=_exec_answer,
        inputs=_exec_inputs,
        explanation=_(
            "With -it you get a terminal. Without -d its processes end when its terminal is gone for good: closed, "
            "or left for a minute."
        ),
    ),
    Command(
        name="container attach",
        aliases=("attach",),
        summary=_("Look at and type to a running container's own program"),
        effect=Effect.CHANGES,
        role="operator",
        call=_attach,
        positionals=(_ONE,),
        options=(
            Option("no-stdin", ("--no-stdin",), FLAG, _("Only look, do not type")),
            Option("sig-proxy", ("--sig-proxy",), FLAG, _("Pass signals on to it; a browser has none, so it is off")),
            DETACH_KEYS,
        ),
        answer=lambda values: Answer.STREAM,
        words=_attach_words,
        explanation=_(
            "What you type goes to the program that the container lives by: Ctrl-C or exit may end it. To look only, "
            "read its log; to work in it, use docker exec."
        ),
    ),
)
