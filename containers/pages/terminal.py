"""The terminal of an exec, an attach, a start -a or a run without -d: what it prints, and typing into it."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from containers.access.actor import Actor
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import MASK
from containers.commands.render import render as line_of
from containers.engine.container_reading import detail_of
from containers.engine.errors import EngineError, NotFound
from containers.engine.shapes import ContainerDetail

from .live import away
from .shell import page_actor, wants_part
from .terminal_words import words

INSPECT, EXEC = find("container inspect"), find("container exec")
# What can be done once more as it was; a run would make another container.
_AGAIN = ("container exec", "container attach", "container start")
_OPENS = (*_AGAIN, "container run")


@require_GET
@never_cache
# xterm draws with styles of its own; only this page allows them. The decorator's type knows views without arguments.
@csp_update({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]
def terminal(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/terminal/?session=ID : the page of a terminal, or for htmx its head.

    `of=exec` where its socket is an exec's, and the `line` that opened it.
    """
    session = request.GET.get("session", "")
    context: dict[str, Any] = {"host": host, "name": name, "session": session}
    try:
        raw = perform(page_actor(request), host, INSPECT, {"names": [name]}, trailed=False).result["objects"][0]
    except NotFound:  # `--rm` may have removed it already; the session still has what it printed
        if not session:
            return render(request, "containers/gone.html", context, status=404)
        detail = None
    except EngineError as error:
        if wants_part(request):
            return away(request, error)
        raise
    else:
        detail = detail_of(raw)
    context |= {"container": detail, "name": detail.name if detail else name}
    if wants_part(request):
        return render(request, "terminal/_head.html", context)
    kind = "exec" if request.GET.get("of") == "exec" else "attach"
    context |= {
        "tty": detail.tty if detail else False,
        "kind": kind,
        "words": words(kind),
        "socket_url": f"/ws/{host}/container/{detail.id if detail else name}/{kind}/?{urlencode({'session': session})}",
        **_opened_by(request.GET.get("line", "")),
    }
    return render(request, "terminal/page.html", context)


def ways_to_type(actor: Actor, container: ContainerDetail) -> dict[str, Any]:
    """For a container's page: whether `actor` may open terminals of it, and the line of the form with all options."""
    shell = {"interactive": True, "tty": True, "container": container.name, "command": ["sh"]}
    # Another user than the container's own is for admins: the guard refuses it to others.
    return {"may_type": actor.may(EXEC.name), "types_as_root": actor.is_admin, "exec_line": line_of(EXEC, shell)}


def _opened_by(line: str) -> dict[str, Any]:
    """The line that opened a terminal and, where that can be done as it was, how to do it again.

    It comes with the address, so it is only shown, and done again when somebody who sees it presses for that.
    """
    try:
        command, values = parse(line)
    except LineError:
        return {}
    if command.name not in _OPENS:
        return {}
    known = command.name in _AGAIN and MASK not in line
    return {"line": line, "again": {"command": command.name, "values": values} if known else None}
