"""Parts of a page that follow the engine (static/js/containers/live.js), and what they say when it is away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from containers.engine.errors import EngineError

from .refusals import problem_of


def away(request: HttpRequest, error: EngineError) -> HttpResponse:
    """A sentence above what the page showed last, which stays; no failure of the page's, for it asks again."""
    return render(request, "containers/_away.html", {"problem": problem_of(error)})
