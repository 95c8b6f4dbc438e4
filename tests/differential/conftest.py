"""What all lines share: one prepared engine, one recorder, one CLI, one served Dockline, and a summary at the end."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.differential.bench import Bench
from tests.differential.cli import Cli
from tests.differential.product import Product, served
from tests.differential.registry import serving_image
from tests.recorder import Recorder
from tests.recorder.running import recording

COUNTED = pytest.StashKey[Counter[str]]()
COMPARED_WITH = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="dldiff-") as path:
        yield Path(path)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """The engine, with our image, and cleared at the end."""
    prepared = Bench(Path(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")))
    prepared.import_image()
    with serving_image():
        yield prepared
    prepared.clear()


@pytest.fixture(scope="session")
def recorder(bench: Bench, folder: Path) -> Iterator[Recorder]:
    """What Dockline and the CLI are told is the engine."""
    with recording(folder / "recorder.sock", bench.engine) as running:
        yield running


@pytest.fixture(scope="session")
def cli(request: pytest.FixtureRequest, bench: Bench) -> Cli | None:
    """The docker CLI to compare with; None where there is none of 28 or newer, and recordings stand in for it."""
    newest = Cli.newest()
    live = newest is not None and newest.numbers >= (28,)
    found = f"docker CLI {newest.version}" if newest else "no docker CLI"
    how = "" if live else " found, so with what CLI 28.2.2 asked when it was recorded"
    request.config.stash[COMPARED_WITH] = f"{found}{how}; engine API {bench.api_version}"
    return newest if live else None


@pytest.fixture(scope="session")
def product(recorder: Recorder, folder: Path) -> Iterator[Product]:
    """Dockline, its engine being the recorder."""
    with served(recorder.listen, folder) as running:
        yield running


@pytest.fixture(scope="session")
def counted(request: pytest.FixtureRequest) -> Counter[str]:
    """How many lines came out how, for the summary."""
    return request.config.stash.setdefault(COUNTED, Counter())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says with which CLI Dockline was compared, and how many lines are equal."""
    if counts := config.stash.get(COUNTED, None):
        terminalreporter.section("Dockline against the docker CLI")
        terminalreporter.line(f"Compared with {config.stash[COMPARED_WITH]}")
        terminalreporter.line(", ".join(f"{number} lines {how}" for how, number in sorted(counts.items())))
