"""Images on a real engine: listed, shown, pulled from a registry of our own, built and imported."""

import contextlib
import dataclasses
import json
import secrets
import threading
import time

import pytest

from containers.engine import images
from containers.engine.build_context import ContextKind
from containers.engine.errors import EngineFailed, NotFound, NotSupported
from containers.engine.images import BuildRequest, build_params, pull_params
from containers.engine.invalid import InvalidOption
from tests.differential import registry
from tests.differential.registry import NAME, serving_image
from tests.engine.archives import packed

pytestmark = pytest.mark.engine
PORT = 5918
OURS = "dockline.test=images"
DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture
def dockerfile(tmp_path):
    """Writes an upload that is a Dockerfile and returns its path."""

    def write(text: str):
        path = tmp_path / "upload"
        path.write_text(text)
        return path

    return write


@pytest.fixture
def untag_after(engine):
    tags = []
    yield tags
    for tag in tags:
        with contextlib.suppress(NotFound):
            engine.delete(f"/images/{tag}", {"force": "1"})


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind(engine):
    yield
    engine.post("/containers/prune", {"filters": json.dumps({"label": [OURS]})})  # a step that failed leaves its own
    engine.post("/images/prune", {"filters": json.dumps({"label": [OURS]})})


def built(engine, upload, labels=(), **values) -> list:
    return list(images.build(engine, upload, BuildRequest(labels=(OURS, *labels), **values)))


def said(events) -> str:
    return "".join(event.text for event in events)


def test_the_image_list_tells_tags_sizes_and_times(engine):
    row = next(image for image in images.list_images(engine) if "busybox:latest" in image.tags)
    assert row.id.startswith("sha256:")
    assert row.size > 100_000
    assert row.created > 1_600_000_000
    assert images.list_images(engine, filters={"reference": ["dleng-nothing"]}) == ()


def test_what_a_page_shows_of_an_image_is_json_able(engine, dockerfile, untag_after):
    untag_after.append("dleng-shown")
    text = "FROM busybox\nENV A=b\nEXPOSE 80 53/udp\nVOLUME /data\nUSER nobody\nSTOPSIGNAL INT\nWORKDIR /tmp\n"
    built(engine, dockerfile(text), tags=("dleng-shown",), labels=("team=blue",))
    seen = images.inspect_image(engine, "dleng-shown")
    assert json.loads(json.dumps(dataclasses.asdict(seen)))["tags"] == ["dleng-shown:latest"]
    assert (seen.exposed_ports, seen.volumes) == (("53/udp", "80/tcp"), ("/data",))
    assert (seen.user, seen.stop_signal, seen.working_directory) == ("nobody", "INT", "/tmp")
    assert ("A", "b") in [(variable.name, variable.value) for variable in seen.environment]
    assert seen.labels["team"] == "blue"
    assert seen.platform.startswith("linux/")
    assert abs(seen.created - time.time()) < 120


def test_an_unknown_image_is_not_found(engine):
    with pytest.raises(NotFound, match="dleng-nothing"):
        images.inspect_image(engine, "dleng-nothing")


def test_a_pull_tells_how_far_each_layer_is(engine, untag_after, tmp_path, monkeypatch):
    new_layer = packed(tmp_path, noise=secrets.token_hex(1_000_000)).read_bytes()  # none that the engine has already
    monkeypatch.setattr(registry, "image_files", lambda: new_layer)
    with serving_image(PORT) as host:
        untag_after.append(f"{host}/{NAME}")
        events = list(images.pull(engine, f"{host}/{NAME}"))
    assert any(event.id and event.current and event.total for event in events)
    assert events[-1].status.startswith("Status: Downloaded")
    assert images.inspect_image(engine, f"{host}/{NAME}").tags == (f"{host}/{NAME}:latest",)


def test_a_pull_of_what_the_registry_does_not_have_fails_in_its_words(engine):
    with serving_image(PORT) as host, pytest.raises((EngineFailed, NotFound), match=r"manifest unknown|not found"):
        list(images.pull(engine, f"{host}/{NAME}:nothing"))


def test_a_pull_without_a_registry_fails_in_the_engines_words(engine):
    with pytest.raises(EngineFailed, match="connection refused"):
        list(images.pull(engine, "localhost:1/dleng-nothing"))


def test_a_pull_asks_as_the_docker_cli_does():
    assert pull_params("busybox") == {"fromImage": "docker.io/library/busybox", "tag": "latest"}
    assert pull_params("busybox", all_tags=True) == {"fromImage": "docker.io/library/busybox"}
    assert pull_params(f"localhost:1/x:1@{DIGEST}") == {"fromImage": "localhost:1/x", "tag": DIGEST}
    assert pull_params("x", "Linux/ARM64")["platform"] == "linux/arm64"
    with pytest.raises(InvalidOption, match="--all-tags"):
        pull_params("x:1", all_tags=True)


