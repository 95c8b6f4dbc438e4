"""Uploads are their owner's, bounded, kept for a day and then swept away."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils import timezone

from containers.uploads.models import Upload, uploads_folder
from containers.uploads.receiving import UploadMissing, UploadRefused, claim, receive, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def small(content: bytes = b"FROM busybox\n", name: str = "Dockerfile") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def aged(upload: Upload, days: float, used: bool = False) -> None:
    then = timezone.now() - timedelta(days=days)
    Upload.objects.filter(pk=upload.pk).update(**{"used" if used else "created": then})


def test_a_file_is_kept_readable_by_the_server_only(otto):
    upload = receive(otto, small())
    assert upload.path.read_bytes() == b"FROM busybox\n"
    assert stat.S_IMODE(upload.path.stat().st_mode) == 0o600
    assert (upload.name, upload.bytes, upload.owner) == ("Dockerfile", 13, otto)


def test_a_large_file_is_moved_and_not_copied(otto):
    file = TemporaryUploadedFile("context.tar", "application/x-tar", 4, None)
    file.write(b"data")
    file.flush()
    inode = Path(file.temporary_file_path()).stat().st_ino
    upload = receive(otto, file)
    file.close()
    assert upload.path.stat().st_ino == inode
    assert upload.path.read_bytes() == b"data"
    assert stat.S_IMODE(upload.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a\x00b", "x" * 300 + ".tar", "..", "<b>.tar"])
def test_a_files_name_decides_nothing_about_where_it_is_kept(otto, name):
    file = small()
    file._name = name
    upload = receive(otto, file)
    assert upload.path.parent == uploads_folder()
    assert len(upload.path.name) == 32
    assert Upload.objects.get().name == name[:255]


def test_a_file_above_the_bound_is_refused_in_a_sentence_and_not_kept(otto, settings, folder):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(UploadRefused, match=r"Dockerfile is too large: 13 bytes, at most 10"):
        receive(otto, small())
    assert list(folder.iterdir()) == []
    assert not Upload.objects.exists()


def test_uploads_are_claimed_in_the_order_asked_for_and_may_be_claimed_again(otto):
    first, second = receive(otto, small()), receive(otto, small())
    assert claim([second.pk, first.pk], otto) == [second, first]
    assert claim([first.pk], otto) == [first]
    assert Upload.objects.get(pk=first.pk).used is not None


def test_somebody_elses_upload_is_missing_like_one_that_never_was(otto, vera, ada):
    upload = receive(otto, small())
    for user, id_ in ((vera, upload.pk), (ada, upload.pk), (otto, "0" * 32), (otto, "../" + upload.pk), (otto, "")):
        with pytest.raises(UploadMissing, match="Upload the file again"):
            claim([id_], user)


def test_one_missing_upload_marks_none_as_used(otto):
    upload = receive(otto, small())
    with pytest.raises(UploadMissing):
        claim([upload.pk, "0" * 32], otto)
    assert Upload.objects.get().used is None


def test_an_upload_whose_file_is_gone_is_missing(otto):
    upload = receive(otto, small())
    upload.path.unlink()
    with pytest.raises(UploadMissing):
        claim([upload.pk], otto)


def test_what_nobody_used_for_a_day_is_swept_away_at_the_next_upload(otto):
    old, used, new = receive(otto, small()), receive(otto, small()), receive(otto, small())
    aged(old, 1.1)
    aged(used, 3)
    claim([used.pk], otto)
    receive(otto, small())
    assert not old.path.exists()
    assert used.path.exists()
    assert new.path.exists()
    aged(used, 1.1, used=True)
    assert sweep() == 1
    assert not used.path.exists()


def test_files_that_nobody_owns_any_more_are_swept_away_a_day_later(otto, folder):
    upload = receive(otto, small())
    half = folder / "tmpabc.upload"
    half.write_bytes(b"half received")
    otto.delete()
    assert sweep() == 0
    yesterday = (timezone.now() - timedelta(days=1.1)).timestamp()
    for path in (upload.path, half):
        os.utime(path, (yesterday, yesterday))
    assert sweep() == 2
    assert list(folder.iterdir()) == []


def test_sweeping_where_no_upload_ever_was_is_nothing(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "none"
    assert sweep() == 0
