"""The requests of CLI 28 as files: tests/differential/cli28/api-<version>/<group>.json, one request a line."""

import json
from pathlib import Path
from typing import Any

from tests.differential.line import Line, numbers
from tests.differential.lines import GROUPS
from tests.recorder import Request

CLI_MAJOR = 28
FOLDER = Path(__file__).parent / "cli28"

Requests = list[dict[str, Any]]


def read(api: str, group: str) -> list[tuple[Line, Requests]]:
    """Each line of `group` that engines of API version `api` are asked, with the requests recorded for it.

    Raises ValueError when the corpus has changed since the recording.
    """
    entries = json.loads(_file(api, group).read_text(encoding="utf-8"))
    lines = [line for line in GROUPS[group] if line.asked_of(api)]
    if [(line.text, list(line.before)) for line in lines] != [(entry["line"], entry["before"]) for entry in entries]:
        raise ValueError(f"The lines of {group} are not those recorded for API {api}: record them again.")
    return [(line, entry["requests"]) for line, entry in zip(lines, entries, strict=True)]


def of_line(api: str, group: str, line: Line) -> list[Request]:
    """The requests recorded for one line of `group`."""
    [requests] = [stored for each, stored in read(api, group) if each is line]
    return [Request.from_json(stored) for stored in requests]


def write(api: str, group: str, recorded: list[tuple[Line, Requests]]) -> None:
    """Replaces the file of `group` for API version `api`."""
    file = _file(api, group)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("[\n" + ",\n".join(_entry(*entry) for entry in recorded) + "\n]\n", encoding="utf-8")


def nearest(api: str) -> str:
    """The API version of the recordings that fit an engine of version `api`: the newest that is not newer than it."""
    known = sorted((folder.name.removeprefix("api-") for folder in FOLDER.glob("api-*")), key=numbers)
    return max((version for version in known if numbers(version) <= numbers(api)), key=numbers, default=known[0])


def _file(api: str, group: str) -> Path:
    return FOLDER / f"api-{api}" / f"{group}.json"


def _entry(line: Line, requests: Requests) -> str:
    each = ",\n".join("    " + json.dumps(request, ensure_ascii=False) for request in requests)
    listed = f"[\n{each}\n  ]" if each else "[]"
    words = (f'"line": {json.dumps(line.text)}', f'"before": {json.dumps(line.before)}', f'"requests": {listed}')
    return " {\n  " + ",\n  ".join(words) + "\n }"
