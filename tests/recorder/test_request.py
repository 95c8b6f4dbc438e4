"""A request is decoded so that a person can read what was asked."""

import base64
import gzip
import json

from tests.differential.line import archive
from tests.recorder.request import Request, decoded_body


def test_the_version_is_taken_from_the_path() -> None:
    request = Request.of("GET /v1.45/containers/json?all=1 HTTP/1.1", {})
    assert (request.path, request.version, request.query) == ("/containers/json", "1.45", {"all": ["1"]})
    assert Request.of("GET /_ping HTTP/1.1", {}).path == "/_ping"


def test_parameters_that_carry_json_are_parsed() -> None:
    request = Request.of("POST /build?labels=%7B%22a%22%3A%22b%22%7D&t=x&t=y&q= HTTP/1.1", {})
    assert request.query == {"labels": [{"a": "b"}], "t": ["x", "y"], "q": [""]}


def test_registry_credentials_are_decoded_in_either_alphabet_with_or_without_padding() -> None:
    login = {"username": "ada", "password": "??>>~~"}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for text in (
            encode(json.dumps(login).encode()).decode(),
            encode(json.dumps(login).encode()).decode().rstrip("="),
        ):
            assert Request.of("POST /x HTTP/1.1", {"x-registry-auth": text}).credentials == {"registry_auth": login}


def test_a_body_is_json_a_tar_text_or_a_digest() -> None:
    packed = archive(Dockerfile="FROM a\n", folder___file__txt="")
    assert decoded_body(b"") is None
    assert decoded_body(b'{"a": [1]}') == {"a": [1]}
    assert decoded_body(packed) == {"tar": {"Dockerfile": "FROM a\n", "folder/file.txt": ""}}
    assert decoded_body(gzip.compress(packed)) == decoded_body(packed)
    assert decoded_body(b"typed") == "typed"
    assert decoded_body(b"\xff" * 10).startswith("sha256:")
