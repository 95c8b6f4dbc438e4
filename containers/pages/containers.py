"""The list of containers: what `docker ps -a` shows, kept up to date."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from containers.access.ownership import owners_of
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.engine.errors import EngineError

from .chosen import verbs_for
from .container_columns import columns_of, heads_of, shown
from .container_facets import facets_of, states_of
from .container_filters import Container, filters_of, sift
from .container_groups import Group, arranged, folded_in
from .container_rows import Rows
from .live import away
from .shell import page_actor, wants_part

PS = find("container ls")


@require_GET
def containers(request: HttpRequest, host: str) -> HttpResponse:
    """GET /<host>/containers/?q=&state=&image=&label=&network=&project=&owner=&sort=&size=1 : the page, or for htmx
    its parts that change."""
    actor, filters = page_actor(request), filters_of(request.GET)
    try:
        listing = {"all": True, **({"size": True} if filters.size else {})}
        found = perform(actor, host, PS, listing, trailed=False).result["containers"]
    except EngineError as error:
        if wants_part(request):
            return away(request, error)
        raise
    owners = owners_of(host, (container["id"] for container in found))
    matching, there = sift(found, filters, owners)
    columns = columns_of(request)
    in_table = shown(columns, sizes=filters.size)
    rows = Rows(request, host, in_table, owners)
    context = {
        "host": host,
        "asked": filters,
        "line": line_of(PS, filters.values()),
        "verbs": verbs_for(actor),
        "total": len(found),
        "matching": len(matching),
        "states": states_of(there["state"], filters),
        "facets": facets_of(there, filters, owners),
        "sizes_url": filters.url(size=not filters.size),
        "columns": columns,
        "heads": heads_of(in_table, filters),
        "rows": list(_written(rows, arranged(matching, filters.sort, folded_in(request)))),
    }
    return render(request, "containers/_part.html" if wants_part(request) else "containers/list.html", context)


def _written(rows: Rows, entries: Iterable[Container | Group]) -> Iterator[SafeString]:
    for entry in entries:
        if isinstance(entry, Group):
            yield rows.head(entry)
            yield from (rows.row(each, entry.project, folded=entry.folded) for each in entry.containers)
        else:
            yield rows.row(entry)
