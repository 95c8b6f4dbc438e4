"""When two recordings ask the same of the engine: the rule that docs/differential.md has in words."""

import json
import re
from collections.abc import Iterable
from difflib import unified_diff
from itertools import groupby
from typing import Any

from tests.recorder.request import Request

LEFT_OUT = re.compile(r"/(containers|exec)/[^/]+/(resize|wait)")
IN_PARALLEL = re.compile(r"POST /containers/[^/]+/(stop|kill|pause|unpause)|DELETE /containers/[^/]+")
CHOSEN_KEYS = {
    "Annotations", "Config", "DriverOpts", "EndpointsConfig", "ExposedPorts", "Labels", "Options", "PortBindings",
    "StorageOpt", "Sysctls", "Tmpfs", "Volumes", "buildargs", "labels", "tar",
}  # fmt: skip
WITHOUT_ORDER = {"Binds", "Env"}
ZERO_IS_GIVEN = {"Init", "MemorySwappiness", "StopTimeout", "pause", "rm", "t"}
NEVER_COMPARED = {"ConsoleSize"}
CLI_DEFAULTS = {"MemorySwappiness": -1}
FULL_ID = re.compile(r"(?<![0-9a-f:])[0-9a-f]{64}(?![0-9a-f])")


def equal(expected: Iterable[Request], got: Iterable[Request]) -> str:
    """Nothing when both ask the same of the engine, else their difference as a text for a person."""
    left, right = (_as_text(comparable(requests)) for requests in (expected, got))
    return "" if left == right else "\n".join(unified_diff(left, right, "expected", "got", lineterm="", n=3))


def comparable(requests: Iterable[Request]) -> list[dict[str, Any]]:
    """What counts of each state-changing request, as JSON that `Request.from_json` reads, with ids named by their
    first appearance and requests of one parallel command sorted."""
    kept = [_what_counts(request) for request in requests if changes_state(request)]
    text = json.dumps(_settle(kept))
    named: dict[str, str] = {}
    text = FULL_ID.sub(lambda found: named.setdefault(found[0], f"<id {len(named) + 1}>"), text)
    return json.loads(text)


def changes_state(request: Request) -> bool:
    """Whether the request is one that the rule compares: no read, no ping, no wait, no resize."""
    return request.method not in ("GET", "HEAD") and not LEFT_OUT.fullmatch(request.path)


def _what_counts(request: Request) -> dict[str, Any]:
    query = {name: _parameter(name, values) for name, values in request.query.items()}
    parts = {"query": query, "body": request.body, "credentials": request.credentials}
    return {"request": f"{request.method} {request.path}"} | _without_absent(parts)


def _parameter(name: str, values: list[Any]) -> list[Any]:
    zeros = ("",) if name in ZERO_IS_GIVEN else ("", "0", "false")
    return [value for value in values if value and value not in zeros]


def _without_absent(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` without those that were not given: every zero of a field that the client chose, at every depth."""
    kept = {}
    for name, value in fields.items():
        if name in NEVER_COMPARED or CLI_DEFAULTS.get(name) == value:
            continue
        value = _entries(value) if name in CHOSEN_KEYS else _inside(value)
        if name in WITHOUT_ORDER and isinstance(value, list):
            value = sorted(value)
        if value or (name in ZERO_IS_GIVEN and value in (0, False)):
            kept[name] = value
    return kept


def _entries(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _inside(entry) for key, entry in value.items()}
    return [_entries(item) for item in value] if isinstance(value, list) else value


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_absent(value)
    return [_inside(item) for item in value] if isinstance(value, list) else value


def _settle(requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The requests with each stretch that the CLI sends in parallel in the order of the objects' names."""

    def kind(request: dict[str, Any]) -> str:
        found = IN_PARALLEL.fullmatch(request["request"])
        return f"{found[1] or 'rm'} {request.get('query')}" if found else ""

    settled = []
    for parallel, stretch in groupby(requests, kind):
        together = list(stretch)
        settled += sorted(together, key=lambda request: request["request"]) if parallel else together
    return settled


def _as_text(requests: list[dict[str, Any]]) -> list[str]:
    return json.dumps(requests, indent=1, sort_keys=True, ensure_ascii=False).splitlines()
