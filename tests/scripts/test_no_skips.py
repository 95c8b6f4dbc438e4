"""--no-skips: a run that tested nothing for want of something is no green run."""

import subprocess
import sys

from tests.scripts.running import ROOT


def run(tmp_path, reason: str, *options: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "test_it.py").write_text(f"import pytest\n\ndef test_it():\n    pytest.skip({reason!r})\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:django", "-c", "/dev/null", *options]
    return subprocess.run([*command, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_skip_for_want_of_an_engine_fails_the_run_and_is_named(tmp_path):
    ended = run(tmp_path, "no engine answers", "--no-skips")
    assert ended.returncode == 1
    assert "test_it.py::test_it: no engine answers" in ended.stdout


def test_a_skip_because_of_the_engine_s_age_is_allowed(tmp_path):
    assert run(tmp_path, "needs an engine with API 1.44", "--no-skips").returncode == 0


def test_without_the_option_skips_are_left_alone(tmp_path):
    assert run(tmp_path, "no engine answers").returncode == 0
