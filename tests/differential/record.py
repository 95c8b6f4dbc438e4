"""`python -m tests.differential.record [unix://SOCKET]`: records the corpus from the newest docker CLI anew."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.differential import fixtures
from tests.differential.bench import Bench
from tests.differential.cli import Cli
from tests.differential.line import Line
from tests.differential.lines import GROUPS
from tests.differential.registry import serving_image
from tests.recorder import Recorder
from tests.recorder.equality import changes_state, comparable
from tests.recorder.running import recording


def prepare(line: Line, bench: Bench, recorder: Recorder) -> None:
    """Makes the engine as `line` wants to find it, unless nothing changed since it was so, and the recorder empty."""
    if bench.prepared != line.before or any(map(changes_state, recorder.requests)):
        bench.clear()
        bench.prepare(line.before)
    recorder.requests.clear()


def ask_cli(cli: Cli, line: Line, bench: Bench, recorder: Recorder) -> tuple[int, str]:
    """Prepares the engine for `line` and runs the CLI on it; the recorder then holds its requests only."""
    prepare(line, bench, recorder)
    return cli.run(line.text, recorder.listen, stdin=line.stdin, terminal=line.terminal, files=dict(line.files))


def record(cli: Cli, bench: Bench, recorder: Recorder, groups: list[str]) -> None:
    """Writes the requests of every line of `groups` that the engine is new enough for into the fixtures."""
    for group in groups:
        recorded = []
        for line in (line for line in GROUPS[group] if line.asked_of(bench.api_version)):
            began = time.monotonic()
            code, said = ask_cli(cli, line, bench, recorder)
            recorded.append((line, comparable(recorder.requests)))
            print(f"{time.monotonic() - began:5.1f}s {code:4d} {line.text} | {said.strip()[-90:]!r}", file=sys.stderr)
        fixtures.write(bench.api_version, group, recorded)
    bench.clear()


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m tests.differential.record", description=__doc__)
    words.add_argument("engine", nargs="?", default="unix:///var/run/docker.sock")
    words.add_argument("--group", action="append", choices=list(GROUPS))
    given = words.parse_args()
    newest = Cli.newest()
    if newest is None or newest.numbers < (28,):
        sys.exit(f"The recordings are those of docker CLI 28; found: {newest.version if newest else 'none'}.")
    bench = Bench(Path(given.engine.removeprefix("unix://")))
    bench.import_image()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving_image(),
        recording(Path(folder) / "recorder.sock", bench.engine) as recorder,
    ):
        record(newest, bench, recorder, given.group or list(GROUPS))
