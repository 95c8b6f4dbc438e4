"""script/engine: what it says about an engine that is not there for the taking."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.scripts.running import ROOT, script


def test_an_engine_that_the_environment_names_is_neither_started_nor_installed():
    told = script("engine", "ensure", DOCKER_HOST="tcp://127.0.0.1:1")
    assert told.returncode == 0
    assert told.stdout == "The docker engine is the one that DOCKER_HOST (tcp://127.0.0.1:1) names.\n"


def test_a_docker_context_counts_as_a_choice(tmp_path):
    (tmp_path / "config.json").write_text('{"currentContext": "far"}')
    told = script("engine", "ensure", DOCKER_HOST="", DOCKER_CONTEXT="", DOCKER_CONFIG=str(tmp_path))
    assert told.stdout == "The docker engine is the one that the docker context far names.\n"


@pytest.fixture
def scripts_for_all():
    """The script where another user may read it; pytest's own folders are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for name in ("engine", "engine_process.py"):
            shutil.copy(ROOT / "script" / name, folder)
        yield Path(folder)


@pytest.mark.engine
def test_a_socket_that_may_not_be_opened_is_a_sentence_of_its_own(scripts_for_all):
    if not Path("/var/run/docker.sock").exists():
        pytest.skip("needs an engine with the usual socket")
    if not Path("/").stat().st_mode & 0o001:
        pytest.skip("needs a machine where other users can run anything")
    asked = subprocess.run(
        ["/usr/bin/env", "python3", scripts_for_all / "engine", "ensure"],
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "USER": "nobody"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert "permission denied" in asked.stderr
    assert "docker group (usermod -aG docker nobody)" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_word_that_it_does_not_know_gets_the_usage():
    asked = script("engine", "destroy")
    assert asked.returncode == 2
    assert "script/engine ensure" in asked.stderr
    assert os.linesep in asked.stderr
