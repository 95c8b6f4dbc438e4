"""Dockline as a client of its API sees it: a server process of its own in front of a recorded engine."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 90


class Product:
    """A served Dockline at `address`, spoken to with an admin's token."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self._token = address, token

    def ask(self, line: str, upload: bytes = b"") -> tuple[int, dict[str, Any]]:
        """Sends a line and what is uploaded beside it, waits for its job if it has one; the status and the answer."""
        uploads = [self._upload(upload)] if upload else []
        status, answer = self._json("POST", "/api/v1/local/line", {"line": line, "uploads": uploads})
        if job := answer.get("job"):
            answer["job"] = self._ended(job)
        return status, answer

    def _ended(self, job: str) -> dict[str, Any]:
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            _, found = self._json("GET", f"/api/v1/jobs/{job}")
            if found["state"] not in ("queued", "running"):
                return found
            time.sleep(0.05)
        raise TimeoutError(f"The job did not end within {LONGEST} s: {found}")

    def _upload(self, content: bytes) -> str:
        edge = "edge-of-the-upload"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="context"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        _, answer = self._send("POST", "/api/v1/local/uploads", body, f"multipart/form-data; boundary={edge}")
        return str(answer["upload"])

    def _json(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        return self._send(method, path, json.dumps(body).encode() if body else None, "application/json")

    def _send(self, method: str, path: str, body: bytes | None, kind: str) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": kind}
        request = Request(self.address + path, body, headers, method=method)
        try:
            with urlopen(request, timeout=LONGEST) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"{}")


@contextmanager
def served(engine: Path, data: Path) -> Iterator[Product]:
    """A Dockline whose engine is the socket `engine` and whose data is in the folder `data`, while the block lasts."""
    port = _free_port()
    settings = {"DOCKLINE_DATA": str(data), "DOCKER_HOST": f"unix://{engine}", "PORT": str(port), "BIND": "127.0.0.1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKLINE_", "DOCKER_"))}
    environment = inherited | settings
    _manage(environment, "prepare")
    token = _manage(environment, "token", "admin", "--label", "differential test").split()[-1]
    words = [
        sys.executable,
        "-m",
        "daphne",
        "-b",
        "127.0.0.1",
        "-p",
        str(port),
        "-v",
        "0",
        "dashboard.asgi:application",
    ]
    log = data / "server.log"
    with log.open("wb") as out, subprocess.Popen(words, cwd=ROOT, env=environment, stdout=out, stderr=out) as server:
        try:
            _wait_until_it_listens(server, port, log)
            yield Product(f"http://127.0.0.1:{port}", token)
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _wait_until_it_listens(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + LONGEST
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"The server did not come up: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
