"""A container's files: a folder's entries or a file's text, written and deleted from there."""

import posixpath

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from containers.access.permit import permit
from containers.commands.container_browse import PLACE
from containers.commands.errors import LineError
from containers.commands.perform import perform
from containers.commands.registry import find
from containers.commands.render import render as line_of
from containers.uploads import receiving

from .shell import page_actor

BROWSE, WRITE = find("container browse"), find("container write")


@require_GET
@never_cache
def container_files(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """GET /<host>/containers/<name>/files/?path= : what is at a path; kept in the trail, for files hold secrets."""
    values = {"container": name, "place": _place(request.GET.get("path", "/"))}
    seen = perform(page_actor(request), host, BROWSE, values).result["seen"]
    return render(
        request,
        "containers/files.html",
        {
            "host": host,
            "name": name,
            "seen": seen,
            "entries": [entry | {"path": posixpath.join(seen["path"], entry["name"])} for entry in seen["entries"]],
            "up": posixpath.dirname(seen["path"]),
            "browse_line": line_of(BROWSE, {**values, "place": seen["path"]}),
        },
    )


@require_POST
@never_cache
def container_file_write(request: HttpRequest, host: str, name: str) -> HttpResponse:
    """POST: writes `text` to `path`, or the uploaded `file` into the folder `path`; then shows it."""
    actor = page_actor(request)
    permit(actor, WRITE.name)
    place, sent = _place(request.POST.get("path", "/")), request.FILES.get("file")
    if sent is None:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        sent = SimpleUploadedFile("text", text.encode())
    else:
        place = posixpath.join(place, posixpath.basename(sent.name or "upload"))
    upload = receiving.receive(actor.user, sent)
    perform(actor, host, WRITE, {"container": name, "place": place, "file": "-"}, [str(upload.id)])
    back = place if "text" in request.POST else posixpath.dirname(place)
    return HttpResponseRedirect(
        f"{reverse('container_files', args=[host, name])}?{urlencode({'path': back})}", status=303
    )


def _place(word: str) -> str:
    try:
        return str(PLACE.read(word))
    except ValueError as error:
        raise LineError(str(error), field="place") from error
