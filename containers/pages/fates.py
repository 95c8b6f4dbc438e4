"""What docker's listing does not tell of a container, asked for the rows that a person sees: memory and restarts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from containers.access.actor import Actor
from containers.access.permit import permit
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.engine.errors import EngineError

from .shell import page_actor

INSPECT = find("container inspect")
# More rows than a window shows, and a bound for who asks by hand.
MOST = 60
AT_ONCE = 8


@require_GET
@never_cache
def fates(request: HttpRequest, host: str) -> JsonResponse:
    """GET /<host>/containers/-/fates/?id=&id= : by id, the words on restarts and memory; "" where there are none."""
    actor, ids = page_actor(request), request.GET.getlist("id")[:MOST]
    permit(actor, INSPECT.name)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = pool.map(lambda each: _fate(actor, host, each), ids)
        return JsonResponse({each: fate for each, fate in zip(ids, told, strict=True) if fate is not None})


def _fate(actor: Actor, host: str, container: str) -> dict[str, str] | None:
    """None for one that is gone, or when the engine is: the list itself says so."""
    try:
        [inspected] = perform(actor, host, INSPECT, {"names": [container]}, trailed=False).result["objects"]
    except EngineError:
        return None
    return {
        "memory": _("out of memory") if inspected["State"].get("OOMKilled") else "",
        "restarts": _restarts(inspected["HostConfig"].get("RestartPolicy") or {}, inspected.get("RestartCount") or 0),
    }


def _restarts(policy: dict[str, Any], count: int) -> str:
    """The restart policy as docker writes it, and how often it was needed."""
    name, most = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    if name == "no":
        return ""
    words = f"{name}:{most}" if most else name
    return f"{words} · {ngettext('%d restart', '%d restarts', count) % count}" if count else words
