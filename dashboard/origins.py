"""Which pages may open a socket here: those of our exact origins (scheme, host and port), and clients with a token.

Channels' AllowedHostsOriginValidator takes any port and scheme of an allowed host, so every port that a container
publishes would be an attacker's origin; its OriginValidator raises on a port above 65535. Hence an exact comparison.
"""

from typing import Any

from channels.exceptions import DenyConnection
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.urls import URLPattern, re_path


class ExactOrigin:
    """Refuses (HTTP 403) a socket whose Origin is not one of settings.ORIGINS.

    Without an Origin it is no browser's, and must carry a token (`Authorization: Bearer`).
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Passes the socket on, or denies it."""
        headers = dict(scope.get("headers") or [])
        origin = headers.get(b"origin")
        if origin is None:
            allowed = headers.get(b"authorization", b"").lower().startswith(b"bearer ")
        else:
            allowed = origin.decode("latin-1").lower() in {known.lower() for known in settings.ORIGINS}
        application = self.application if allowed else WebsocketDenier.as_asgi()
        return await application(scope, receive, send)


class UnknownSocket(AsyncWebsocketConsumer):
    """The answer to a socket path that is none of ours: a refusal, instead of Channels' traceback."""

    async def connect(self) -> None:
        """Refuses, which a client sees as HTTP 403."""
        raise DenyConnection

    @classmethod
    def route(cls) -> URLPattern:
        """The pattern that matches what no other did; it comes last."""
        return re_path(r"", cls.as_asgi())
