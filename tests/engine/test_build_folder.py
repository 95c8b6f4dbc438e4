"""An archive that stands for a folder is packed as the docker CLI packs that folder."""

import tarfile

import pytest

from containers.engine.build_context import opened
from containers.engine.build_folder import is_ignored, read_patterns
from containers.engine.images import BuildRequest, ContextKind, build_params
from tests.engine.archives import add, packed

# what `docker build .` sent (CLI 28.2.2) for a folder with this .dockerignore
DOCKERIGNORE = """# comment
*.log
**/node_modules
 a/b/
Dockerfile
.dockerignore
!keep/z.log
keep
!keep/z.log
"""
FILES = (
    "a/b/f",
    "a/f.txt",
    "node_modules/x/y",
    "a/node_modules/z",
    "keep/z.log",
    "keep/other",
    "top.log",
    "app/Dockerfile",
)


def sent(upload, dockerfile="Dockerfile"):
    with opened(upload, dockerfile) as context, tarfile.open(fileobj=context.archive) as tar:
        return tar.getnames()


@pytest.fixture
def folder(tmp_path):
    with tarfile.open(tmp_path / "folder.tar.gz", "w:gz") as tar:
        for name in FILES:
            add(tar, f"./{name}", name)
        add(tar, "./.dockerignore", DOCKERIGNORE)
        add(tar, "./Dockerfile", "FROM busybox\n")
        add(tar, "./link", link="a/f.txt")
    return tmp_path / "folder.tar.gz"


def test_what_dockerignore_names_is_left_out_but_for_what_the_build_needs(folder):
    assert sorted(sent(folder)) == [".dockerignore", "Dockerfile", "a/f.txt", "app/Dockerfile", "keep/z.log", "link"]
    assert "Dockerfile" not in sent(folder, "app/Dockerfile")


def test_an_archive_without_dockerignore_keeps_all_by_their_plain_names(tmp_path):
    upload = packed(tmp_path, "w", **{".___a__txt": "a", "Dockerfile": "FROM busybox\n"})
    assert sent(upload) == ["a.txt", "Dockerfile"]


@pytest.mark.parametrize(
    ("patterns", "ignored", "kept"),
    [
        ("*", "a", ""),
        ("*\n!src", "a", "src/a"),
        ("src/*.txt", "src/a.txt", "src/deep/a.txt"),
        ("**/*.txt", "src/deep/a.txt", "src/a.md"),
        ("/src/", "src/a", "other/src"),
        ("src\n!src/keep", "src/a", "src/keep/a"),
        ("a?", "ab", "abc"),
    ],
)
def test_a_pattern_leaves_out_files_and_whole_folders(patterns, ignored, kept):
    read = read_patterns(patterns)
    assert is_ignored(ignored, read)
    assert not kept or not is_ignored(kept, read)


def test_the_dockerfile_of_a_folder_is_always_named_to_the_engine():
    assert build_params(BuildRequest(folder=True), ContextKind.ARCHIVE)["dockerfile"] == "Dockerfile"
    request = BuildRequest(folder=True, dockerfile="./app/Dockerfile")
    assert build_params(request, ContextKind.ARCHIVE)["dockerfile"] == "app/Dockerfile"
