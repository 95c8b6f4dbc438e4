"""The chain that ties each row of the trail to the one before; its key and newest head are outside the database."""

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from containers.audit.models import AuditEntry

KEY_BYTES = 32


@dataclass(frozen=True)
class Head:
    """The newest row that was written: its number (0 before the first) and its digest."""

    number: int = 0
    digest: str = ""


def digest_of(entry: AuditEntry, previous: str, key: bytes) -> str:
    """The HMAC-SHA256 (hex) over all that the row says and the digest of the row before it."""
    said = [
        entry.number,
        entry.asked_id,
        entry.at.isoformat(),
        entry.user_name,
        entry.via,
        entry.address,
        entry.host,
        entry.command,
        entry.line,
        entry.outcome,
        entry.why,
        previous,
    ]
    return hmac.new(key, json.dumps(said, ensure_ascii=True).encode(), hashlib.sha256).hexdigest()


def key_for_writing() -> bytes:
    """The key of this installation, made at the first use."""
    path = key_path()
    with contextlib.suppress(FileExistsError):
        settings.KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def key_for_reading() -> bytes | None:
    """The key, None when it is missing: checking the chain never makes a new one."""
    path = key_path()
    return path.read_bytes() if path.exists() else None


def head() -> Head | None:
    """The newest head that was noted; None when none is (before the first row, or when the file is lost)."""
    try:
        noted = json.loads(_head_path().read_text())
        return Head(int(noted["number"]), str(noted["digest"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def note_head(newest: Head) -> None:
    """Notes the newest head in place of the one before, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=settings.KEYS, prefix="trail.head.")  # made 0600
    with os.fdopen(handle, "w") as file:
        json.dump({"number": newest.number, "digest": newest.digest}, file)
    Path(name).replace(_head_path())


@contextlib.contextmanager
def one_writer() -> Iterator[None]:
    """Lets one thread of one process write at a time, of all those that share the folder of keys."""
    settings.KEYS.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(settings.KEYS / "trail.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def key_path() -> Path:
    """Where the key is kept."""
    return settings.KEYS / "trail.key"


def _head_path() -> Path:
    return settings.KEYS / "trail.head"
