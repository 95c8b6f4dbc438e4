"""What a row of the list can do, asked for when its menu is opened: a thousand menus would be most of the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .container_actions import actions_on


@require_GET
def menu(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/NAME/menu/?state=running : the actions on a container in that state; asks no engine."""
    context = {
        "host": host,
        "name": name,
        "actions": actions_on(name, request.GET.get("state", "")),
        "back": request.htmx.current_url_abs_path or "",  # type: ignore[attr-defined]
    }
    return render(request, "containers/_menu.html", context)
