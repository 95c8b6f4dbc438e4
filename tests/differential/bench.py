"""A prepared engine on which lines are run one after another, each from the same start and without a trace."""

import json
import socket
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.differential.cli import Cli
from tests.differential.registry import NAME, PORT, image_files

OURS = "dldiff-"
PULLED = (f"127.0.0.1:{PORT}/{NAME}:latest", f"127.0.0.1:{PORT}/{NAME}:other")
BUILT = ("dldiff-img", "dldiff-img:1", "dldiff-img:2")


class _OverSocket(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("engine", timeout=60)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Bench:
    """The engine at the unix socket `engine`, spoken to past the recorder."""

    def __init__(self, engine: Path) -> None:
        self.engine = engine
        self.prepared: tuple[str, ...] | None = None  # by which lines, if it is so still

    def ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        """The engine's answer, JSON decoded where it is JSON; a refusal is an answer too."""
        connection = _OverSocket(self.engine)
        try:
            connection.request(method, path, body)
            content = connection.getresponse().read()
        finally:
            connection.close()
        try:
            return json.loads(content)
        except ValueError:
            return content.decode(errors="replace")

    @property
    def api_version(self) -> str:
        """The newest API version that the engine speaks."""
        return str(self.ask("GET", "/version")["ApiVersion"])

    def import_image(self) -> None:
        """Makes the image dldiff-busybox, whose command is sh."""
        shell = quote('CMD ["sh"]')
        self.ask("POST", f"/images/create?fromSrc=-&repo={NAME}&changes={shell}", image_files())

    def prepare(self, lines: Sequence[str]) -> None:
        """Runs docker lines with whatever docker CLI there is; each must succeed."""
        self.prepared = None
        for line in lines:
            cli = Cli.newest()
            assert cli, "The differential test prepares the engine with a docker CLI, and there is none."
            code, said = cli.run(line, self.engine)
            assert code == 0, f"{line}: {said}"
        self.prepared = tuple(lines)

    def clear(self) -> None:
        """Removes what lines leave behind: containers, volumes, networks, pulled and built images."""
        self.prepared = None
        for container in self.ask("GET", "/containers/json?all=1"):
            if container["Image"].find(OURS) >= 0 or any(name.startswith(f"/{OURS}") for name in container["Names"]):
                self.ask("DELETE", f"/containers/{container['Id']}?force=1&v=1")
        for volume in self.ask("GET", "/volumes")["Volumes"] or []:
            if volume["Name"].startswith(OURS):
                self.ask("DELETE", f"/volumes/{volume['Name']}")
        for network in self.ask("GET", "/networks"):
            if network["Name"].startswith(OURS):
                self.ask("DELETE", f"/networks/{network['Id']}")
        for image in (*PULLED, *BUILT):
            self.ask("DELETE", f"/images/{image}")