def test_a_pasted_dockerfile_is_built_and_the_last_event_holds_the_image(engine, dockerfile, untag_after):
    untag_after.append("dleng-pasted:1")
    events = built(engine, dockerfile("FROM busybox\nARG WHO\nRUN echo hello $WHO\n"), tags=("dleng-pasted:1",))
    assert "FROM busybox" in said(events)
    assert "hello" in said(events)
    assert images.inspect_image(engine, "dleng-pasted:1").id == events[-1].image_id


def test_build_arguments_labels_target_and_no_cache_reach_the_build(engine, dockerfile):
    text = "FROM busybox AS one\nARG WHO\nRUN echo hello-$WHO\nFROM one AS two\nRUN echo never-seen\n"
    events = built(engine, dockerfile(text), build_args=("WHO=ada",), target="one", no_cache=True, labels=("a=b",))
    assert "hello-ada" in said(events)
    assert "never-seen" not in said(events)
    assert images.inspect_image(engine, events[-1].image_id).labels["a"] == "b"


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_an_uploaded_archive_is_built_plain_or_packed(engine, tmp_path, mode):
    upload = packed(tmp_path, mode, Dockerfile="FROM busybox\nCOPY said.txt /\nRUN cat /said.txt\n", said__txt=mode)
    try:
        events = built(engine, upload, no_cache=True)
    except NotSupported:
        assert mode == "w:xz"
        pytest.skip("needs an engine with xz on its machine")
    assert f"\n{mode}" in said(events)


def test_another_dockerfile_of_the_archive_is_named_by_its_path(engine, tmp_path):
    upload = packed(tmp_path, "w", Dockerfile="FROM nothing\n", app___Dockerfile="FROM busybox\nRUN echo the-other\n")
    assert "the-other" in said(built(engine, upload, dockerfile="app/Dockerfile", no_cache=True))


def test_a_step_that_fails_is_told_in_the_engines_words(engine, dockerfile):
    with pytest.raises(EngineFailed, match=r"'/bin/sh -c exit 3' returned a non-zero code: 3"):
        built(engine, dockerfile(f"FROM busybox\nLABEL {OURS}\nRUN exit 3\n"))


def test_a_closed_build_ends_at_once_though_nothing_is_printed(engine, dockerfile):
    building = images.build(
        engine, dockerfile(f"FROM busybox\nLABEL {OURS}\nRUN sleep 30\n"), BuildRequest(no_cache=True)
    )
    closing = threading.Timer(1.5, building.close)
    closing.start()
    began = time.monotonic()
    with pytest.raises(EngineFailed, match="without an image"):
        list(building)
    assert time.monotonic() - began < 10


def test_a_file_tree_is_imported(engine, tmp_path, untag_after):
    untag_after.append("dleng-tree:1")
    upload = packed(tmp_path, "w", hello__txt="hello")
    events = list(images.import_tar(engine, upload, "dleng-tree:1", ('CMD ["sh"]',), "a note"))
    assert events[-1].image_id.startswith("sha256:")
    assert images.inspect_image(engine, "dleng-tree:1").command == ("sh",)


def test_a_build_asks_as_the_docker_cli_does():
    request = BuildRequest(
        tags=("a", "b:1"), build_args=("A=1", "B"), labels=("l=1", "m"), target="x", no_cache=True, pull=True
    )
    assert build_params(request, ContextKind.DOCKERFILE) == {
        "buildargs": '{"A":"1","B":null}',
        "dockerfile": "Dockerfile",
        "labels": '{"l":"1","m":""}',
        "nocache": "1",
        "pull": "1",
        "t": ["a", "b:1"],
        "target": "x",
        "version": "1",
    }
    assert build_params(BuildRequest(), ContextKind.ARCHIVE) == {"version": "1"}


def test_what_cannot_be_built_is_refused_before_the_engine_is_asked(engine, dockerfile, tmp_path):
    pasted = dockerfile("FROM busybox\n")
    for values, word in (
        ({"dockerfile": "other"}, "-f other"),
        ({"tags": ("Upper",)}, "lower case"),
        ({"build_args": ("=x",)}, "NAME=value"),
        ({"labels": ("a b=c",)}, "no spaces"),
    ):
        with pytest.raises(InvalidOption, match=word):
            built(engine, pasted, **values)
    (tmp_path / "zip").write_bytes(b"PK\x03\x04" + bytes(600))
    with pytest.raises(InvalidOption, match="tar -czf"):
        built(engine, tmp_path / "zip")


def test_a_zstd_archive_is_refused_by_an_engine_that_cannot_read_it(engine, tmp_path):
    if engine.supports("1.42"):
        pytest.skip("needs an engine with an API below 1.42")
    (tmp_path / "zstd").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(600))
    with pytest.raises(NotSupported, match="gzip"):
        built(engine, tmp_path / "zstd")
