"""`python -m tests.differential.record_willing`: records what the newest docker CLI asks of a willing engine anew."""

import json
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.differential.cli import Cli
from tests.differential.willing import willing_engine
from tests.differential.willing_lines import FILES, WILLING
from tests.recorder.equality import comparable

# The oldest that is supported, the one of engine 26.1, and the newest whose requests Dockline knows.
VERSIONS = ("1.41", "1.45", "1.50")
FOLDER = Path(__file__).parent / "cli28"

Requests = list[dict[str, Any]]


def read(api: str, group: str) -> dict[str, Requests]:
    """The requests recorded for each line of `group`, by the line; raises KeyError when there are none."""
    return dict(json.loads(_file(api).read_text(encoding="utf-8"))[group])


def asked_by_cli(cli: Cli, api: str, lines: tuple[str, ...]) -> dict[str, Requests]:
    """What the CLI asks of a willing engine of API version `api`, by the line."""
    with tempfile.TemporaryDirectory() as folder, willing_engine(Path(folder), api) as engine:
        asked = {}
        for line in lines:
            engine.requests.clear()
            cli.run(line, engine.listen, files=FILES)
            asked[line] = comparable(engine.requests)
    return asked


def _file(api: str) -> Path:
    return FOLDER / f"willing-{api}.json"


def _written(recorded: dict[str, dict[str, Requests]]) -> Iterator[str]:
    """The file: a line for each docker line, so that a change can be read."""
    groups = []
    for group, asked in recorded.items():
        lines = [
            f"  {json.dumps(line)}: {json.dumps(requests, ensure_ascii=False)}" for line, requests in asked.items()
        ]
        groups.append(f" {json.dumps(group)}: {{\n" + ",\n".join(lines) + "\n }")
    yield "{\n" + ",\n".join(groups) + "\n}\n"


if __name__ == "__main__":
    newest = Cli.newest()
    if newest is None or newest.numbers < (28,):
        sys.exit(f"The recordings are those of docker CLI 28; found: {newest.version if newest else 'none'}.")
    with ThreadPoolExecutor(2) as pool:
        for version in VERSIONS:
            answers = pool.map(partial(asked_by_cli, newest, version), WILLING.values())
            recorded = dict(zip(WILLING, answers, strict=True))
            _file(version).write_text("".join(_written(recorded)), encoding="utf-8")
            print(version, sum(map(len, recorded.values())), "lines")
