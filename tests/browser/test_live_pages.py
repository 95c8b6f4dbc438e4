"""Pages that show containers follow them by docker's events: at once, without reload, and asking nothing in between."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Page, Request, WebSocket, expect

from .terminals import Terminal
from .watching import open_page

SOON_MS = 1000
IDLE_MS = 6000
SETTLED_MS = 1500
HEALTHY = ("--health-cmd", "test -e /ready", "--health-interval", "1s", "--health-retries", "1")


class Asked:
    """What a page asked for since `forget`, and the sockets of events that it opened."""

    def __init__(self, page: Page) -> None:
        self.parts: list[str] = []
        self.sockets: list[str] = []
        page.on("request", self._request)
        page.on("websocket", self._socket)

    def forget(self) -> None:
        """Counts from now on."""
        self.parts.clear()

    def _request(self, request: Request) -> None:
        if request.headers.get("hx-request"):
            self.parts.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        if "/events/" in socket.url:
            self.sockets.append(socket.url)


@contextmanager
def other_pages(page: Page, server, *paths: str):
    """Pages beside the first, in windows that are seen."""
    with ExitStack() as closing:
        pages = []
        for path in paths:
            other, watched = open_page(page.context, server.url)
            closing.callback(other.close)
            closing.callback(watched.check)
            other.goto(f"{server.url}{path}")
            pages.append(other)
        yield pages


def unchanged(page: Page) -> Callable[[], bool]:
    """Marks the document; whether it is still the same one."""
    page.evaluate("window.sameDocument = true")
    return lambda: bool(page.evaluate("window.sameDocument === true"))


def live(page: Page) -> None:
    """Waits until the page's events come and its first look is over."""
    page.wait_for_timeout(SETTLED_MS)


def test_what_the_docker_cli_does_is_on_the_list_and_the_containers_page_at_once(page: Page, server, docker):
    page.goto(f"{server.url}/local/containers/")
    same_list = unchanged(page)
    live(page)
    docker("run", "-d", "--name", "live-one", *HEALTHY, "busybox", "top")
    row = page.locator('tr[data-container="live-one"]')
    expect(row).to_contain_text("running", timeout=SOON_MS)
    with other_pages(page, server, "/local/containers/live-one/") as [own]:
        same_page, head = unchanged(own), own.locator("#container-head")
        live(own)
        docker("exec", "live-one", "touch", "/ready")
        expect(row).to_contain_text(re.compile("(?<!un)healthy"), timeout=SOON_MS + 1000)  # the probe's second
        expect(head).to_contain_text(re.compile("(?<!un)healthy"), timeout=SOON_MS)
        docker("rename", "live-one", "live-two")
        row = page.locator('tr[data-container="live-two"]')
        expect(row).to_contain_text("running", timeout=SOON_MS)
        expect(head.locator(".head-name")).to_have_text("live-two", timeout=SOON_MS)
        expect(own).to_have_title(re.compile("live-two"), timeout=SOON_MS)
        assert own.url.endswith("/local/containers/live-two/")
        expect(own.locator(".log-whole")).to_have_attribute("href", "/local/containers/live-two/log/")
        expect(own.locator("#inspect .line-text")).to_have_text("docker container inspect live-two")
        docker("pause", "live-two")
        expect(row).to_contain_text("paused", timeout=SOON_MS)
        expect(head).to_contain_text("paused", timeout=SOON_MS)
        docker("unpause", "live-two")
        docker("stop", "live-two")
        expect(row).to_contain_text("exited (143)", timeout=SOON_MS)
        expect(own.get_by_role("heading", name=re.compile("exited 143"))).to_be_visible(timeout=SOON_MS)
        docker("rm", "live-two")
        expect(row).to_have_count(0, timeout=SOON_MS)
        gone = own.get_by_text("live-two is not there any more")
        expect(gone).to_be_visible(timeout=SOON_MS)
        docker("run", "-d", "--name", "live-two", "busybox", "top")
        expect(gone).to_have_count(0, timeout=SOON_MS)
        expect(head).to_contain_text("running", timeout=SOON_MS)
        docker("pause", "live-two")
        expect(head).to_contain_text("paused", timeout=SOON_MS)
        assert same_page()
    assert same_list()


def test_nothing_is_asked_while_nothing_happens_and_little_while_much_does(page: Page, server, docker):
    asked = Asked(page)
    docker("run", "-d", "--name", "live-calm", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    live(page)
    asked.forget()
    page.wait_for_timeout(IDLE_MS)
    assert asked.parts == []
    begun = time.monotonic()
    for _ in range(6):
        docker("pause", "live-calm")
        docker("unpause", "live-calm")
    page.wait_for_timeout(SETTLED_MS)
    assert 2 <= len(asked.parts) <= 3 * (time.monotonic() - begun) + 1
    assert len(asked.sockets) == 1, "one socket of events"


def test_an_engine_that_is_restarted_is_said_on_every_open_page_which_then_goes_on(
    page: Page, server, docker, private_engine
):
    docker("run", "-d", "--name", "live-stays", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    paths = ("/local/containers/live-stays/", "/local/events/", "/local/stats/", "/local/jobs/")
    with other_pages(page, server, *paths) as [own, feed, stats, shell]:
        terminal = Terminal(shell, server.url).opened("docker exec -it live-stays sh")
        terminal.shows("#")
        figures = stats.locator(".stats-rows tbody tr", has_text="live-stays")
        expect(figures.locator(".stats-cpu .stats-value")).to_contain_text("%")
        opened = {"list": page, "container": own, "events": feed, "stats": stats, "terminal": shell}
        pages = {name: unchanged(each) for name, each in opened.items()}
        live(page)
        private_engine.stop()
        try:
            expect(page.get_by_text("No engine answers")).to_be_visible()
            expect(own.get_by_text("No engine answers")).to_be_visible()
            expect(feed.locator(".event-mark, [data-events] li").first).to_be_visible()
            expect(feed.locator("[data-events-word]")).not_to_have_text(re.compile("live", re.I))
            expect(stats.locator("[data-stats-word]")).to_have_text("Engine away")
            # An engine that is stopped ends its containers first, as far as it comes.
            expect(terminal.note).to_contain_text(re.compile("SIGKILL|The docker engine went away"))
            expect(terminal.state).to_have_text(re.compile("Ended with exit code 137|Closed"))
            expect(shell.get_by_text("No engine answers")).to_be_visible()
        finally:
            private_engine.up()
        expect(page.get_by_text("No engine answers")).to_have_count(0, timeout=10_000)
        expect(own.get_by_text("No engine answers")).to_have_count(0, timeout=10_000)
        expect(feed.locator("[data-events-word]")).to_have_text(re.compile("live", re.I), timeout=10_000)
        row, head = page.locator('tr[data-container="live-stays"]'), own.locator("#container-head")
        expect(row).to_contain_text("exited", timeout=10_000)
        docker("start", "live-stays")
        expect(row).to_contain_text("running", timeout=SOON_MS)
        expect(head).to_contain_text("running", timeout=SOON_MS)
        expect(shell.locator("#container-head")).to_contain_text("running", timeout=SOON_MS)
        expect(figures.locator(".stats-cpu .stats-value")).to_contain_text("%")
        expect(stats.locator("[data-stats-word]")).to_have_text("Live")
        shell.get_by_role("button", name="docker exec -i -t live-stays sh", exact=True).click()
        terminal.shows("#")
        pages.pop("terminal")
        expect(feed.locator(".event-action", has_text=re.compile("^start$")).first).to_be_visible()
        assert {name: same() for name, same in pages.items() if not same()} == {}
