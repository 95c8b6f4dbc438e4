"""The same line, the same body: each option of run and create asks for what the docker CLI asks for, of old and new
engines, and what the CLI refuses is never sent."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from containers.access.actor import Actor
from containers.access.errors import Refused
from containers.commands.errors import EngineTooOld, LineError
from containers.commands.parse import parse
from containers.commands.perform import perform
from containers.engine.errors import EngineError, NotSupported
from containers.engine.hosts import LOCAL, forget_engines
from containers.jobs.progress import Progress
from tests.differential import fixtures
from tests.differential.cli import Cli
from tests.differential.record_willing import VERSIONS, Requests, asked_by_cli, read
from tests.differential.willing import WillingEngine, willing_engine
from tests.differential.willing_lines import FILES, REFUSED_HERE, WILLING
from tests.recorder.equality import comparable

pytestmark = pytest.mark.django_db
FULL = os.environ.get("DOCKLINE_FAULTS") == "full"


@pytest.fixture
def engine(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WillingEngine]:
    """A willing engine of API version `api`, which is the host's."""
    with willing_engine(tmp_path, api) as willing:
        monkeypatch.setenv("DOCKER_HOST", f"unix://{willing.listen}")
        forget_engines()
        yield willing
    forget_engines()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """What the lines name, as uploads would lie there."""
    paths = {name: tmp_path / name for name in FILES}
    for name, text in FILES.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


def asked_by_us(actor: Actor, line: str, engine: WillingEngine, files: dict[str, Path]) -> tuple[Requests, str]:
    """What Dockline asks for a line, and the sentence when it refuses it."""
    engine.requests.clear()
    try:
        command, values = parse(line)
        uploads = [files[wanted.name] for wanted in command.inputs(values)]
        perform(actor, LOCAL, command, values, trailed=False, files=uploads, progress=Progress())
    except (EngineTooOld, NotSupported) as error:
        return comparable(engine.requests), f"too old: {error.message}"
    except (LineError, Refused, EngineError) as error:
        return comparable(engine.requests), error.message
    return comparable(engine.requests), ""


@pytest.mark.parametrize("api", VERSIONS)
@pytest.mark.parametrize("group", WILLING)
def test_each_option_asks_for_what_the_cli_asks(group, api, engine, files, as_ada):
    differences = []
    for line, expected in read(api, group).items():
        asked, why = asked_by_us(as_ada, line, engine, files)
        if why.startswith("too old") and not asked and expected:
            continue
        if asked != expected or bool(why) != (not expected):
            differences.append(f"{line}\n  the CLI: {expected}\n  Dockline: {asked} {why}")
    assert not differences, "\n".join(differences)


@pytest.mark.parametrize("api", VERSIONS[:1])
def test_what_has_no_meaning_here_is_refused_by_name(api, engine, files, as_ada):
    for line, named in REFUSED_HERE.items():
        asked, why = asked_by_us(as_ada, line, engine, files)
        assert not asked
        assert named in why, line


def test_the_recorded_lines_are_those_of_the_corpus():
    for api in VERSIONS:
        assert {group: tuple(read(api, group)) for group in WILLING} == WILLING


def test_the_recordings_are_what_the_cli_still_asks():
    cli = Cli.newest()
    groups = list(WILLING) if FULL else ["streams"]
    if cli is None or cli.numbers[0] != fixtures.CLI_MAJOR:
        groups = []
    for api in VERSIONS if FULL else VERSIONS[:1]:
        for group in groups:
            assert asked_by_cli(cli, api, WILLING[group]) == read(api, group)
