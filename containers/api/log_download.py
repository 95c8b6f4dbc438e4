"""A container's log as a file."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from containers.access.actor import Actor
from containers.access.permit import permit
from containers.audit import trail
from containers.commands.errors import LineError
from containers.commands.perform import outcome_kept, preview
from containers.commands.registry import find
from containers.commands.values import validated
from containers.engine import logs
from containers.engine.hosts import engine_of
from containers.engine.log_filter import FILTERS, log_filter

from .answers import signed_in_api
from .downloads import one_by_one


@signed_in_api("GET")
def log_download(request: HttpRequest, actor: Actor, host: str, name: str) -> HttpResponseBase:
    """A container's log as text, in the memory of one chunk: the options of `docker logs`, and filters."""
    wanted = find("container logs")
    given: dict[str, Any] = {key: value for key, value in request.GET.items() if key in ("tail", "since", "until")}
    given["timestamps"] = request.GET.get("timestamps") in ("1", "true")
    values = validated(wanted, {**given, "container": name})
    try:
        lines = log_filter({key: request.GET.get(key, "") for key in FILTERS})
    except ValueError as error:
        raise LineError(str(error)) from error
    entry = trail.ask(actor=actor, host=host, command=wanted.name, line=preview(wanted, values).line)
    with outcome_kept(entry):
        permit(actor, wanted.name)
        engine = engine_of(host)
        logs.log_subject(engine, name)
    trail.conclude(entry, "done")
    reading = {key: values[key] for key in ("tail", "since", "until", "timestamps") if key in values}
    if lines.keeps_all:
        chunks = logs.text_chunks(engine, name, **reading)
    else:
        chunks = logs.matching_chunks(engine, name, lines, **reading)
    response = StreamingHttpResponse(one_by_one(chunks), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name.strip("/")}.log"'
    return response
