"""What holds for every page: it fits a phone, is refused nothing, asks nobody else, and is for who signed in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import NARROW
from .watching import Watched, open_page

PAGES = [
    "",
    "containers/",
    "containers/?state=running&q=every",
    "containers/every-running/",
    "containers/every-running/log/",
    "logs/",
    "logs/?container=every-running",
    "containers/every-ended-with-a-name-that-is-quite-long-indeed-and-goes-on/",
    "stats/",
    "stats/?all=1&sort=-cpu&q=every",
    "events/",
    "events/?type=container&event=start&filter=label%3Da&q=web",
    "images/",
    "commands/",
    "commands/container-run/",
    "commands/image-build/",
    "commands/container-rm/?line=docker%20rm%20every-running",
    "jobs/",
    "trail/",
]
FIRST_PAGE_BYTES = 220 * 1024


@pytest.fixture
def several(docker) -> None:
    docker("run", "-d", "--name", "every-running", "-p", "8099:80", "-e", "A=b", "-l", "team=blue", "busybox", "top")
    name = "every-ended-with-a-name-that-is-quite-long-indeed-and-goes-on"
    docker("run", "--name", name, "busybox", "sh", "-c", "echo " + "long" * 80)


@pytest.fixture(params=["light", "dark"])
def phone(request, browser: Browser, server, cookies) -> Iterator[tuple[Page, Watched]]:
    context = browser.new_context(viewport=NARROW, color_scheme=request.param, has_touch=True)
    context.add_cookies(cookies)
    page, watched = open_page(context, server.url)
    yield page, watched
    context.close()


def test_no_page_scrolls_sideways_on_a_phone(phone, server, docker, several):
    page, watched = phone
    wide = []
    for path in PAGES:
        page.goto(f"{server.url}/local/{path}")
        page.wait_for_timeout(400)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append(f"{path}: {over} px")
    assert not wide
    watched.check()


def test_an_inspect_fits_a_phone(phone, server, docker, several):
    page, watched = phone
    page.goto(f"{server.url}/local/containers/every-running/")
    page.get_by_role("heading", name="Inspect").click()
    page.get_by_label("Show what is not set").check()
    page.get_by_text("Raw JSON").click()
    expect(page.locator("#inspect pre")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    watched.check()


def test_no_page_is_refused_anything_or_asks_anybody_else(page: Page, watched, server, docker, several):
    for path in PAGES:
        page.goto(f"{server.url}/local/{path}")
        page.wait_for_timeout(700)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert page.title()
        watched.check()


def test_the_first_page_is_small(browser: Browser, server):
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    taken = []
    session.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    page.goto(f"{server.url}/sign-in/")
    page.wait_for_load_state("networkidle")
    sign_in = sum(taken)
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill("a-password-of-the-tests")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/local/")
    page.wait_for_load_state("networkidle")
    context.close()
    assert 0 < sign_in <= FIRST_PAGE_BYTES
    assert sum(taken) <= FIRST_PAGE_BYTES


def test_nobody_sees_a_page_without_signing_in(browser: Browser, server):
    context = browser.new_context()
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{server.url}/local/{path}")
        assert "/sign-in/" in page.url
    context.close()
