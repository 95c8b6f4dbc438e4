"""A recorded request, decoded so that two clients' requests can be compared and a person can read them."""

import base64
import binascii
import hashlib
import io
import json
import re
import tarfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

JSON_PARAMETERS = {"buildargs", "cachefrom", "filters", "labels", "ulimits"}
CREDENTIALS = {"x-registry-auth": "registry_auth", "x-registry-config": "registry_config"}
LONGEST_TEXT = 4096


@dataclass
class Request:
    """What a client asked of the engine, and the status that the engine answered with (0 while there is none)."""

    method: str
    path: str
    version: str = ""
    query: dict[str, list[Any]] = field(default_factory=dict)
    body: Any = None
    credentials: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    @classmethod
    def of(cls, start: str, headers: dict[str, str]) -> "Request":
        """The request that a head's first line and headers (names in lower case) describe, without its body."""
        method, target, _ = start.split(" ")
        path, _, query = target.partition("?")
        version, path = re.fullmatch(r"(?:/v([0-9.]+)(?=/))?(.*)", path, re.S).groups()  # type: ignore[union-attr]
        given = {key: headers[name] for name, key in CREDENTIALS.items() if name in headers}
        return cls(
            method=method,
            path=unquote(path),
            version=version or "",
            query=decoded_query(query),
            credentials={key: decoded_credentials(text) for key, text in given.items()},
        )

    def record_body(self, body: bytes) -> None:
        """Keeps `body`: JSON parsed, a tar as {"tar": {name: contents}}, text as text, other bytes as a digest."""
        self.body = decoded_body(body)

    def as_json(self) -> dict[str, Any]:
        """The request as a dictionary that JSON can hold, without the parts that it does not have."""
        parts = {"query": self.query, "body": self.body, "credentials": self.credentials, "status": self.status}
        return {"request": f"{self.method} {self.path}"} | {name: part for name, part in parts.items() if part}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Request":
        """The request that `as_json` wrote."""
        method, _, path = stored["request"].partition(" ")
        parts = {name: stored[name] for name in ("query", "body", "credentials", "status") if name in stored}
        return cls(method, path, **parts)


def decoded_query(text: str) -> dict[str, list[Any]]:
    """Each parameter with all of its values; those that carry JSON are parsed."""
    values: dict[str, list[Any]] = parse_qs(text, keep_blank_values=True)
    for name in values.keys() & JSON_PARAMETERS:
        values[name] = [json.loads(value) if value else None for value in values[name]]
    return values


def decoded_credentials(text: str) -> Any:
    """The JSON inside a base64 header of registry credentials (either alphabet, padded or not)."""
    try:
        return json.loads(base64.b64decode(text.translate({45: 43, 95: 47}) + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return text


def decoded_body(body: bytes) -> Any:
    """The meaning of a body's bytes; None when there are none."""
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        pass
    try:
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            return {"tar": {member.name: _contents(archive, member) for member in archive}}
    except tarfile.TarError:
        return _readable(body)


def _contents(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    if member.isfile():
        return _readable(archive.extractfile(member).read())  # type: ignore[union-attr]
    return "folder" if member.isdir() else f"link to {member.linkname}"


def _readable(content: bytes) -> str:
    if len(content) <= LONGEST_TEXT:
        try:
            return content.decode()
        except UnicodeDecodeError:
            pass
    return "sha256:" + hashlib.sha256(content).hexdigest()
