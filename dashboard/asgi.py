"""Where daphne enters: pages and API over HTTP, streams over websockets from our own origins only."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402 - the apps must be ready first
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from daphne.server import reactor  # noqa: E402 - the one that serves

from containers.jobs.routing import websocket_urlpatterns as job_sockets  # noqa: E402
from containers.streaming.routing import websocket_urlpatterns as stream_sockets  # noqa: E402
from containers.terminals import reaping  # noqa: E402
from dashboard import memory, receiving, sending  # noqa: E402
from dashboard.origins import ExactOrigin, UnknownSocket  # noqa: E402

receiving.install()
sending.install()
reactor.callWhenRunning(reaping.begin)  # not where the application is only imported

websocket_application = ExactOrigin(
    AuthMiddlewareStack(URLRouter([*stream_sockets, *job_sockets, UnknownSocket.route()]))
)
application = ProtocolTypeRouter({"http": django_application, "websocket": websocket_application})

memory.install()
