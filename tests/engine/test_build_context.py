"""An upload to be built is known for what it is, and its Dockerfile is found for certain or not at all."""

import io
import tarfile

import pytest

from containers.engine import archive_members, build_context
from containers.engine.build_context import ContextKind, dockerfile_context, dockerfile_of, kind_of, opened
from containers.engine.invalid import InvalidOption
from tests.engine.archives import add, packed


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_an_archive_is_known_by_its_first_bytes_and_sent_as_it_is(tmp_path, mode):
    upload = packed(tmp_path, mode, Dockerfile="FROM busybox\n")
    assert kind_of(upload) is ContextKind.ARCHIVE
    with opened(upload) as context:
        assert context.archive.read() == upload.read_bytes()


@pytest.mark.parametrize("text", ["", "FROM busybox\n", "# syntax=docker\n" * 100, "\ufeffFROM busybox\n"])
def test_anything_else_is_a_dockerfile_and_is_sent_in_an_archive(tmp_path, text):
    (tmp_path / "upload").write_text(text)
    with opened(tmp_path / "upload") as context, tarfile.open(fileobj=context.archive) as tar:
        assert context.kind is ContextKind.DOCKERFILE
        assert tar.getnames() == ["Dockerfile"]
        assert tar.extractfile("Dockerfile").read().decode() == text


def test_the_dockerfile_of_an_upload_is_found(tmp_path):
    (tmp_path / "upload").write_text("FROM a\n")
    assert dockerfile_of(tmp_path / "upload") == "FROM a\n"
    assert dockerfile_of(packed(tmp_path, "w:gz", Dockerfile="FROM b\n")) == "FROM b\n"
    assert dockerfile_of(packed(tmp_path, "w", dockerfile="FROM c\n")) == "FROM c\n"
    assert dockerfile_of(packed(tmp_path, "w", Dockerfile="FROM d\n", app___D="FROM e\n"), "./app//D") == "FROM e\n"


def test_of_two_files_of_one_name_the_last_one_counts_as_it_does_for_the_engine(tmp_path):
    with tarfile.open(tmp_path / "twice", "w") as tar:
        add(tar, "Dockerfile", "FROM first\n")
        add(tar, "./Dockerfile", "FROM last\n")
    assert dockerfile_of(tmp_path / "twice") == "FROM last\n"


@pytest.mark.parametrize(
    "members",
    [
        [("Dockerfile", "", "other", False), ("other", "FROM evil\n", "", False)],
        [("other", "FROM evil\n", "", False), ("Dockerfile", "", "other", True)],
        [
            ("Dockerfile", "FROM good\n", "", False),
            ("here", "", ".", False),
            ("here/Dockerfile", "FROM evil\n", "", False),
        ],
        [("Dockerfile", "FROM good\n", "", False), ("Dockerfile", "", "other", False)],
    ],
    ids=["a symbolic link", "a hard link", "written through a link", "a link over a file"],
)
def test_a_dockerfile_behind_a_link_is_refused(tmp_path, members):
    with tarfile.open(tmp_path / "links", "w") as tar:
        for name, text, link, hard in members:
            add(tar, name, text, link, hard)
    with pytest.raises(InvalidOption, match="link"):
        dockerfile_of(tmp_path / "links")


def test_a_missing_a_huge_and_a_broken_one_are_each_a_sentence(tmp_path, monkeypatch):
    with pytest.raises(InvalidOption, match="no Dockerfile in the archive"):
        dockerfile_of(packed(tmp_path, "w", other="x"))
    with pytest.raises(InvalidOption, match="no app/Dockerfile in"):
        dockerfile_of(packed(tmp_path, "w", Dockerfile="x"), "app/Dockerfile")
    (tmp_path / "broken").write_bytes(b"\x1f\x8b\x08 not really gzip")
    with pytest.raises(InvalidOption, match="cannot be read"):
        dockerfile_of(tmp_path / "broken")
    (tmp_path / "long").write_bytes(b"#" * (build_context.LARGEST_DOCKERFILE + 1))
    with pytest.raises(InvalidOption, match="no Dockerfile"):
        dockerfile_of(tmp_path / "long")
    monkeypatch.setattr(archive_members, "LARGEST_CONTEXT", 10)
    with pytest.raises(InvalidOption, match="more than"):
        dockerfile_of(packed(tmp_path, "w", filler="x" * 11, Dockerfile="FROM a\n"))


def test_the_links_of_an_archive_have_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(build_context, "MOST_LINKS", 2)
    with tarfile.open(tmp_path / "links", "w") as tar:
        add(tar, "Dockerfile", "FROM good\n", "", False)
        for name in ("a", "b", "c"):
            add(tar, name, "", "Dockerfile", False)
    with pytest.raises(InvalidOption, match="more than 2 links"):
        dockerfile_of(tmp_path / "links")


def test_a_dockerfiles_archive_is_an_ordinary_tar():
    archive = dockerfile_context(b"FROM busybox\n")
    assert isinstance(archive, io.BytesIO)
    with tarfile.open(fileobj=archive) as tar:
        assert tar.getmember("Dockerfile").mode == 0o644
