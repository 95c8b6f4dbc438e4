"""The docker CLI as the contract has it: an empty environment and configuration, no usable working directory."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tests.differential.line import numbers

LONGEST = 90
NO_FILES: Mapping[str, str] = MappingProxyType({})


class Cli:
    """A docker CLI at `program`, whose version is `version` (for example "28.2.2")."""

    def __init__(self, program: str) -> None:
        self.program = program
        told = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=LONGEST, check=True
        ).stdout
        found = re.search(r"version (\d+\.\d+\.\d+)", told)
        assert found, f"{program} --version said {told!r}"
        self.version = found[1]

    @classmethod
    @cache
    def newest(cls) -> "Cli | None":
        """The newest of the docker CLIs on PATH; None where there is none."""
        folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
        programs = {program for folder in folders if (program := shutil.which("docker", path=folder))}
        return max((cls(program) for program in programs), key=lambda cli: cli.numbers, default=None)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers, to compare."""
        return numbers(self.version)

    def run(
        self,
        line: str,
        engine: Path,
        *,
        stdin: bytes = b"",
        terminal: bool = False,
        files: Mapping[str, str] = NO_FILES,
    ) -> tuple[int, str]:
        """Runs a docker line against the engine's socket; returns its exit code and what it said, both streams joined.

        It runs in a folder that holds `files` only, texts by path. With `terminal` the CLI has one; what it writes
        there is the answer. Raises TimeoutExpired after 90 seconds.
        """
        with tempfile.TemporaryDirectory(prefix="dldiff-") as empty:
            for name, text in files.items():
                (Path(empty) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(empty) / name).write_text(text, encoding="utf-8")
            words = [self.program, *shlex.split(line)[1:]]
            given = {"env": _environment(empty, engine), "cwd": empty, "timeout": LONGEST}
            if terminal:
                return _run_in_terminal(words, given)
            done = subprocess.run(  # type: ignore[call-overload]
                words, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **given
            )
            return done.returncode, done.stdout.decode(errors="replace")


def _environment(empty: str, engine: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": empty, "DOCKER_CONFIG": empty, "DOCKER_HOST": f"unix://{engine}"}


def _run_in_terminal(words: list[str], given: dict[str, object]) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            words, stdin=theirs, stdout=theirs, stderr=theirs, env=given["env"], cwd=given["cwd"]
        ) as cli:  # type: ignore[call-overload]
            os.close(theirs)
            said = b"".join(iter(lambda: _read_terminal(ours), b""))
            return cli.wait(LONGEST), said.decode(errors="replace")
    finally:
        os.close(ours)


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a terminal says that its last user has left
        return b""
