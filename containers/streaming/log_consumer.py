"""The socket of one container's log."""

import re
from collections.abc import Callable

from containers.access.actor import Actor
from containers.engine.hosts import engine_of
from containers.streaming.asking import performed_logs
from containers.streaming.options import log_options
from containers.streaming.requests import Request, Requests, read_request
from containers.streaming.socket import WatchConsumer
from containers.streaming.viewer import Viewer

_ACKNOWLEDGEMENT = re.compile(r'\s*\{\s*"ack"\s*:\s*(\d{1,15})\s*\}\s*', re.ASCII)


class LogConsumer(WatchConsumer):
    """Sends the log in frames, and takes {"ack": bytes} and requests for parts of it."""

    command_name = "container logs"
    viewer: Viewer | None = None
    requests: Requests | None = None
    _new_requests: Callable[[], Requests]
    _permitted = False

    async def watch(self, actor: Actor) -> None:
        """Passes the spine as `docker logs` does, then sends until the log is over for good."""
        names = self.scope["url_route"]["kwargs"]
        options = log_options(self.scope["query_string"])
        engine = engine_of(names["host"])
        # Made before anything is waited for: a client may ask as soon as the socket is open.
        viewer = self.viewer = Viewer(engine, names["name"], options, self.send)
        self._new_requests = lambda: Requests(engine, names["name"], options, viewer.credit, self.send)
        await performed_logs(actor, names["host"], names["name"], options)
        self._permitted = True
        if self.requests is not None:
            self.begin(self.requests.answer())
        await viewer.run()

    async def heard(self, text: str) -> None:
        """An acknowledgement, or a request for a part of the log."""
        said = _ACKNOWLEDGEMENT.fullmatch(text)
        if self.viewer is None:
            raise ValueError(text[:80])
        if said is None:
            self._ask(read_request(text))
            return
        self.viewer.acknowledge(int(said[1]))
        if self.requests is not None:
            self.requests.acknowledged()

    def _ask(self, request: Request) -> None:
        """What answers is made for the first request: most viewers ask for nothing."""
        if self.requests is None:
            self.requests = self._new_requests()
            if self._permitted:
                self.begin(self.requests.answer())
        self.requests.ask(request)
