"""Chromium with a page that nobody watches, as a person's is not.

Playwright hears of every frame of a page's sockets: Chromium copies all that comes through three processes to it. Where
megabytes are poured in, that is a good part of the time. Here only scripts are run and keys are pressed.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.browser.watching import ARGUMENTS

WINDOW = "--window-size=1280,800"


class UnwatchedPage:
    """A page of a Chromium of its own (`program`, with its profile in `folder`); `close` ends it."""

    def __init__(self, program: Path, folder: Path) -> None:
        its_input, self._input = os.pipe()
        self._output, its_output = os.pipe()
        words = [str(program), "--headless", "--remote-debugging-pipe", f"--user-data-dir={folder}", WINDOW, *ARGUMENTS]
        # Chromium takes commands at 3 and answers at 4, wherever the pipes are here.
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{its_input} 4>&{its_output}', "bash", *words, "about:blank"],
            pass_fds=(its_input, its_output),
            stderr=subprocess.DEVNULL,
        )
        os.close(its_input)
        os.close(its_output)
        self._number, self._kept, self._session = 0, b"", ""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def opened(self, url: str, cookies: list[dict[str, Any]], script: str) -> "UnwatchedPage":
        """Opens an address as who has these cookies; `script` is run before the page's own."""
        named = [{"name": one["name"], "value": one["value"], "url": url} for one in cookies]
        self._ask("Storage.setCookies", cookies=named)
        self._ask("Page.enable")
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._ask("Page.navigate", url=url)
        self._ask("Page.disable")
        return self

    def evaluate(self, expression: str) -> Any:
        """What an expression gives, waited for where it is a promise."""
        answer = self._ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def insert_text(self, text: str) -> None:
        """Puts text in, as a phone's keyboard does."""
        self._ask("Input.insertText", text=text)

    def enter(self) -> None:
        """Presses Enter."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def close(self) -> None:
        """Ends Chromium."""
        self._session = ""
        self._ask("Browser.close")
        self._process.wait(20)
        os.close(self._input)
        os.close(self._output)

    def _ask(self, method: str, **values: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._input, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") != self._number:
                continue
            if "error" in answer:
                raise RuntimeError(f"{method}: {answer['error']}")
            return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._kept:
            came = os.read(self._output, 65536)
            if not came:
                raise RuntimeError("Chromium has ended.")
            self._kept += came
        first, _, self._kept = self._kept.partition(b"\0")
        return dict(json.loads(first))
