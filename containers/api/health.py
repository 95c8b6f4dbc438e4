"""Whether the process lives and whether it can work, for load balancers: without sign-in, without details."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from containers.engine.errors import EngineError
from containers.engine.hosts import LOCAL, engine_of

log = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database and engine answer, else 503; which one does not is for the log."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        engine_of(LOCAL).ping(timeout=2)
    except (Error, EngineError) as error:
        log.warning("Not ready: %s", getattr(error, "detail", error))
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
