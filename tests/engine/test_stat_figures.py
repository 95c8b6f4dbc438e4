"""What containers use: equal to what the docker CLI makes of the same samples, a dash where they do not say."""

import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from containers.engine.connection import Engine
from containers.engine.containers import list_containers
from containers.engine.errors import EngineFailed
from containers.engine.stat_figures import NOTHING_KNOWN, figures_of, sample_of
from containers.engine.stat_streams import measure
from containers.engine.stat_words import UNKNOWN, binary_size, decimal_size, words_of

from .sample_server import serving

RECORDED = Path(__file__).parent / "recorded"
# Real ones of both engines on cgroup v1; the others in the shapes that the API's documentation has for v1 and v2.
FILES = ("stats-20.10-cgroup-v1.jsonl", "stats-26.1-cgroup-v1.jsonl", "stats-documented.jsonl")
# What the CLI prints where nothing was measured.
CLI_ZEROS = {
    "CPUPerc": "0.00%",
    "MemUsage": "0B / 0B",
    "MemPerc": "0.00%",
    "NetIO": "0B / 0B",
    "BlockIO": "0B / 0B",
    "PIDs": "0",
}


def recorded(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (RECORDED / name).read_text().splitlines()]


def by_the_cli(samples: dict[str, dict[str, Any]], folder: Path) -> dict[str, dict[str, str]]:
    """What `docker stats` prints of the samples, by their keys."""
    with serving(folder, samples) as address:
        environment = {"DOCKER_HOST": address, "PATH": os.environ["PATH"], "HOME": str(folder)}
        command = ["docker", "stats", "--no-stream", "--no-trunc", "--format", "{{json .}}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return {row["ID"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_every_figure_is_what_the_docker_cli_prints_of_the_same_sample(tmp_path):
    every = [sample for name in FILES for sample in recorded(name)]
    samples = {f"{number:012x}" + "0" * 52: sample for number, sample in enumerate(every, 1)}
    printed = by_the_cli({key: sample | {"id": key} for key, sample in samples.items()}, tmp_path)
    assert len(printed) == len(samples) == 30
    for key, sample in samples.items():
        for column, word in words_of(figures_of(sample)).items():
            if word == UNKNOWN:
                assert printed[key][column] == CLI_ZEROS[column] or column == "CPUPerc"
            else:
                assert word == printed[key][column], (sample["name"], column)


def test_a_dash_stands_only_where_the_sample_does_not_say():
    unknown = {
        sample["name"] + (" first" if "system_cpu_usage" not in sample["precpu_stats"] else ""): {
            column for column, word in words_of(figures_of(sample)).items() if word == UNKNOWN
        }
        for name in FILES
        for sample in recorded(name)
    }
    every = set(CLI_ZEROS)
    assert unknown.pop("/stats-dead first") == every
    assert unknown.pop("/no-memory-controller") == {"MemUsage", "MemPerc", "PIDs"}
    firsts = {name: columns for name, columns in unknown.items() if name.endswith("first")}
    assert len(firsts) == 4
    assert all(columns == {"CPUPerc"} for columns in firsts.values()), "the first of a stream has nothing before it"
    assert not any(columns for name, columns in unknown.items() if name not in firsts)


def test_no_sample_however_broken_makes_a_figure_that_is_no_number():
    whole = recorded(FILES[0])[1]
    broken = [{**whole, key: value} for key in whole for value in (None, {}) if key not in ("name", "id")]
    for sample in (*broken, {}, {"read": whole["read"]}):
        figures = figures_of(sample)
        assert all(value is None or value == value for value in asdict(figures).values())
        assert "nan" not in str(words_of(figures)).lower()
    assert figures_of({}) is NOTHING_KNOWN
    for nonsense in (b"[]", b"{", b'{"read":"2026-01-01T00:00:00Z","networks":7}', b"null"):
        with pytest.raises(EngineFailed):
            sample_of(nonsense)


def test_sizes_are_written_as_docker_writes_them():
    assert [binary_size(count) for count in (0, 1023, 1024, 22208512, 25276502016, None)] == [
        "0B",
        "1023B",
        "1KiB",
        "21.18MiB",
        "23.54GiB",
        "-",
    ]
    assert [decimal_size(count) for count in (0, 999, 1000, 1050, 999600, 1234567890)] == [
        "0B",
        "999B",
        "1kB",
        "1.05kB",
        "1e+03kB",
        "1.23GB",
    ]


@pytest.mark.engine
def test_a_real_engine_measures_running_paused_and_stopped_containers(engine: Engine, docker, remove_after):
    states = {"run": (), "paused": (), "host": ("--network", "host")}
    for name, options in states.items():
        remove_after.append(f"dlstats-{name}")
        docker("run", "-d", "--name", f"dlstats-{name}", *options, "--memory", "32m", "busybox", "sleep", "600")
    docker("pause", "dlstats-paused")
    remove_after += ["dlstats-new", "dlstats-gone"]
    docker("create", "--name", "dlstats-new", "busybox", "true")
    ids = {row.name: row.id for row in list_containers(engine, all=True) if row.name.startswith("dlstats-")}
    measured = measure(engine, [*ids.values(), "dlstats-gone"])
    assert set(measured) == set(ids.values())
    assert measured[ids["dlstats-new"]].figures is NOTHING_KNOWN
    for name in states:
        figures = measured[ids[f"dlstats-{name}"]].figures
        assert (figures.memory_limit, figures.pids) == (32 * 2**20, 1)
        assert 0 <= (figures.cpu_percent or 0) < 100
        assert 0 < (figures.memory or 0) < 32 * 2**20
