"""The same line, the same requests: Dockline asks the engine for what the docker CLI asks for."""

import time
from collections import Counter

import pytest

from tests.differential import fixtures
from tests.differential.bench import Bench
from tests.differential.cli import Cli
from tests.differential.line import Line
from tests.differential.lines import GROUPS
from tests.differential.mark import without_mark
from tests.differential.product import Product
from tests.differential.record import ask_cli, prepare
from tests.recorder import Recorder, Request, equal
from tests.recorder.equality import changes_state

pytestmark = pytest.mark.engine

CORPUS = [
    pytest.param(group, number, id=f"{group}-{number + 1}: {line.text}")
    for group, lines in GROUPS.items()
    for number, line in enumerate(lines)
]
LATE = 3.0
LEFT_OVER = 0.3


def expected_requests(group: str, line: Line, cli: Cli | None, bench: Bench, recorder: Recorder) -> list[Request]:
    """What the CLI asks for `line`, live where there is a CLI 28; then what is stored must be what it still asks."""
    stored = fixtures.of_line(fixtures.nearest(bench.api_version), group, line)
    if cli is None:
        return stored
    ask_cli(cli, line, bench, recorder)
    live = list(recorder.requests)
    if cli.numbers[0] == fixtures.CLI_MAJOR:
        assert (drift := equal(stored, live)) == "", f"The stored requests are not the CLI's any more:\n{drift}"
    return live


def difference_once_settled(expected: list[Request], recorder: Recorder, *, background: bool) -> str:
    """The difference that remains: what is asked in the `background`, by a job or a stream, may come a little late, and
    nothing that was not expected may come after it."""
    deadline = time.monotonic() + LATE
    while (
        (difference := equal(expected, without_mark(recorder.requests))) and background and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    if background and not difference:
        time.sleep(LEFT_OVER)
        return equal(expected, without_mark(recorder.requests))
    return difference


@pytest.mark.parametrize(("group", "number"), CORPUS)
def test_a_line_asks_the_engine_for_what_the_cli_asks(
    group: str,
    number: int,
    cli: Cli | None,
    bench: Bench,
    recorder: Recorder,
    product: Product,
    counted: Counter[str],
) -> None:
    line = GROUPS[group][number]
    if not line.asked_of(bench.api_version):
        refused_by_name(line, bench, recorder, product)
        counted["refused by name, the engine being too old"] += 1
        return
    expected = expected_requests(group, line, cli, bench, recorder)
    prepare(line, bench, recorder)
    status, answer = product.ask(line.text, line.stdin)
    if line.engine_refuses and status == 400 and not any(map(changes_state, recorder.requests)):
        counted["that the engine would refuse are refused before it is asked"] += 1
        return
    difference = difference_once_settled(expected, recorder, background=status == 202)
    assert difference == "", f"{line.text}\n{difference}\nDockline answered {status}: {answer}"
    changing = any(map(changes_state, expected))
    counted["that change something are equal" if changing else "that change nothing ask for no change"] += 1


@pytest.mark.parametrize("number", [1, 3, 9])
def test_a_build_of_a_named_folder_is_the_build_of_what_was_uploaded(
    number: int, bench: Bench, recorder: Recorder, product: Product
) -> None:
    line = GROUPS["build"][number]
    prepare(line, bench, recorder)
    status, answer = product.ask(line.text.removesuffix("-") + ".", line.stdin)
    expected = fixtures.of_line(fixtures.nearest(bench.api_version), "build", line)
    assert difference_once_settled(expected, recorder, background=True) == "", (status, answer)


def refused_by_name(line: Line, bench: Bench, recorder: Recorder, product: Product) -> None:
    """An option that needs a newer engine is refused before anything is asked, where the CLI drops it silently."""
    prepare(line, bench, recorder)
    status, answer = product.ask(line.text)
    assert status >= 400, answer
    assert line.since in answer["error"]["message"], answer
    assert not any(map(changes_state, recorder.requests))


def test_the_corpus_is_large_enough() -> None:
    stored = [requests for group in GROUPS for _, requests in fixtures.read("1.45", group)]
    assert len([requests for requests in stored if requests]) >= 75
