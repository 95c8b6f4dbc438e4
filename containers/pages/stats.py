"""What containers use now, as one live table: the page of `docker stats`. Rows come by the socket (static/js/stats)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from containers.access.permit import permit
from containers.commands.registry import find
from containers.commands.render import render as line_of

from .shell import page_actor

STATS = find("container stats")
# (what it is called in the address and the rows, its title, docker's own title), as `docker stats` has them.
COLUMNS = (
    ("name", _("Name"), "NAME"),
    ("cpu", _("CPU"), "CPU %"),
    ("memory", _("Memory"), "MEM USAGE / LIMIT"),
    ("share", _("Of limit"), "MEM %"),
    ("network", _("Network in / out"), "NET I/O"),
    ("block", _("Disk read / written"), "BLOCK I/O"),
    ("pids", _("PIDs"), "PIDS"),
)

# Those that a container's page has a curve of.
TILES = (
    ("cpu", _("CPU")),
    ("memory", _("Memory")),
    ("network", _("Network in / out")),
    ("block", _("Disk read / written")),
    ("pids", _("PIDs")),
)


@require_GET
def stats(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/stats/?all=&container=&q=&sort= : the table of the running containers, of all, or of those named."""
    permit(page_actor(request), STATS.name)
    names = [name for name in request.GET.getlist("container") if name]
    every = request.GET.get("all") == "1" and not names
    values: dict[str, Any] = {"all": True} if every else {"containers": names} if names else {}
    query = [("container", name) for name in names] + [("history", "120"), ("step", "4")]
    context: dict[str, Any] = {
        "host": host,
        "line": line_of(STATS, values),
        "line_running": line_of(STATS, {}),
        "line_all": line_of(STATS, {"all": True}),
        "names": names,
        "all": every,
        "q": request.GET.get("q", ""),
        "sort": request.GET.get("sort", ""),
        "columns": COLUMNS,
        "socket": f"/ws/{host}/stats/?{urlencode(query)}",
        "sentences": sentences(),
    }
    return render(request, "stats/table.html", context)


def sentences() -> dict[str, Any]:
    """What the scripts of live figures say, on this page and on a container's."""
    return {
        "connecting": _("Connecting"),
        "reconnecting": _("Reconnecting"),
        "live": _("Live"),
        "engine_lost": _("Engine away"),
        "failed": _("Not readable now"),
        "removed": _("Removed"),
        "stopped": _("It does not run: there is nothing to measure."),
        "refused": _("Refused"),
        "one": _("1 container"),
        "many": _("{count} containers"),
        "of": _("{count} of {total} containers"),
        "running": _("running"),
        "paused": _("paused"),
        "restarting": _("restarting"),
        "exited": _("exited"),
        "created": _("created"),
        "dead": _("dead"),
        "removing": _("removing"),
    }
