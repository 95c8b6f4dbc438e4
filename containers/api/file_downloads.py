"""What a container holds as a download: its whole file system, or a file or folder of it."""

from collections.abc import Generator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from containers.access.actor import Actor
from containers.access.guard import guard
from containers.access.permit import permit
from containers.audit import trail
from containers.commands.declare import Command, Values
from containers.commands.perform import outcome_kept, preview
from containers.commands.registry import find
from containers.commands.values import validated
from containers.engine import archive, containers, exporting
from containers.engine.connection import Engine
from containers.engine.copying import split_place
from containers.engine.hosts import engine_of

from .answers import signed_in_api
from .downloads import one_by_one

TAR = "application/x-tar"


@signed_in_api("GET")
def export_download(request: HttpRequest, actor: Actor, host: str, name: str) -> HttpResponseBase:
    """All files of a container outside of its volumes, as a tar, in the memory of one piece. `as` is the name of the
    download."""
    wanted = find("container export")
    entry, engine, values = _let_through(actor, host, wanted, {"container": name})
    with outcome_kept(entry):
        containers.raw_inspect(engine, values["container"])
    trail.conclude(entry, "done")
    return _file(exporting.tar_of_all(engine, values["container"]), request.GET.get("as") or f"{name}.tar", TAR)


@signed_in_api("GET")
def archive_download(request: HttpRequest, actor: Actor, host: str, name: str) -> HttpResponseBase:
    """A file of a container as it is, a folder as a tar; with `tar=1` a file as a tar too, with `follow=1` what a link
    leads to. `as` is the name of the download."""
    wanted = find("container cp")
    path, follow = request.GET.get("path", "/"), request.GET.get("follow") == "1"
    given: dict[str, Any] = {"source": f"{name}:{path}", "follow-link": follow}
    given["destination"] = "-" if request.GET.get("tar") == "1" else "."
    entry, engine, values = _let_through(actor, host, wanted, given)
    with outcome_kept(entry):
        container, path = split_place(values["source"])
        found = archive.stat(engine, container, path)
        if follow and found.is_link:
            path, found = archive.followed(engine, container, path)
    trail.conclude(entry, "done")
    called = request.GET.get("as") or found.name.strip("/") or name
    if found.is_file and request.GET.get("tar") != "1":
        chunks = archive.content_of(engine, container, path, found.size)
        return _file(chunks, called, "application/octet-stream", found.size)
    tar = archive.tar_of(engine, container, path)
    return _file(tar, called if called.endswith(".tar") else f"{called}.tar", TAR)


def _let_through(actor: Actor, host: str, wanted: Command, given: dict[str, Any]) -> tuple[Any, Engine, Values]:
    """The row in the trail, the engine and the values to act on, once the actor may; raises what perform raises."""
    values = validated(wanted, given)
    entry = trail.ask(actor=actor, host=host, command=wanted.name, line=preview(wanted, values).line)
    with outcome_kept(entry):
        permit(actor, wanted.name)
        engine = engine_of(host)
        values_to_act_on = guard(actor, engine, wanted.name, wanted.effect.value, values)
    return entry, engine, values_to_act_on


def _file(
    chunks: Generator[bytes, None, None], name: str, content_type: str, size: int | None = None
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(one_by_one(chunks), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    if size is not None:
        response["Content-Length"] = str(size)
    return response
