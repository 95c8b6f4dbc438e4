"""A browser page that notes what must not happen: errors in its console, refused styles and scripts, dialogs, and
requests that leave the server."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Playwright, Request

# Of a browser that reaches nothing but the server under test.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000


def launch(playwright: Playwright, chromium: Path) -> Browser:
    """Debian's chromium, without a window; `chromium` is the program that starts it."""
    return playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)


# What chromium and htmx write into the console of a page whose server or network is away.
AWAY = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION",
    "WebSocket",
    "ERR_NETWORK",
    "htmx:sendError",
    "htmx:afterRequest",
)


@dataclass
class Watched:
    """What a page did that no page may do; `check` fails with it."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Fails when there was something, and forgets it."""
        faults, self.faults = self.faults, []
        assert not faults, "\n".join(faults)

    def forgive_absence(self) -> None:
        """Forgets what it is right to note while the server or the network is away."""
        self.faults = [fault for fault in self.faults if not any(word in fault for word in AWAY)]

    def watch(self, page: Page) -> None:
        """Notes everything of this page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.location.get('url', '')}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in ("data", "blob", "about"):
            return
        if asked.netloc != urlsplit(self.origin).netloc:
            self.faults.append(f"a request that left: {request.url}")


def open_page(context: BrowserContext, origin: str) -> tuple[Page, Watched]:
    """A new page, watched."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watched = Watched(origin)
    watched.watch(page)
    return page, watched
