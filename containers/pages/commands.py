"""The form of each command: shown, previewed as one types, and performed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import retarget

from containers.commands import form
from containers.commands.declare import Command, Effect
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.perform import KNOWN_ERRORS, perform, preview
from containers.commands.registry import find_by_slug
from containers.commands.render import render as line_of
from containers.presets.keeping import fields_in

from .contexts import context_fields, received_context
from .examples import STARTING_FIELDS
from .form_page import filled, form_page, previewed
from .given_files import received_files, with_files_named
from .outcomes import answer_of, done_elsewhere, go
from .presets import own_preset
from .refusals import Problem, problem_of, told
from .shell import page_actor, wants_part
from .typed import marked
from .victims import confirmed, victims_of


@require_http_methods(["GET", "POST"])
@never_cache
def command(request: HttpRequest, host: str, slug: str) -> HttpResponse:
    """GET: the form, filled from ?line=, ?preset= or the query's fields.

    POST: performs it, or fills it from the line `_open`.
    """
    wanted = _command_of(slug)
    if request.method == "POST" and "_open" in request.POST:
        return opened(request, host, wanted, request.POST["_open"])
    if request.method == "POST":
        return _performed(request, host, wanted)
    if "preset" in request.GET:
        return form_page(request, host, wanted, fields_in(own_preset(request, request.GET["preset"])))
    if "line" in request.GET:
        return opened(request, host, wanted, request.GET["line"])
    return form_page(request, host, wanted, _starting(wanted, request.GET))


@require_POST
@never_cache
def command_preview(request: HttpRequest, host: str, slug: str) -> HttpResponse:
    """POST: the line that the fields stand for, its risks, and what is wrong with which field."""
    wanted = _command_of(slug)
    fields = context_fields(wanted, request)
    return render(request, "commands/_preview.html", previewed(page_actor(request), host, wanted, fields))


@require_POST
@never_cache
def command_follow(request: HttpRequest, host: str, slug: str) -> HttpResponse:
    """POST: the fields that an edited line fills, and that line; or what is wrong with the line, fields untouched."""
    wanted = _command_of(slug)
    line = request.POST.get("line", "").strip()
    try:
        named, values = parse(line)
    except LineError as error:
        return _not_followed(request, {"problem": problem_of(error), "marked": marked(line, error.at)})
    if named is not wanted:
        return _not_followed(request, {"host": host, "named": named, "typed": line})
    return render(request, "commands/_follow.html", filled(page_actor(request), host, wanted, _query(wanted, values)))


def _not_followed(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return retarget(render(request, "commands/_follow.html", context), "#strip-fault")


def _command_of(slug: str) -> Command:
    found = find_by_slug(slug)
    if found is None:
        raise Http404(_("There is no docker command %(name)s here.") % {"name": slug.replace("-", " ")})
    return found


def opened(request: HttpRequest, host: str, wanted: Command, line: str) -> HttpResponse:
    """The form filled with a line; of the command that the line is of."""
    try:
        named, values = parse(line)
    except LineError as error:
        return form_page(request, host, wanted, QueryDict(), problem=problem_of(error), status=error.status)
    if named is not wanted and request.method == "GET":
        return HttpResponseRedirect(f"{reverse('command', args=[host, named.slug])}?{urlencode({'line': line})}")
    return form_page(request, host, named, _query(named, values))


def _starting(wanted: Command, given: QueryDict) -> QueryDict:
    """The fields of a form that nothing was typed into yet: what most people want, and what a link gave."""
    return QueryDict("&".join(filter(None, (STARTING_FIELDS.get(wanted.name), given.urlencode()))))


def _query(wanted: Command, values: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, text in form.fields_of(wanted, values):
        query.appendlist(name, text)
    return query


def _performed(request: HttpRequest, host: str, wanted: Command) -> HttpResponse:
    """Performs what the form says, from its own page or from a button elsewhere, which stands at `_back`."""
    actor = page_actor(request)
    button = "_back" in request.POST
    fields = with_files_named(wanted, request, context_fields(wanted, request))
    reading = form.read(wanted, fields)
    if faults := {**reading.faults, **reading.needed}:
        problem = Problem(400, _("That cannot be done as it was asked"), " ".join(faults.values()))
        if button:
            return told(request, problem)
        return form_page(request, host, wanted, fields, problem=problem, faults=faults, status=400)
    values = confirmed(wanted, reading.values)
    if wanted.effect is Effect.DESTROYS and "_confirmed" not in request.POST:
        return _asked(request, host, wanted, values)
    try:
        upload_ids = received_context(actor, wanted, request)
        upload_ids += received_files(actor, wanted, values, request)
        outcome = perform(actor, host, wanted, values, upload_ids)
    except KNOWN_ERRORS as error:
        if button:
            raise
        field = getattr(error, "field", "") or getattr(error, "option", "")
        faults = {field: error.message} if field else {}
        return form_page(request, host, wanted, fields, problem=problem_of(error), faults=faults, status=error.status)
    answer = answer_of(host, outcome)
    if button:
        return done_elsewhere(request, answer)
    if answer.go:
        return go(request, answer.go)
    return form_page(request, host, wanted, fields, answer=answer)


def _asked(request: HttpRequest, host: str, wanted: Command, values: dict[str, Any]) -> HttpResponse:
    """Asks once more, with what would be lost; nothing was done yet."""
    seen = preview(wanted, values)
    context = {
        "host": host,
        "command": wanted,
        "victims": victims_of(page_actor(request), host, wanted, values),
        "line": seen.line,
        "copy": line_of(wanted, values),
        "risks": seen.risks,
        "fields": form.fields_of(wanted, values),
        "back": request.POST.get("_back", ""),
        "then": request.POST.get("_then", ""),
    }
    if wants_part(request):
        response = render(request, "commands/_ask.html", context)
        response["HX-Retarget"], response["HX-Reswap"] = "#dialog", "innerHTML"
        return response
    return render(request, "commands/ask.html", context)
