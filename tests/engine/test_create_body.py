"""A create request is the docker CLI's, field by field, and what the CLI refuses is refused in a sentence."""

from typing import Any

import pytest

from containers.engine.create import RunRequest, check_conflicts, create_body
from containers.engine.errors import EngineError, NotSupported
from containers.engine.invalid import InvalidOption
from tests.engine.recorded.creates import differences, recorded

CASES = [(api, case) for api in ("1.41", "1.45") for case in recorded(api)["cases"]]
TOO_NEW = "gw-priority="  # of API 1.48: the docker CLI sends it to any engine, and an older one leaves it out silently


def body_for(case: dict, api: str) -> dict:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in case["request"].items()
    }
    request = RunRequest(**values)
    check_conflicts(request)
    return create_body(request, api)


@pytest.mark.parametrize(("api", "case"), CASES, ids=[f"{api} {case['line']}" for api, case in CASES])
def test_the_docker_cli_asks_for_the_same(api, case):
    if "refused" in case:
        with pytest.raises((InvalidOption, NotSupported)) as refusal:
            body_for(case, api)
        assert str(refusal.value).rstrip().endswith((".", '"', "”"))
    elif TOO_NEW in case["line"]:
        with pytest.raises(NotSupported, match=r"gw-priority needs API 1\.48"):
            body_for(case, api)
    else:
        assert list(differences(recorded(api)["blank"], body_for(case, api))) == case["sent"]


def test_a_container_about_which_nothing_is_said_is_the_clis_own_blank_one():
    assert create_body(RunRequest("busybox"), "1.41") == recorded("1.41")["blank"]


def test_detached_attaches_no_stream_and_keeps_standard_input_open_for_later():
    body = create_body(RunRequest("busybox", detach=True, interactive=True), "1.41")
    attached = {name: body[name] for name in ("AttachStdin", "AttachStdout", "AttachStderr", "OpenStdin", "StdinOnce")}
    assert attached == {
        "AttachStdin": False,
        "AttachStdout": False,
        "AttachStderr": False,
        "OpenStdin": True,
        "StdinOnce": False,
    }


@pytest.mark.parametrize("source", [".", "..", "./data", "../data", "~", "~/data"])
def test_a_relative_host_path_is_refused_by_name(source):
    with pytest.raises(InvalidOption, match="relative") as refusal:
        create_body(RunRequest("busybox", volumes=(f"{source}:/data",)), "1.41")
    assert source in str(refusal.value)


def test_attach_and_detach_contradict_each_other():
    with pytest.raises(InvalidOption, match="--attach and --detach"):
        check_conflicts(RunRequest("busybox", detach=True, attach=("stdout",)))


def test_a_bare_variable_is_never_looked_up_on_the_server(monkeypatch):
    monkeypatch.setenv("DLENG_SECRET", "of the server")
    assert create_body(RunRequest("busybox", env=("DLENG_SECRET",)), "1.41")["Env"] == ["DLENG_SECRET"]


def test_a_refusal_can_be_translated_and_is_an_engines_refusal_too():
    with pytest.raises(InvalidOption) as refusal:
        create_body(RunRequest("busybox", publish=("99999",)), "1.41")
    assert refusal.value.sentence % refusal.value.values == str(refusal.value)
    assert refusal.value.values["port"] == "99999"
    assert isinstance(refusal.value, EngineError)
    assert (refusal.value.status, refusal.value.message) == (400, str(refusal.value))
