"""Image references mean what docker's own grammar says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from containers.engine.invalid import InvalidOption
from containers.engine.reference import normalised, parse, parse_image, registry_of

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("busybox", "docker.io/library/busybox:latest"),
        ("busybox:1.36", "docker.io/library/busybox:1.36"),
        ("library/busybox", "docker.io/library/busybox:latest"),
        ("docker.io/busybox", "docker.io/library/busybox:latest"),
        ("index.docker.io/library/busybox", "docker.io/library/busybox:latest"),
        ("team/app", "docker.io/team/app:latest"),
        ("localhost/app", "localhost/app:latest"),
        ("localhost:5000/app:2", "localhost:5000/app:2"),
        ("[::1]:5000/app", "[::1]:5000/app:latest"),
        ("registry.example/team/app", "registry.example/team/app:latest"),
        ("Host/app", "Host/app:latest"),
        ("a__b/c--d.e_f", "docker.io/a__b/c--d.e_f:latest"),
        (f"busybox@{DIGEST}", f"docker.io/library/busybox@{DIGEST}"),
        (f"busybox:1@{DIGEST}", f"docker.io/library/busybox:1@{DIGEST}"),
        (DIGEST, DIGEST),
        (DIGEST.removeprefix("sha256:"), DIGEST.removeprefix("sha256:")),
    ],
)
def test_a_short_name_stands_for_a_whole_one(text, whole):
    assert normalised(text) == whole


@pytest.mark.parametrize(
    "text",
    [
        *("", " busybox", "busy box", "busybox:", "busybox:-1", "busybox:" + "a" * 129, "a//b", "/a", "a/", "a___b"),
        *("a.-b", "-a", "Busybox", "team/App", "a:b:c", "http://host/app", "host..com/a", "busybox\n", "büsybox"),
        *(
            "$HOME",
            "a@b",
            "busybox@sha256:abc",
            f"busybox@{DIGEST.upper()}",
            "busybox@md5:" + "a" * 32,
            "a/" + "b" * 256,
        ),
    ],
)
def test_what_docker_cannot_read_is_refused_in_a_sentence(text):
    with pytest.raises(InvalidOption) as refusal:
        parse(text)
    assert str(refusal.value).endswith((".", "”."))


def test_the_familiar_name_is_the_shortest_that_means_the_same():
    assert parse("docker.io/library/busybox:1").familiar == "busybox:1"
    assert parse("docker.io/team/app").familiar == "team/app"
    assert parse("localhost:5000/library/app").familiar == "localhost:5000/library/app"


def test_a_pull_asks_for_the_digest_before_the_tag_and_for_latest_without_either():
    assert parse("app").tag_or_digest == "latest"
    assert parse("app:1").tag_or_digest == "1"
    assert parse(f"app:1@{DIGEST}").tag_or_digest == DIGEST


def test_the_whole_id_of_an_image_is_never_pulled():
    assert parse_image(DIGEST) is None
    with pytest.raises(InvalidOption, match="id of an image"):
        parse(DIGEST.removeprefix("sha256:"))


def test_the_registry_is_known_by_the_look_of_its_host():
    assert registry_of("team/app") == "docker.io"
    assert registry_of("localhost:5000/app") == "localhost:5000"
    assert registry_of("10.0.0.5/app") == "10.0.0.5"
    assert registry_of(DIGEST) == ""


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_a_familiar_name_reads_as_the_same(text):
    try:
        reference = parse(text)
    except InvalidOption:
        return
    assert parse(reference.familiar) == reference
