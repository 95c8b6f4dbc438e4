"""When two recordings ask the same of the engine: docs/differential.md says the rule in words, this module is the rule."""

import json
import re
from collections.abc import Iterable
from difflib import unified_diff
from typing import Any

from tests.recorder.request import Request

LEFT_OUT = re.compile(r"/(containers|exec)/[^/]+/(resize|wait)|/_ping")
# Fields whose zero says something else than their absence; every other zero is Go's way to write "not given".
ZERO_IS_GIVEN = {"StopTimeout", "Init", "MemorySwappiness"}
# Fields whose keys a person chose: an entry stands for itself, even with nothing in it.
CHOSEN_KEYS = {
    "Annotations", "Config", "DriverOpts", "EndpointsConfig", "ExposedPorts", "Labels", "LogConfig.Config", "Options",
    "PortBindings", "StorageOpt", "Sysctls", "Tmpfs", "Volumes", "buildargs", "labels",
}  # fmt: skip
UNORDERED = {"Binds"}
ZERO_PARAMETERS_GIVEN = {"t", "rm"}
FULL_ID = re.compile(r"(?<![0-9a-f:])[0-9a-f]{64}(?![0-9a-f])")
IN_PARALLEL = re.compile(r"POST /containers/[^/]+/(stop|kill|pause|unpause)|DELETE /containers/[^/]+")


def equal(expected: Iterable[Request], got: Iterable[Request]) -> str:
    """Nothing when both ask the same of the engine, else their difference as a text for a person."""
    left, right = as_lines(expected), as_lines(got)
    return "" if left == right else "\n".join(unified_diff(left, right, "expected", "got", lineterm="", n=2))


def as_lines(requests: Iterable[Request]) -> list[str]:
    """The comparable part of a recording as lines of indented JSON."""
    return json.dumps(comparable(requests), indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def comparable(requests: Iterable[Request]) -> list[dict[str, Any]]:
    """What counts of each state-changing request, in an order that does not depend on chance."""
    kept = [_what_counts(request) for request in requests if changes_state(request)]
    return _with_ids_named(_in_settled_order(kept))


def changes_state(request: Request) -> bool:
    """Whether the request is one of those that the rule compares."""
    return request.method not in ("GET", "HEAD") and not LEFT_OUT.fullmatch(request.path)


def _what_counts(request: Request) -> dict[str, Any]:
    query = {name: values for name, values in request.query.items() if name not in ZERO_PARAMETERS_GIVEN}
