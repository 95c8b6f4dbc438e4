"""What happens on the engine, as it happens: the events' page. Its rows come by the socket (static/js/events)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from containers.access.permit import permit
from containers.commands.registry import find
from containers.commands.render import render as line_of

from .shell import page_actor

EVENTS = find("system events")
TYPES = ("container", "image", "network", "volume", "daemon", "plugin")
# Those that people look for, as suggestions; any other of docker's can be typed.
_ACTIONS = """
create start restart stop kill die oom pause unpause rename update destroy health_status exec_create exec_die attach
commit pull push tag untag delete load save connect disconnect mount unmount prune
"""
# How many of before a page begins with, and how many rows it holds.
TAIL, MOST = 200, 500


@require_GET
def events(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/events/?type=&event=&object=&q= and the socket's own filter, since, until: the feed of these."""
    permit(page_actor(request), EVENTS.name)
    asked = request.GET
    words = [word for word in asked.getlist("filter") if word]
    context: dict[str, Any] = {
        "host": host,
        "line": line_of(EVENTS, {}),
        "types": TYPES,
        "actions": _ACTIONS.split(),
        "asked": {name: asked.get(name, "") for name in ("type", "event", "object", "q", "since", "until")},
        "words": words,
        "tail": TAIL,
        "most": MOST,
        "sentences": {
            "connecting": _("Connecting"),
            "reconnecting": _("Reconnecting"),
            "live": _("Live"),
            "paused": _("Paused"),
            "engine_lost": _("Engine away"),
            "engine_back": _("Engine is back"),
            "failed": _("Not readable now"),
            "refused": _("Refused"),
            "done": _("Ended"),
            "lost": _("{count} events came faster than this page could read them, and were left out."),
            "held": _("Go on, {count} new"),
            "go_on": _("Go on"),
            "pause": _("Pause"),
        },
    }
    return render(request, "events/feed.html", context)
