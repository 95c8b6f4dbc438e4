"""Chromium as a person runs it: nobody listens to its network.

Playwright has the text of every frame of a page's sockets sent to it, as JSON, through three processes: for a log of
27 MB that is much of what two cores have in that second, and no person's browser does it. Here only scripts are run and
keys are pressed.
"""

import itertools
import json
import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.browser.watching import ARGUMENTS

WINDOW = "--window-size=1280,900"


class PlainBrowser:
    """Chromium without a window (`program`, its profile in `folder`); `cookies` as Playwright's context tells them."""

    def __init__(self, program: Path, folder: Path, cookies: Iterable[Mapping[str, object]]) -> None:
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
        self._numbers, self._kept = itertools.count(1), b""
        kept = [{name: each[name] for name in ("name", "value", "domain", "path")} for each in cookies]
        self.ask("Storage.setCookies", cookies=kept)

    def ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """What the browser (or the page of a session) answers to a method of the DevTools protocol."""
        number = next(self._numbers)
        of = {"sessionId": session} if session else {}
        os.write(self._input, json.dumps({"id": number, "method": method, "params": params, **of}).encode() + b"\0")
        while (said := self._next()).get("id") != number:
            pass
        if "error" in said:
            raise RuntimeError(f"{method}: {said['error']}")
        return dict(said["result"])

    def opened(self, url: str, script: str) -> "PlainPage":
        """A new page; `script` runs before the page's own."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        page = PlainPage(self, str(self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]))
        page.ask("Page.enable")
        page.ask("Page.addScriptToEvaluateOnNewDocument", source=script)
        page.go(url)
        return page

    def processes(self) -> list[tuple[str, int]]:
        """Its processes that run now: what each is (browser, renderer, GPU, network, storage) and its id."""
        found = self.ask("SystemInfo.getProcessInfo")["processInfo"]
        return [(each["type"].partition(".")[0], each["id"]) for each in found]

    def end(self) -> None:
        """Ends the browser."""
        self.ask("Browser.close")
        self._process.wait(20)
        os.close(self._input)
        os.close(self._output)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._kept:
            came = os.read(self._output, 65536)
            if not came:
                raise RuntimeError("Chromium has ended.")
            self._kept += came
        first, _, self._kept = self._kept.partition(b"\0")
        return dict(json.loads(first))


class PlainPage:
    """One page of it."""

    def __init__(self, browser: PlainBrowser, session: str) -> None:
        self._browser, self._session = browser, session

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What the page answers to a method of the DevTools protocol."""
        return self._browser.ask(method, self._session, **params)

    def go(self, url: str) -> None:
        """Opens an address; returns when it is there and still loads."""
        before = self.evaluate("performance.timeOrigin")
        self.ask("Page.navigate", url=url)
        while self.evaluate("performance.timeOrigin") == before:
            time.sleep(0.005)

    def evaluate(self, expression: str) -> Any:
        """What an expression gives, waited for where it is a promise."""
        said = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise RuntimeError(f"{expression[:80]}: {said['exceptionDetails']}")
        return said["result"].get("value")

    def insert_text(self, text: str) -> None:
        """Puts text in, as a phone's keyboard does."""
        self.ask("Input.insertText", text=text)

    def enter(self) -> None:
        """Presses Enter."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **key)

    def close(self) -> None:
        """Closes it."""
        self.ask("Page.close")
