"""The recorded bodies of `docker create`, and `python -m tests.engine.recorded.creates [unix://SOCKET]` to record anew.

A file per API version. `blank` is the body of a container about which nothing is said; a case's `sent` lists what its
body has in other words, as [path, value] pairs.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from containers.engine.connection import Engine

FOLDER = Path(__file__).parent
ABSENT = "absent"
UNORDERED = ("Binds", "Env")  # the CLI keeps them in maps and sends them in any order
NAME = "dleng-recorded"


def recorded(api: str) -> dict[str, Any]:
    """What was recorded of an engine with this API version."""
    answer: dict[str, Any] = json.loads((FOLDER / f"create-{api}.json").read_text())
    return answer


def differences(blank: Mapping[str, Any], body: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[list[Any]]:
    """Where `body` is other than `blank`, as [path, value] pairs."""
    for key in sorted(set(blank) | set(body)):
        here = (*path, key)
        if key not in body:
            yield [list(here), ABSENT]
        elif isinstance(blank.get(key), dict) and isinstance(body[key], dict):
            yield from differences(blank[key], body[key], here)
        elif key not in blank or blank[key] != body[key]:
            yield [list(here), sorted(body[key]) if key in UNORDERED else body[key]]


def record(address: str) -> None:
    """Asks the newest docker CLI every recorded line again, at the engine at `address`, and writes what it sends."""
    from tests.differential.cli import Cli
    from tests.recorder.running import recording

    cli, engine = Cli.newest(), Engine("recorded", address)
    assert cli is not None, "There is no docker CLI on PATH."
    stored = recorded(engine.api_version)
    with (
        tempfile.TemporaryDirectory() as folder,
        recording(Path(folder) / "recorder.sock", Path(address.removeprefix("unix://"))) as recorder,
    ):
        for case in stored["cases"]:
            recorder.requests.clear()
            _code, said = cli.run(case["line"].replace("create", f"docker create --name {NAME}", 1), recorder.listen)
            cli.run(f"docker rm -f -v {NAME}", Path(address.removeprefix("unix://")))
            bodies = [request.body for request in recorder.requests if request.path == "/containers/create"]
            if bodies and case is stored["cases"][0]:
                stored["blank"] = bodies[0]
            case.pop("sent", None)
            case.pop("refused", None)
            said = said.strip().partition("\n")[0].removeprefix("docker: ")
            case |= {"sent": list(differences(stored["blank"], bodies[0]))} if bodies else {"refused": said}
    _write(cli.version, engine.api_version, stored)


def _write(version: str, api: str, stored: dict[str, Any]) -> None:
    """One line per case, so that a change shows as that line."""
    cases = ",\n".join(json.dumps(case, ensure_ascii=False) for case in stored["cases"])
    text = f'{{\n"cli": "{version}",\n"blank": {json.dumps(stored["blank"])},\n"cases": [\n{cases}\n]\n}}\n'
    (FOLDER / f"create-{api}.json").write_text(text)


if __name__ == "__main__":
    record(sys.argv[1] if len(sys.argv) > 1 else "unix:///var/run/docker.sock")
