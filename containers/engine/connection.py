"""One docker engine, reached lazily: nothing is asked of it before the first call, and it may come and go."""

import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import docker
import requests
from docker.tls import TLSConfig

from .bodies import Body
from .errors import (
    EngineError,
    EngineFailed,
    EnginePermissionDenied,
    EngineUnreachable,
    InvalidRequest,
    NotSupported,
    error_for,
    gettext_noop,
)
from .events import Events

# The newest API whose requests we know; the version used is this or the engine's own, whichever is older
# (https://docs.docker.com/reference/api/engine/#versioned-api-and-sdk).
NEWEST_API = "1.50"
OLDEST_API = "1.41"
CONNECT_SECONDS = 10

Params = Mapping[str, Any]


def older(left: str, right: str) -> str:
    """The lower one of two API versions such as "1.41" and "1.50"."""
    return min(left, right, key=version_numbers)


def version_numbers(version: str) -> tuple[int, ...]:
    """An API version as numbers that compare: "1.41" -> (1, 41)."""
    return tuple(int(part) for part in version.split("."))


class Engine:
    """The engine at `address` (unix://, tcp:// or ssh://), called `name` in every URL of ours.

    Safe to share between threads. The API version is negotiated at the first call, and again after the engine was
    lost: it may come back as another version.
    """

    def __init__(self, name: str, address: str, tls: TLSConfig | None = None) -> None:
        self.name = name
        self.address = address
        self._tls = tls
        self._negotiated: tuple[docker.APIClient, str] | None = None

    @property
    def api_version(self) -> str:
        """The negotiated API version, for example "1.41"; raises EngineUnreachable when no engine answers."""
        _client, version = self._connected()
        return version

    def supports(self, version: str) -> bool:
        """Whether the engine's API is `version` or newer."""
        return version_numbers(self.api_version) >= version_numbers(version)

    def versioned(self, path: str) -> str:
        """`path` with the negotiated version before it, quoted for a request line."""
        return f"/v{self.api_version}{_quoted(path)}"

    def ping(self, timeout: float = 5) -> str:
        """The API version the engine offers; raises EngineUnreachable within `timeout` seconds when none answers."""
        client = self._new_client(OLDEST_API)
        try:
            with self._named_errors("ping"):
                answer = client.get(client.base_url + "/_ping", timeout=timeout)
            if not answer.ok:
                raise error_for(answer.status_code, answer.text, "ping")
            return answer.headers.get("Api-Version", OLDEST_API)
        finally:
            client.close()

    def get(self, path: str, params: Params | None = None, timeout: float | None = 60) -> Any:
        """The decoded JSON answer of a GET; `timeout` in seconds between two bytes of the answer."""
        return self._decoded(self._send("GET", path, params, timeout=timeout))

    def post(
        self,
        path: str,
        params: Params | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = 60,
    ) -> Any:
        """The decoded JSON answer of a POST, None when it has no body. `body` is sent as JSON."""
        return self._decoded(self._send("POST", path, params, body=body, headers=headers, timeout=timeout))

    def delete(self, path: str, params: Params | None = None, timeout: float | None = 60) -> Any:
        """The decoded JSON answer of a DELETE, None when it has no body."""
        return self._decoded(self._send("DELETE", path, params, timeout=timeout))

    def head(self, path: str, params: Params | None = None, timeout: float | None = 60) -> Mapping[str, str]:
        """The headers of a HEAD's answer; its errors have no words of the engine's."""
        return self._send("HEAD", path, params, timeout=timeout).headers

    def put(
        self,
        path: str,
        params: Params | None,
        data: BinaryIO | Iterable[bytes],
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Sends bytes in pieces, as they are read; waits for the answer as long as the engine is at work."""
        self._send("PUT", path, params, data=data, headers=headers, timeout=None)

    def body(self, method: str, path: str, params: Params | None = None) -> Body:
        """An answer that is bytes without a bound; whoever asked closes it."""
        # The engine would pack an archive by gzip for us, at many times the time it takes to send it.
        headers = {"Accept-Encoding": "identity"}
        answer = self._send(method, path, params, headers=headers, timeout=None, stream=True)
        return Body(answer, lambda: self._named_errors(f"{method} {path}"))

    def events(
        self,
        method: str,
        path: str,
        params: Params | None = None,
        body: BinaryIO | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Events:
        """The JSON objects of a progress stream (pull, build, push), as they come; whoever asked closes it."""
        answer = self._send(method, path, params, data=body, headers=headers, timeout=timeout, stream=True)
        return Events(answer, lambda: self._named_errors(f"{method} {path}"))

    def connect(self, timeout: float | None = CONNECT_SECONDS) -> socket.socket:
        """A fresh connected socket to the engine, for readers that speak HTTP themselves; the caller closes it."""
        parts = urlsplit(self.address)
        with self._named_errors("connect"):
            if parts.scheme == "unix":
                raw = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                raw.settimeout(timeout)
                try:
                    raw.connect(parts.path)
                except OSError:
                    raw.close()
                    raise
                return raw
            if parts.scheme in ("tcp", "http", "https"):
                raw = socket.create_connection((parts.hostname or "", parts.port or 2375), timeout)
                return self._wrapped(raw, parts.hostname or "") if self._tls else raw
        raise NotSupported(
            gettext_noop("Live streams need a unix:// or tcp:// engine; %(address)s is neither."), address=self.address
        )

    def _wrapped(self, raw: socket.socket, hostname: str) -> socket.socket:
        assert self._tls is not None
        context = ssl.create_default_context(cafile=self._tls.ca_cert or None)
        if self._tls.cert:
            context.load_cert_chain(*self._tls.cert)
        if not self._tls.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(raw, server_hostname=hostname)

    def _send(
        self,
        method: str,
        path: str,
        params: Params | None = None,
        *,
        body: Any = None,
        data: BinaryIO | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = 60,
        stream: bool = False,
    ) -> requests.Response:
        client, version = self._connected()
        asked = f"{method} {path}"
        with self._named_errors(asked):
            answer = client.request(
                method,
                f"{client.base_url}/v{version}{_quoted(path)}",
                params=params,
                json=body,
                data=data,
                headers=headers,
                timeout=(CONNECT_SECONDS, timeout),
                stream=stream,
            )
        if answer.status_code >= 400:
            with self._named_errors(asked):
                raise error_for(answer.status_code, _engine_words(answer), asked)
        return answer

    def _decoded(self, answer: requests.Response) -> Any:
        if not answer.content:
            return None
        try:
            return answer.json()
        except ValueError as error:
            raise EngineFailed(
                gettext_noop("The engine's answer was not what its API promises."), answer.text[:500]
            ) from error

    def _connected(self) -> tuple[docker.APIClient, str]:
        """The client and the version it speaks. Threads that come at the same time may each negotiate, to one end."""
        negotiated = self._negotiated
        if negotiated is None:
            offered = self.ping()
            if version_numbers(offered) < version_numbers(OLDEST_API):
                raise NotSupported(
                    gettext_noop("The engine's API is %(offered)s; Dockline needs %(oldest)s (Docker 20.10) or newer."),
                    offered=offered,
                    oldest=OLDEST_API,
                )
            version = older(offered, NEWEST_API)
            negotiated = self._negotiated = (self._new_client(version), version)
        return negotiated

    def _new_client(self, version: str) -> docker.APIClient:
        with self._named_errors("connect"):
            client = docker.APIClient(
                base_url=self.address, version=version, tls=self._tls or False, use_ssh_client=True, max_pool_size=32
            )
        client.trust_env = False  # a proxy of the environment must never stand between us and the engine
        return client

    @contextmanager
    def _named_errors(self, asked: str) -> Iterator[None]:
        """Turns what the transport raises into an EngineError, and forgets the connection that was lost."""
        try:
            yield
        except EngineError:
            raise
        except requests.exceptions.ReadTimeout as error:
            raise EngineFailed(
                gettext_noop("The engine did not answer in time; it may still be at work."), f"{asked}: {error}"
            ) from error
        except (requests.exceptions.RequestException, OSError, docker.errors.DockerException) as error:
            self._negotiated = None
            raise self._lost(error, asked) from error

    def _lost(self, error: Exception, asked: str) -> EngineError:
        detail = f"{asked}: {error}"
        if "Permission denied" in str(error):
            return EnginePermissionDenied(
                gettext_noop(
                    "This server may not open %(address)s: permission denied. Add its user to the docker group and "
                    "start it again, or start it as root."
                ),
                detail,
                address=self.address,
            )
        return EngineUnreachable(
            gettext_noop(
                "No docker engine answers at %(address)s. Start it (systemctl start docker, or dockerd) "
                "or set DOCKER_HOST; this page recovers by itself."
            ),
            detail,
            address=self.address,
        )


def _quoted(path: str) -> str:
    """`path` safe in a request line: a name from a user can neither leave its place nor add a query."""
    if any(part in (".", "..") for part in path.split("/")):
        raise InvalidRequest(gettext_noop("A name cannot be . or .. or contain such a part."), path)
    return quote(path, safe="/:@")


def _engine_words(answer: requests.Response) -> str:
    try:
        return str(answer.json()["message"])
    except (ValueError, KeyError, TypeError):
        return answer.text
