"""What a page answers once a command was performed: the way to its job or stream, its result, or a short message."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from containers.commands.declare import Effect
from containers.commands.perform import Outcome

from .results import View, view_of
from .shell import wants_part


@dataclass(frozen=True)
class Answer:
    """An outcome for a page: its view, links to what it made, and where to `go` when it has a page of its own."""

    outcome: Outcome
    view: View
    go: str = ""
    download: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether there is more to see than that it was done."""
        printed = isinstance(self.outcome.result, dict) and "output" in self.outcome.result
        return printed or self.outcome.command.effect in (Effect.READS, Effect.REVEALS)


def answer_of(host: str, outcome: Outcome) -> Answer:
    """The outcome as a page shows it."""
    if outcome.job:
        return Answer(outcome, View("done"), go=reverse("job", args=[host, outcome.job]))
    if outcome.stream:
        return Answer(outcome, View("done"), go=page_of_stream(outcome.stream, outcome.line))
    return Answer(
        outcome,
        view_of(outcome.command, outcome.result),
        download=outcome.download,
        links=links_of(host, outcome.result),
    )


def page_of_stream(path: str, line: str = "") -> str:
    """The page that shows a stream: "/ws/local/container/web/logs/?tail=5" is the log on web's page.

    `line` is the masked line that it came of; a terminal shows it.
    """
    parts = urlsplit(path)
    _empty, _ws, host, noun, *rest = parts.path.split("/")
    if noun in ("events", "stats"):
        return f"{reverse(noun, args=[host])}?{parts.query}"
    name, kind, *_rest = rest
    if kind == "stats":
        return f"{reverse('container', args=[host, name])}#stats"
    if kind in ("attach", "exec"):
        more = {"of": "exec"} if kind == "exec" else {}
        more |= {"line": line} if line else {}
        return f"{reverse('terminal', args=[host, name])}?{'&'.join(filter(None, (parts.query, urlencode(more))))}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{reverse('container', args=[host, name])}{query}#log"


def links_of(host: str, result: Any) -> list[tuple[str, str]]:
    """Links to the objects that a result names, as (words, url)."""
    links = []
    if isinstance(result, dict) and isinstance(result.get("container"), str):
        name = result.get("name") or _short(result["container"])
        links.append((_("Container %(name)s") % {"name": name}, reverse("container", args=[host, name])))
    if isinstance(result, dict) and result.get("image"):
        name = next(iter(result.get("tags") or ()), "") or result["image"].removeprefix("sha256:")[:12]
        links.append(
            (_("Image %(name)s") % {"name": name}, f"{reverse('images', args=[host])}?{urlencode({'q': name})}")
        )
    return links


def _short(container: str) -> str:
    """An id as docker shows it; a name stays as it is."""
    return container[:12] if re.fullmatch(r"[0-9a-f]{64}", container) else container


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser to another page, also when htmx asked."""
    if wants_part(request):
        response = HttpResponse(status=200)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url, status=303)


def done_elsewhere(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The answer to a button: to its job, stream or next page, else a message, and htmx is told that it was done."""
    then = own_path(request, request.POST.get("_then", ""))
    htmx = wants_part(request)
    if answer.go:
        return go(request, answer.go)
    if htmx and answer.shows:
        return _into(render(request, "commands/_answer_dialog.html", {"answer": answer}), "#dialog", "innerHTML")
    told = _("Done: %(line)s") % {"line": answer.outcome.line}
    if then or not htmx:
        messages.success(request, told)
        return go(request, then or own_path(request, request.POST.get("_back", "")) or reverse("root"))
    return _into(render(request, "_partials/toast.html", {"answer": answer}), "#outcome", "beforeend")


def _into(response: HttpResponse, target: str, swap: str) -> HttpResponse:
    """A part for another place of the page than the one that asked."""
    response["HX-Retarget"], response["HX-Reswap"] = target, swap
    return response


def own_path(request: HttpRequest, url: str) -> str:
    """`url` when it is a path of ours, else nothing: a form never sends anybody to another site."""
    ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if ours else ""
