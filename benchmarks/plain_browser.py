"""Chromium as a person runs it: nobody listens to its network.

Playwright has the text of every frame of a page's sockets sent to it, as JSON: for a log of 27 MB that is much of what
two cores have in that second, and no person's browser does it.
"""

import itertools
import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

_PATIENCE = 60


class PlainBrowser:
    """Chromium without a window, its profile in `folder`; `cookies` as Playwright's context tells them."""

    def __init__(
        self, program: str, arguments: list[str], folder: Path, cookies: Sequence[Mapping[str, object]]
    ) -> None:
        words = [program, "--headless", *arguments, "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        words += ["--window-size=1280,900", "about:blank"]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port, path = _address(folder / "DevToolsActivePort")
        self._socket = connect(f"ws://127.0.0.1:{port}{path}", max_size=None, compression=None)
        self._ids = itertools.count(1)
        kept = [{name: each[name] for name in ("name", "value", "domain", "path")} for each in cookies]
        self.ask("Storage.setCookies", cookies=kept)

    def ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """What the browser (or the page of a session) answers to a method of the DevTools protocol."""
        number = next(self._ids)
        of = {"sessionId": session} if session else {}
        self._socket.send(json.dumps({"id": number, "method": method, "params": params, **of}))
        while True:
            said = json.loads(self._socket.recv(_PATIENCE))
            if said.get("id") == number:
                assert "error" not in said, said
                return dict(said["result"])

    def opened(self, url: str, script: str) -> str:
        """A new page's session; `script` runs before the page's own."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = str(self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self.ask("Page.enable", session)
        self.ask("Page.addScriptToEvaluateOnNewDocument", session, source=script)
        self.ask("Page.navigate", session, url=url)
        while self.evaluated(session, "location.href") == "about:blank":
            time.sleep(0.005)
        return session

    def evaluated(self, session: str, expression: str) -> Any:
        """The value of an expression in a page, once its promise is kept."""
        said = self.ask("Runtime.evaluate", session, expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def processes(self) -> list[tuple[str, int]]:
        """Its processes that run now: what each is (browser, renderer, GPU, network, storage) and its id."""
        found = self.ask("SystemInfo.getProcessInfo")["processInfo"]
        return [(each["type"].partition(".")[0], each["id"]) for each in found]

    def close(self, session: str) -> None:
        """Closes a page."""
        self.ask("Page.close", session)

    def end(self) -> None:
        """Ends the browser."""
        self.ask("Browser.close")
        self._socket.close()
        self._process.wait(10)


def _address(told: Path) -> list[str]:
    """Port and path of the browser's DevTools, which it writes into a file when it listens."""
    deadline = time.monotonic() + _PATIENCE
    while not told.exists() or len(words := told.read_text().split()) < 2:
        assert time.monotonic() < deadline, f"Chromium did not write {told}."
        time.sleep(0.05)
    return words
