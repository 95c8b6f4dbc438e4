"""Runs the repository's scripts as a person would."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def script(*words: str, seconds: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """The ended run of `script/WORDS...` with these variables added to the environment."""
    return subprocess.run(
        [ROOT / "script" / words[0], *words[1:]],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
