"""The API's operations, thin: permit, validate, act, respond."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.access.permit import permit
from containers.audit import trail
from containers.commands.declare import Command
from containers.commands.errors import LineError, TooLarge
from containers.commands.parse import parse
from containers.commands.perform import outcome_kept, perform, preview
from containers.commands.registry import find_by_slug
from containers.commands.values import validated
from containers.engine.hosts import engine_of
from containers.jobs.visible import visible_job
from containers.uploads import receiving as uploads

from . import answers
from .answers import failure, signed_in_api


@signed_in_api("POST")
def line(request: HttpRequest, actor: Actor, host: str) -> HttpResponseBase:
    """Does what a typed docker line says, or with "preview" says what that would be."""
    body = _json_object(request)
    typed = body.get("line")
    if not isinstance(typed, str):
        raise LineError(_("The body needs a “line” with a docker command in it."))
    command, values = parse(typed)
    return _performed(actor, host, command, values, body)


@signed_in_api("POST")
def command(request: HttpRequest, actor: Actor, host: str, slug: str) -> HttpResponseBase:
    """Does one command, its values given as JSON."""
    wanted = find_by_slug(slug)
    if wanted is None:
        return failure("unknown_command", _("There is no command %(slug)s.") % {"slug": slug[:100]}, 404)
    body = _json_object(request)
    given = body.get("values", {})
    if not isinstance(given, dict):
        raise LineError(_("“values” is an object of the command's values."))
    return _performed(actor, host, wanted, validated(wanted, given), body)


@signed_in_api("POST")
def upload(request: HttpRequest, actor: Actor, host: str) -> HttpResponseBase:
    """Takes a file (multipart, field `file`) that a line will name; its id goes into "uploads" beside the line."""
    engine_of(host)
    # without the right nothing is read, not even the file's name
    file = _file(request) if actor.may("image build") else None
    entry = trail.ask(actor=actor, host=host, command="upload", line=f"upload {file.name if file else ''}".strip())
    with outcome_kept(entry):
        permit(actor, "image build")
        if file is None:
            raise LineError(_("Send the file as multipart form data, in a field called “file”."))
        received = uploads.receive(actor.user, file)
    trail.conclude(entry, "done")
    return JsonResponse({"upload": str(received.id), "name": received.name, "bytes": received.bytes}, status=201)


@signed_in_api("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, actor: Actor, rest: str = "") -> HttpResponseBase:
    """The answer at a path of the API where there is nothing."""
    return failure("not_found", _("The API has nothing at %(path)s.") % {"path": f"/api/{rest[:200]}"}, 404)


@signed_in_api("GET")
def job(request: HttpRequest, actor: Actor, job_id: str) -> HttpResponseBase:
    """A job of the actor's own (an admin: anybody's) with its progress."""
    found = visible_job(actor, job_id)
    if found is None:
        return failure("not_found", _("There is no job %(id)s that you may see.") % {"id": job_id[:40]}, 404)
    return JsonResponse(
        {
            "id": str(found.id),
            "host": found.host,
            "command": found.command,
            "line": found.line,
            "state": found.state,
            "number": found.number,
            "snapshot": found.snapshot,
            "result": found.result,
            "error": found.error or None,
            "created": found.created,
            "started": found.started,
            "ended": found.ended,
        }
    )


def _performed(
    actor: Actor, host: str, wanted: Command, values: dict[str, Any], body: dict[str, Any]
) -> HttpResponseBase:
    if body.get("preview"):
        engine_of(host)
        return answers.of_preview(preview(wanted, values))
    upload_ids = body.get("uploads") or []
    if not isinstance(upload_ids, list) or not all(isinstance(each, str) for each in upload_ids):
        raise LineError(_("“uploads” is a list of ids of uploaded files."))
    return answers.of_outcome(perform(actor, host, wanted, values, upload_ids))


def _file(request: HttpRequest) -> UploadedFile | None:
    try:
        file = request.FILES.get("file")
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise LineError(_("The body is not multipart form data: %(why)s.") % {"why": error}) from error
    return file if isinstance(file, UploadedFile) else None


def _json_object(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except RequestDataTooBig as error:
        raise TooLarge(_("The body is too large for a line.")) from error
    except RecursionError as error:
        raise LineError(_("The body is nested too deeply."), code="bad_json") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise LineError(_("The body is not JSON: %(why)s.") % {"why": error}, code="bad_json") from error
    if not isinstance(body, dict):
        raise LineError(_('The body is a JSON object, such as {"line": "docker ps"}.'), code="bad_json")
    return body
