"""script/screenshots: a picture of every page and state, at two widths and in two themes."""

import argparse
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize, sync_playwright

from . import scenes, stage
from .conftest import NARROW, WIDE, sign_in
from .network import Network
from .scenes import Scene
from .serving import ROOT, PrivateEngine, Server
from .watching import launch

Theme = Literal["light", "dark"]
LOOKS: dict[str, tuple[ViewportSize, Theme]] = {
    "1280-light": (WIDE, "light"),
    "1280-dark": (WIDE, "dark"),
    "390-light": (NARROW, "light"),
    "390-dark": (NARROW, "dark"),
}
VIEWER, WITHOUT_A_ROLE = "vera", "mallory"
SETTLE_MS = 900


class Studio:
    """A browser, one signed-in context per person and look, and where pictures go."""

    def __init__(self, browser: Browser, server: Server, folder: Path, only: str, looks: Iterable[str]) -> None:
        self.browser, self.server, self.folder, self.only = browser, server, folder, only
        self.looks = {look: LOOKS[look] for look in looks}
        self.cookies: dict[str, list] = {"": []}
        self.number = 0

    def sign_in(self, name: str, password: str) -> None:
        """Signs a person in, for all pictures in which they look."""
        context = self.browser.new_context()
        sign_in(context.new_page(), self.server.url, name, password)
        self.cookies[name] = context.cookies()
        context.close()

    def page(self, who: str = "admin", look: str = "1280-light") -> tuple[BrowserContext, Page]:
        """A page of a person."""
        size, theme = LOOKS[look]
        context = self.browser.new_context(viewport=size, color_scheme=theme)
        context.add_cookies(self.cookies[who])
        return context, context.new_page()

    def take(self, some: Iterable[Scene], names: dict[str, str] | None = None) -> None:
        """Takes the pictures of some scenes; with `names` only those, under these names."""
        for scene in some:
            wanted = names is None or scene.name in names
            if not wanted or self.only not in scene.name:
                continue
            for look in self.looks:
                context, page = self.page(scene.who, look)
                page.goto(self.server.url + self._path(page, scene.path))
                page.wait_for_timeout(SETTLE_MS)
                scene.act(page)
                if scene.whole:  # what sticks to the top of the window would lie across the picture
                    page.evaluate("scrollTo(0, 0)")
                page.wait_for_timeout(SETTLE_MS // 3)
                name = f"{names[scene.name]}" if names else f"{scene.name}-{look}"
                self._shoot(page, self.folder / f"{name}.png", scene.whole)
                self.number += 1
                context.close()

    def _shoot(self, page: Page, path: Path, whole: bool) -> None:
        try:
            page.screenshot(path=path, full_page=whole)
        except Error:  # chromium, now and then on a busy machine: "Unable to capture screenshot"
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=path, full_page=whole)

    def _path(self, page: Page, path: str) -> str:
        return path if path.startswith("/") else stage.job_url(page, self.server.url, path)


def main() -> None:
    """Takes them all, or those that the command line asks for."""
    asked = _asked()
    folder = ROOT / "docs" / "pictures" if asked.readme else Path(asked.folder)
    folder.mkdir(parents=True, exist_ok=True)
    engine, network = PrivateEngine(f"pictures-{os.getpid()}"), Network(f"dockline-pictures-{os.getpid()}")
    network.up()
    try:
        engine.up()
        server = Server(engine.address, network)
        server.prepare()
        server.start()
        try:
            with sync_playwright() as playwright, tempfile.TemporaryDirectory() as programs:
                browser = launch(playwright, network.chromium(Path(programs)))
                looks = ["1280-light"] if asked.readme else list(LOOKS)
                studio = Studio(browser, server, folder, asked.only, looks)
                _take_all(studio, engine, scenes.README if asked.readme else None)
                browser.close()
        finally:
            server.kill()
    finally:
        engine.down()
        network.down()
    print(f"{studio.number} pictures in {folder}")


def _take_all(studio: Studio, engine: PrivateEngine, names: dict[str, str] | None) -> None:
    for name in (VIEWER, WITHOUT_A_ROLE):
        password = f"a-password-of-{name}"
        studio.server.manage("adduser", name, "--role", "viewer", "--password-stdin", text=f"{password}\n")
        if name == WITHOUT_A_ROLE:
            words = f"from django.contrib.auth.models import User; User.objects.get(username={name!r}).groups.clear()"
            studio.server.manage("shell", "-c", words)
        studio.sign_in(name, password)
    studio.sign_in("admin", studio.server.environment["DOCKLINE_ADMIN_PASSWORD"])
    studio.take(scenes.SIGNED_OUT, names)
    studio.take(scenes.EMPTY, names)
    engine.have_busybox()
    context, page = studio.page()
    stage.count(page, studio.server.url)
    stage.fill(engine)
    if names is None:
        stage.work(page, studio.server.url)
    context.close()
    studio.take(scenes.FILLED, names)
    studio.take(scenes.TERMINAL, names)
    studio.take(scenes.SLOW, names)
    if names is None:
        engine.stop()
        studio.take(scenes.AWAY)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", default=str(ROOT / "var" / "screenshots"))
    parser.add_argument("--only", default="", metavar="WORD", help="only those whose name has WORD in it")
    parser.add_argument("--readme", action="store_true", help="the pictures of README.md, into docs/pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main()
