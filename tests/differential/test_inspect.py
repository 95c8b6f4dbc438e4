"""The same line, the same container: what the engine keeps of each option is what it keeps of the docker CLI's request.

Ids, names and times differ and are left out. Where there is no CLI 28, what it asked when it was recorded is sent
in its stead. Nothing is started. Every third line usually, all with --full.
"""

import json
import os
import re
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from containers.access.actor import Actor
from containers.commands.errors import EngineTooOld
from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.engine.connection import Engine
from containers.engine.errors import EngineError, NotSupported
from containers.engine.hosts import LOCAL, engine_of, forget_engines
from containers.jobs.progress import Progress
from tests.differential.bench import Bench
from tests.differential.cli import Cli
from tests.differential.fixtures import nearest
from tests.differential.record_willing import Requests, read
from tests.differential.willing_lines import FILES, WILLING

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]
STEP = 1 if os.environ.get("DOCKLINE_FAULTS") == "full" else 3
LEAST = 60


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What the lines name, as uploads would lie there."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: tmp_path / name for name in FILES}


@pytest.fixture
def local(bench: Bench) -> Iterator[Engine]:
    """The engine as Dockline reaches it, cleared of volumes that the lines make."""
    forget_engines()
    yield engine_of(LOCAL)
    bench.clear()


def lines_of(api: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Lines that only create a container, each with what the CLI asked for it."""
    creates = [
        (line, requests[0])
        for group in WILLING
        for line, requests in read(api, group).items()
        if _only_creates(requests)
    ]
    yield from creates[::STEP]


def _only_creates(requests: Requests) -> bool:
    return len(requests) == 1 and requests[0]["request"] == "POST /containers/create"


def kept(engine: Engine, container: str) -> dict[str, Any]:
    """What inspect says of a container, which is then removed; without what differs from one to the next."""
    seen = engine.get(f"/containers/{container}/json")
    engine.delete(f"/containers/{container}", {"v": "1", "force": "1"})
    for name in ("Id", "Name", "Created", "GraphDriver"):
        seen.pop(name, None)
    seen["Config"]["Env"] = sorted(seen["Config"]["Env"] or ())  # the CLI sends them in an order that changes
    seen["Mounts"] = sorted(seen["Mounts"], key=lambda mount: mount["Destination"])  # an engine keeps them in no order
    text = re.sub(rf"{container}|{container[:12]}|[0-9a-f]{{64}}", "<id>", json.dumps(seen))
    return dict(json.loads(text))


def kept_of_the_clis(engine: Engine, line: str, request: dict[str, Any], cli: Cli | None) -> dict[str, Any]:
    """What is kept of the CLI's request; {} when the engine refuses it."""
    if cli is not None:
        _code, told = cli.run(line, Path(engine.address.removeprefix("unix://")), files=FILES)
        made = re.search(r"^[0-9a-f]{64}$", told, re.MULTILINE)
        return kept(engine, made[0]) if made else {}
    query = {name: values[0] for name, values in request.get("query", {}).items()}
    try:
        made_by_us = engine.post("/containers/create", query or None, request["body"])
    except EngineError:
        return {}
    return kept(engine, made_by_us["Id"])


def difference(expected: Any, got: Any, exact: bool) -> str:
    """The lines in which two of them differ. Recorded requests have no empty fields: `exact` tells empty ones apart."""
    left, right = (json.dumps(_filled(each, exact), indent=1, sort_keys=True).splitlines() for each in (expected, got))
    return "\n".join(line for line in ndiff(left, right) if line[0] in "+-")


def _filled(value: Any, exact: bool) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, exact) for name, each in value.items() if exact or each not in (None, [], {})}
    return value


def kept_of_ours(engine: Engine, actor: Actor, line: str, files: dict[str, Path]) -> dict[str, Any] | None:
    """What is kept of Dockline's request; {} when the engine refuses it, None when Dockline does: it is too old."""
    command, values = parse(line)
    uploads = [files[wanted.name] for wanted in command.inputs(values)]
    try:
        done = perform(actor, LOCAL, command, values, trailed=False, files=uploads, progress=Progress())
    except (EngineTooOld, NotSupported):
        return None
    except EngineError:
        return {}
    return kept(engine, done.result["container"])


def test_what_an_engine_keeps_of_a_line_is_what_it_keeps_of_the_clis(local, files, as_ada, cli):
    same, differences = 0, []
    for line, request in lines_of(nearest(local.api_version)):
        expected = kept_of_the_clis(local, line, request, cli)
        if not expected:
            continue
        if (ours := kept_of_ours(local, as_ada, line, files)) is None:
            continue
        if found := difference(expected, ours, exact=cli is not None):
            differences.append(f"{line}\n{found}")
        same += 1
    assert not differences, "\n".join(differences)
    assert same >= LEAST
