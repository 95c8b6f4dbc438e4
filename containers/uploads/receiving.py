"""Files sent beside a line: received, claimed by the command that names them, swept away a day later."""

import contextlib
import os
import uuid
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from containers.uploads.models import Upload, uploads_folder

KEPT = timedelta(days=1)


class UploadRefused(Exception):
    """A file that is not taken; `message` says why."""

    code = "upload_refused"
    status = 413

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UploadMissing(Exception):
    """An upload that is not there for this user; `message` says what to do."""

    code = "upload_missing"
    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def receive(user: User, file: UploadedFile) -> Upload:
    """Keeps an uploaded file for its user; raises UploadRefused above settings.UPLOAD_MAX_BYTES."""
    sweep()
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(
            _("The file %(name)s is too large: %(size)d bytes, at most %(most)d are taken.")
            % {"name": file.name, "size": file.size or 0, "most": settings.UPLOAD_MAX_BYTES}
        )
    upload = Upload(id=uuid.uuid4().hex, owner=user, name=(file.name or _("unnamed"))[:255], bytes=file.size or 0)
    try:
        _keep(file, upload.path)
        upload.save(force_insert=True)
    except BaseException:
        upload.path.unlink(missing_ok=True)
        raise
    return upload


def claim(ids: Iterable[str], user: User) -> list[Upload]:
    """The user's uploads with these ids, in this order, marked as used; raises UploadMissing for any other id.

    An upload of somebody else is missing too: an id tells nothing about other people's files.
    """
    wanted = list(ids)
    found = {upload.id: upload for upload in Upload.objects.filter(pk__in=wanted, owner=user)}
    for id_ in wanted:
        if id_ not in found or not found[id_].path.exists():
            raise UploadMissing(
                _("There is no upload %(id)s of yours (any more): uploads are kept for a day. Upload the file again.")
                % {"id": id_[:40]}
            )
    Upload.objects.filter(pk__in=wanted).update(used=timezone.now())
    return [found[id_] for id_ in wanted]


def sweep() -> int:
    """Deletes the uploads that nobody used for a day, and files without a row; the number of files deleted."""
    before = timezone.now() - KEPT
    old = Upload.objects.filter(Q(used__isnull=True) | Q(used__lt=before), created__lt=before)
    files = [upload.path for upload in old]
    old.delete()
    files += _files_without_a_row(before.timestamp())
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _keep(file: UploadedFile, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if isinstance(file, TemporaryUploadedFile):
        # In the same folder already: moving 2 GB is a rename, copying them is not.
        Path(file.temporary_file_path()).rename(path)
        path.chmod(0o600)
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)


def _files_without_a_row(before: float) -> list[Path]:
    """Left by an account that was deleted, or by a request that was cut off; `before` in seconds since 1970."""
    files = []
    with contextlib.suppress(FileNotFoundError):
        for path in uploads_folder().iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before:
                    files.append(path)
    kept = set(Upload.objects.filter(pk__in=[path.name for path in files]).values_list("pk", flat=True))
    return [path for path in files if path.name not in kept]
