"""The API's own description (OpenAPI 3.1), generated from the declared commands, and a page to browse it."""

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from containers.commands.declare import Command, Option, Positional
from containers.commands.help import usage
from containers.commands.registry import COMMANDS
from containers.engine.log_filter import FILTERS

_STRING = {"type": "string"}
_LOG_QUERY = ("tail", "since", "until", "timestamps", *FILTERS)
_ARCHIVE_QUERY = ("path", "follow", "tar", "as")
_SCHEMA_OF_WIDGET = {"switch": {"type": "boolean"}, "number": {"type": "integer"}}
_HOST = {
    "name": "host",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "default": "local"},
    "description": "The engine's name.",
}


@login_required
@require_safe
def document(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document."""
    return JsonResponse(described())


@login_required
@require_safe
@ensure_csrf_cookie
@csp_update({"style-src": [UNSAFE_INLINE]})  # swagger-ui sets styles on its elements
def docs(request: HttpRequest) -> HttpResponse:
    """The document as a page (swagger-ui)."""
    return render(request, "api/docs.html")


def described() -> dict[str, Any]:
    """The whole document, JSON-able."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dockline",
            "version": "1",
            "description": "Every docker command as a typed line or as an operation of its own.",
        },
        "security": [{"token": []}, {"session": []}],
        "paths": {**_fixed_paths(), **{_path_of(command): {"post": _operation(command)} for command in COMMANDS}},
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "dockline_session"},
            },
            "schemas": {"Error": _error_schema(), "Outcome": _outcome_schema()},
        },
    }


def _fixed_paths() -> dict[str, Any]:
    line = _object({"line": _STRING, **_beside_values()}, ["line"])
    job = {"name": "job", "in": "path", "required": True, "schema": _STRING}
    name = {"name": "name", "in": "path", "required": True, "schema": _STRING}
    archive_query = [{"name": each, "in": "query", "schema": _STRING} for each in _ARCHIVE_QUERY]
    log_query = [{"name": each, "in": "query", "schema": _STRING} for each in _LOG_QUERY]
    file = {"multipart/form-data": {"schema": _object({"file": {"type": "string", "format": "binary"}}, ["file"])}}
    return {
        "/api/v1/{host}/line": {
            "post": {
                "operationId": "line",
                "summary": "Do what a typed docker line says",
                "parameters": [_HOST],
                "requestBody": _json(line),
                "responses": _responses(),
            }
        },
        "/api/v1/{host}/uploads": {
            "post": {
                "operationId": "upload",
                "summary": "Send a file that a line will name; its id goes into uploads beside the line",
                "parameters": [_HOST],
                "requestBody": {"required": True, "content": file},
                "responses": {"201": {"description": "Kept for a day"}, "default": _error()},
            }
        },
        "/api/v1/jobs/{job}": {
            "get": {
                "operationId": "job",
                "summary": "How far a job is",
                "parameters": [job],
                "responses": {"200": {"description": "The job with its progress"}, "default": _error()},
            }
        },
        "/api/v1/{host}/container/{name}/log": {
            "get": {
                "operationId": "log",
                "summary": "Download a container's log as text, whole or only the lines that match",
                "parameters": [_HOST, name, *log_query],
                "responses": {"200": {"description": "The log", "content": {"text/plain": {}}}, "default": _error()},
            }
        },
        "/api/v1/{host}/container/{name}/export": {
            "get": {
                "operationId": "export",
                "summary": "Download all files of a container outside of its volumes as a tar",
                "parameters": [_HOST, name, {"name": "as", "in": "query", "schema": _STRING}],
                "responses": {
                    "200": {"description": "A tar", "content": {"application/x-tar": {}}},
                    "default": _error(),
                },
            }
        },
        "/api/v1/{host}/container/{name}/archive": {
            "get": {
                "operationId": "archive",
                "summary": "Download a file of a container as it is, or a folder as a tar",
                "parameters": [_HOST, name, *archive_query],
                "responses": {
                    "200": {
                        "description": "The file, or a tar",
                        "content": {"application/octet-stream": {}, "application/x-tar": {}},
                    },
                    "default": _error(),
                },
            }
        },
    }


def _path_of(command: Command) -> str:
    return f"/api/v1/{{host}}/commands/{command.slug}"


def _operation(command: Command) -> dict[str, Any]:
    parts: list[Option | Positional] = [*command.positionals, *command.options]
    required = [each.name for each in command.positionals if each.required]
    values = _object({part.name: _schema_of(part) for part in parts}, required)
    body = _object({"values": values, **_beside_values()}, ["values"] if required else [])
    return {
        "operationId": command.codename,
        "summary": str(command.summary),
        "description": f"`{usage(command)}`\n\n{command.explanation}".strip(),
        "tags": [command.name.split()[0]],
        "parameters": [_HOST],
        "requestBody": _json(body),
        "responses": _responses(),
        "x-effect": command.effect.value,
    }


def _schema_of(part: Option | Positional) -> dict[str, Any]:
    one: dict[str, Any] = dict(_SCHEMA_OF_WIDGET.get(part.kind.widget, _STRING))
    if part.kind.choices:
        one["enum"] = list(part.kind.choices)
    if part.kind.example:
        one["examples"] = [part.kind.example]
    several = part.kind.repeated or getattr(part, "rest", False)
    return {**({"type": "array", "items": one} if several else one), "description": str(part.help)}


def _beside_values() -> dict[str, Any]:
    return {"preview": {"type": "boolean"}, "uploads": {"type": "array", "items": _STRING}}


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    return {**schema, "required": required} if required else schema


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _responses() -> dict[str, Any]:
    outcome = {"application/json": {"schema": {"$ref": "#/components/schemas/Outcome"}}}
    return {
        "200": {"description": "Done, or previewed", "content": outcome},
        "202": {"description": "Under way, as a job or a stream", "content": outcome},
        "default": _error(),
    }


def _error() -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Error"}}
    return {"description": "Refused or failed", "content": {"application/json": schema}}


def _error_schema() -> dict[str, Any]:
    error = {
        "code": _STRING,
        "message": {"type": "string", "description": "A sentence for the person who asked"},
        "at": {"type": ["integer", "null"], "description": "Index of the word at fault; 0 is docker"},
        "files": {"type": "array", "items": _STRING},
        "field": _STRING,
    }
    return _object({"error": _object(error, ["code", "message", "at"])}, ["error"])


def _outcome_schema() -> dict[str, Any]:
    return _object(
        {
            "command": _STRING,
            "line": {"type": "string", "description": "The canonical docker line, secrets masked"},
            "values": {"type": "object"},
            "result": {},
            "job": {"type": "string", "description": "Id of the job that does it"},
            "stream": {"type": "string", "description": "Path of the socket that carries the answer"},
            "download": {"type": "string", "description": "Path where the whole answer can be fetched"},
        },
        ["command", "line", "values"],
    )
