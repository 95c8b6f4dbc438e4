"""One engine, one Dockline and one browser for all browser tests; a page of its own for each."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from .network import Network
from .serving import ADMIN, PASSWORD, PrivateEngine, Server
from .terminals import Terminal
from .watching import Watched, launch, open_page

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def private_engine() -> Iterator[PrivateEngine]:
    engine = PrivateEngine(f"browser-{os.getpid()}")
    engine.up()
    try:
        engine.have_busybox()
        yield engine
    finally:
        engine.down()


@pytest.fixture(scope="session")
def network() -> Iterator[Network]:
    network = Network(f"dockline-browser-{os.getpid()}")
    network.up()
    yield network
    network.down()


@pytest.fixture(scope="session")
def server(private_engine: PrivateEngine, network: Network) -> Iterator[Server]:
    server = Server(private_engine.address, network)
    server.prepare()
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def browser(network: Network, tmp_path_factory) -> Iterator[Browser]:
    program = network.chromium(tmp_path_factory.mktemp("browser"))
    with sync_playwright() as playwright:
        browser = launch(playwright, program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(browser: Browser, server: Server) -> list:
    """Those of the admin's sign-in, made once through the sign-in page."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, server.url)
    kept = context.cookies()
    context.close()
    return kept


def sign_in(page: Page, url: str, name: str = ADMIN, password: str = PASSWORD) -> None:
    """Signs in as a person does."""
    page.goto(f"{url}/sign-in/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/local/")


@pytest.fixture
def docker(private_engine: PrivateEngine) -> Iterator:
    """Runs the docker CLI on the tests' engine, which has no containers before and after."""
    private_engine.remove_containers()
    yield private_engine.docker
    private_engine.remove_containers()


@pytest.fixture
def context(browser: Browser, server: Server, cookies: list) -> Iterator[BrowserContext]:
    """A signed-in browser, 1280 pixels wide."""
    context = browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    context.add_cookies(cookies)
    yield context
    context.close()


@pytest.fixture
def opened(context: BrowserContext, server: Server) -> Iterator[tuple[Page, Watched]]:
    page, watched = open_page(context, server.url)
    yield page, watched
    watched.check()


@pytest.fixture
def page(opened: tuple[Page, Watched]) -> Page:
    """A signed-in page that fails its test for errors in the console, dialogs, and requests that leave the server."""
    return opened[0]


@pytest.fixture
def watched(opened: tuple[Page, Watched]) -> Watched:
    return opened[1]


@pytest.fixture
def terminal(page: Page, server: Server, docker) -> Terminal:
    """The terminal of a signed-in page, not opened yet."""
    return Terminal(page, server.url)
