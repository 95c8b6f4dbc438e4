"""Compresses pages and our own style sheets and scripts on their way; streams and what is compressed already pass by.

Django's own GZipMiddleware compresses a stream of an asynchronous server chunk by chunk, each as a gzip file of its
own, of which browsers read the first and drop the rest: static files, which servestatic streams, arrive cut off.
"""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.decorators import sync_and_async_middleware

# Static files up to this size (bytes) are read whole to be compressed; larger ones lie compressed beside themselves.
MOST_BYTES = 256 * 1024
_TEXTS = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


@sync_and_async_middleware
def compression(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """The middleware: first in the list, so that it sees what goes out."""
    gzip = GZipMiddleware(get_response)

    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            response = await get_response(request)
            if _is_text_of_ours(request, response):
                response = _whole(response, b"".join([chunk async for chunk in response]))
            return _compressed(gzip, request, response)

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _is_text_of_ours(request, response):
            response = _whole(response, b"".join(response))
        return _compressed(gzip, request, response)

    return synchronous


def _compressed(gzip: GZipMiddleware, request: HttpRequest, response: Any) -> HttpResponseBase:
    return response if response.streaming else gzip.process_response(request, response)


def _is_text_of_ours(request: HttpRequest, response: Any) -> bool:
    if not (response.streaming and response.status_code == 200 and request.path.startswith(settings.STATIC_URL)):
        return False
    if response.has_header("Content-Encoding") or int(response.get("Content-Length") or MOST_BYTES) >= MOST_BYTES:
        return False
    return response.get("Content-Type", "").partition(";")[0] in _TEXTS


def _whole(response: StreamingHttpResponse, content: bytes) -> HttpResponse:
    """The streamed response with all its headers, in one piece."""
    whole = HttpResponse(content, status=response.status_code)
    for name, value in response.items():
        whole[name] = value
    response.close()
    return whole
