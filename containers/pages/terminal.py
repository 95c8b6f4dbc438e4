"""The terminal of a `docker run` without -d: what the container prints, and what its starter types."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.container_reading import detail_of
from containers.engine.errors import NotFound

from .shell import page_actor

INSPECT = find("container inspect")


@require_GET
# xterm draws with styles of its own; only this page allows them. The decorator's type knows views without arguments.
@csp_update({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]
def terminal(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/terminal/?session=ID : the page of a foreground run."""
    session = request.GET.get("session", "")
    context: dict[str, Any] = {"host": host, "name": name, "session": session}
    try:
        raw = perform(page_actor(request), host, INSPECT, {"names": [name]}, trailed=False).result["objects"][0]
    except NotFound:  # `--rm` may have removed it already; the session still has what it printed
        if not session:
            return render(request, "containers/gone.html", context, status=404)
        detail = None
    else:
        detail = detail_of(raw)
    query = urlencode({"session": session})
    context |= {
        "container": detail,
        "name": detail.name if detail else name,
        "tty": detail.tty if detail else False,
        "attach_url": f"/ws/{host}/container/{detail.id if detail else name}/attach/?{query}",
    }
    return render(request, "terminal/page.html", context)
