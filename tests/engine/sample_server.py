"""An engine that has nothing but recorded samples, on a socket of its own: what the docker CLI makes of them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any, ClassVar


class _Recorded(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    samples: ClassVar[dict[str, dict[str, Any]]] = {}

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.endswith("/containers/json"):
            self._answer([_listed(sample) for sample in self.samples.values()])
        elif path.endswith("/stats"):
            short = path.split("/")[-2]  # the CLI asks by the first twelve digits
            self._answer(next(sample for key, sample in self.samples.items() if key.startswith(short)))
        else:
            self._answer({"ApiVersion": "1.41", "OSType": "linux"})

    do_HEAD = do_GET  # noqa: N815

    def _answer(self, said: object) -> None:
        body = json.dumps(said).encode() + b"\n"
        self.send_response(200)
        for name, value in (("Api-Version", "1.41"), ("Ostype", "linux"), ("Content-Type", "application/json")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def address_string(self) -> str:
        return "the docker CLI"

    def log_message(self, *_words: object) -> None:
        """Says nothing."""


class _Server(ThreadingUnixStreamServer):
    request_queue_size = 128  # the CLI asks for all samples at once
    daemon_threads = True


def _listed(sample: dict[str, Any]) -> dict[str, Any]:
    return {"Id": sample["id"], "Names": [sample["name"]], "State": "running", "Status": "Up 1 second"}


@contextmanager
def serving(folder: Path, samples: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Serves the samples by their containers' ids; the DOCKER_HOST to reach them at."""
    path = folder / "engine.sock"
    handler = type("Recorded", (_Recorded,), {"samples": samples})
    with _Server(str(path), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"unix://{path}"
        finally:
            server.shutdown()
            thread.join()
