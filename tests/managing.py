"""manage.py that stays: does one command after another, so that Django starts once for all of a server's.

Run as a program it reads a JSON line {"words", "says"} for each command, and answers with {"code", "out", "err"}.
"""

import contextlib
import io
import json
import os
import select
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 60


class Managing:
    """Runs commands in a process with this environment, which begins with the first one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def run(self, *words: str, says: str = "") -> str:
        """What a command printed; `says` is what it reads. Fails with what it said when it failed."""
        with self._one_at_a_time:
            process = self._process = self._process or self._begun()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({"words": words, "says": says}) + "\n")
            process.stdin.flush()
            assert select.select([process.stdout], [], [], LONGEST)[0], f"manage.py {' '.join(words)} takes too long"
            answer = json.loads(process.stdout.readline())
        assert answer["code"] == 0, answer["err"]
        return str(answer["out"]).strip()

    def end(self) -> None:
        """Ends the process; another command begins a new one."""
        with self._one_at_a_time:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _begun(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.managing"],
            cwd=ROOT,
            env=dict(self._environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def main() -> None:
    """Answers until nobody asks any more."""
    from django.core.management import ManagementUtility
    from django.db import connections

    questions, answers = sys.stdin, os.fdopen(os.dup(1), "w")
    for question in questions:
        asked = json.loads(question)
        out, err, code = io.StringIO(), io.StringIO(), 0
        sys.stdin = io.StringIO(asked["says"])
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                ManagementUtility(["manage.py", *asked["words"]]).execute()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except Exception:
                traceback.print_exc()
                code = 1
        connections.close_all()
        print(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}), file=answers, flush=True)


if __name__ == "__main__":
    main()
