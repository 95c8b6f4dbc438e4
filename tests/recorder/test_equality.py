"""When two recordings are equal, case by case as docs/differential.md numbers them."""

from typing import Any

import pytest

from tests.recorder.equality import comparable, equal
from tests.recorder.request import Request

ONE, OTHER = "1" * 64, "2" * 64


def create(body: dict[str, Any], **query: list[Any]) -> list[Request]:
    return [Request("POST", "/containers/create", query=query, body=body)]


def asked(*requests: str, query: dict[str, list[Any]] | None = None) -> list[Request]:
    split = (request.split(" ") for request in requests)
    return [Request(method, path, query=query or {}) for method, path in split]


def test_reads_pings_waits_and_resizes_are_left_out() -> None:
    more = asked(
        "HEAD /_ping", "GET /info", "POST /containers/a/wait", "POST /containers/a/resize", "POST /exec/1/resize"
    )
    assert equal(asked("POST /containers/a/start"), [*more, *asked("POST /containers/a/start")]) == ""


def test_the_api_version_is_not_compared() -> None:
    assert equal([Request("POST", "/x", "1.41")], [Request("POST", "/x", "1.45")]) == ""


def test_a_missing_request_is_shown_with_what_was_expected() -> None:
    difference = equal(asked("POST /containers/a/start", "POST /containers/b/start"), asked("POST /containers/a/start"))
    assert '-  "request": "POST /containers/b/start"' in difference


def test_another_order_is_a_difference() -> None:
    both = ("POST /containers/a/start", "POST /containers/b/start")
    assert equal(asked(*both), asked(*reversed(both)))


@pytest.mark.parametrize("zero", [None, "", 0, False, [], {}, {"Inner": {"Deep": 0}}])
def test_a_zero_is_equal_to_its_absence(zero: Any) -> None:
    assert equal(create({"Cmd": ["a"], "Field": zero}), create({"Cmd": ["a"]})) == ""


@pytest.mark.parametrize(("field", "zero"), [("StopTimeout", 0), ("Init", False), ("MemorySwappiness", 0)])
def test_a_zero_that_says_something_is_a_difference(field: str, zero: Any) -> None:
    assert equal(create({"HostConfig": {field: zero}}), create({}))


def test_the_cli_default_of_swappiness_and_the_console_size_are_left_out() -> None:
    assert equal(create({"HostConfig": {"MemorySwappiness": -1, "ConsoleSize": [24, 80]}}), create({})) == ""


@pytest.mark.parametrize(
    "chosen",
    [
        {"Labels": {"a": ""}},
        {"Volumes": {"/anon": {}}},
        {"ExposedPorts": {"80/tcp": {}}},
        {"HostConfig": {"PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": ""}]}}},
        {"NetworkingConfig": {"EndpointsConfig": {"default": {}}}},
        {"Entrypoint": [""]},
    ],
)
def test_what_a_person_chose_counts_though_it_holds_nothing(chosen: dict[str, Any]) -> None:
    assert equal(create(chosen), create({}))


def test_build_arguments_without_a_value_count() -> None:
    with_one = [Request("POST", "/build", query={"buildargs": [{"BARE": None}]})]
    assert equal(with_one, [Request("POST", "/build", query={"buildargs": [{}]})])


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_a_parameter_that_says_nothing_is_absent(value: str) -> None:
    assert equal(asked("DELETE /images/a", query={"force": [value]}), asked("DELETE /images/a")) == ""


@pytest.mark.parametrize("name", ["t", "rm"])
def test_a_grace_period_of_zero_and_a_refused_removal_count(name: str) -> None:
    assert equal(asked("POST /x", query={name: ["0"]}), asked("POST /x"))


def test_the_order_of_environment_and_binds_does_not_count_but_that_of_a_command_does() -> None:
    one = {"Env": ["A=1", "B=2"], "HostConfig": {"Binds": ["a:/a", "b:/b"]}, "Cmd": ["x", "y"]}
    other = {"Env": ["B=2", "A=1"], "HostConfig": {"Binds": ["b:/b", "a:/a"]}, "Cmd": ["x", "y"]}
    assert equal(create(one), create(other)) == ""
    assert equal(create(one), create(other | {"Cmd": ["y", "x"]}))


@pytest.mark.parametrize("what", ["POST {}/stop", "POST {}/kill", "POST {}/pause", "POST {}/unpause", "DELETE {}"])
def test_commands_that_run_in_parallel_have_no_order(what: str) -> None:
    both = (what.format("/containers/a"), what.format("/containers/b"))
    assert equal(asked(*both), asked(*reversed(both))) == ""


def test_restarts_have_an_order() -> None:
    both = ("POST /containers/a/restart", "POST /containers/b/restart")
    assert equal(asked(*both), asked(*reversed(both)))


def test_ids_are_compared_by_their_first_appearance() -> None:
    def started(first: str, second: str) -> list[Request]:
        return asked(f"POST /containers/{first}/attach", f"POST /containers/{second}/start")

    assert equal(started(ONE, ONE), started(OTHER, OTHER)) == ""
    assert equal(started(ONE, ONE), started(ONE, OTHER))


def test_a_digest_is_compared_as_it_is() -> None:
    pull = [asked("POST /images/create", query={"tag": [f"sha256:{digits}"]}) for digits in (ONE, OTHER)]
    assert equal(*pull)


def test_credentials_that_are_empty_are_absent_and_others_are_compared() -> None:
    def pull(credentials: dict[str, Any]) -> list[Request]:
        return [Request("POST", "/images/create", credentials=credentials)]

    assert equal(pull({"registry_auth": {}}), pull({})) == ""
    assert equal(pull({"registry_auth": {"username": "ada"}}), pull({}))


def test_what_is_stored_is_equal_to_what_it_was_stored_from() -> None:
    requests = create({"Labels": {"a": ""}, "HostConfig": {"Memory": 0}}, name=["x"]) + asked(
        f"POST /containers/{ONE}/start"
    )
    assert equal([Request.from_json(stored) for stored in comparable(requests)], requests) == ""
