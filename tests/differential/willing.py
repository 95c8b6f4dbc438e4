"""An engine that says yes to whatever it is asked and keeps it: what hundreds of lines are compared on within seconds.

It has no containers. What a real engine would do with the same requests, the lines on the bench show.
"""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

from tests.recorder import Request

ID = "0123456789abcdef" * 4
CONTAINER = {
    "Id": ID,
    "Name": "/dldiff-a",
    "Config": {"Image": "dldiff-busybox", "Env": [], "Labels": {}},
    "HostConfig": {"LogConfig": {"Type": "json-file"}},
    "State": {"Status": "running", "Running": True},
    "NetworkSettings": {"Ports": {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}, "Networks": {}},
}
ANSWERS: dict[str, tuple[int, Any]] = {
    "create": (201, {"Id": ID, "Warnings": []}),
    "start": (204, None),
    "rename": (204, None),
    "wait": (200, {"StatusCode": 0}),
    "update": (200, {"Warnings": []}),
    "changes": (200, [{"Path": "/tmp/x", "Kind": 1}]),
    "json": (200, CONTAINER),
    "commit": (201, {"Id": f"sha256:{ID}"}),
    "prune": (200, {"ContainersDeleted": [ID], "SpaceReclaimed": 12}),
}


class WillingEngine(ThreadingMixIn, UnixStreamServer):
    """An engine of API version `api` at a unix socket; `requests` are those it got, oldest first."""

    daemon_threads = True

    def __init__(self, listen: Path, api: str) -> None:
        super().__init__(str(listen), _Handler)
        self.listen, self.api = listen, api
        self.requests: list[Request] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has what it wants may leave before the end of an answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: WillingEngine

    def address_string(self) -> str:
        return "client"

    def log_message(self, *_words: Any) -> None:
        """Nothing: what was asked is in `requests`."""

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request.of(f"{self.command} {self.path} HTTP/1.1", headers)
        body = self._body(headers)
        if body:
            request.record_body(body)
        self.server.requests.append(request)
        status, answer = self._said(request)
        text = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Api-Version", self.server.api)
        self.send_header("Ostype", "linux")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(headers.get("content-length", "0")))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _said(self, request: Request) -> tuple[int, Any]:
        if request.path == "/images/create":
            return 200, {"status": "Pulled"}
        if request.path == "/containers/json":
            return 200, []
        if request.path == "/info":
            return 200, {"OSType": "linux"}
        return ANSWERS.get(request.path.rpartition("/")[2], (200, None))

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server calls


@contextmanager
def willing_engine(folder: Path, api: str) -> Iterator[WillingEngine]:
    """A willing engine whose socket lies in `folder`, while the block lasts."""
    with WillingEngine(folder / f"willing-{api}.sock", api) as engine:
        thread = threading.Thread(target=engine.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield engine
        finally:
            engine.shutdown()
            thread.join(10)
