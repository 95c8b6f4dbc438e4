"""The main path, from signing in to how it ended. The two counters differ in what they do when asked to stop."""

import re
import time

from playwright.sync_api import Browser, Page, expect

from .conftest import WIDE, sign_in
from .watching import open_page

START_MS = 60_000
CAREFUL, PLAIN = "counter-careful", "counter-plain"


def start_demo(page: Page, server, title: str, container: str) -> None:
    page.goto(f"{server.url}/local/")
    page.get_by_role("button", name=f"Start {title}").click()
    page.wait_for_url(f"**/local/containers/{container}/", timeout=START_MS)


def counts(page: Page) -> list[int]:
    """The numbers that the log shows."""
    return [int(found) for found in re.findall(r"count (\d+)", page.locator("[data-log]").inner_text())]


def wait_for_count(page: Page, least: int) -> None:
    expect(page.locator("[data-log]")).to_contain_text(
        re.compile(rf"count {least}\b"), timeout=START_MS, use_inner_text=True
    )


def stop(page: Page, *, at_once: bool) -> float:
    """Presses Stop; seconds until the page says how it ended. What ends at once may never be seen stopping."""
    pressed = time.monotonic()
    page.locator("#container-actions").get_by_role("button", name="Stop", exact=True).first.click()
    if not at_once:
        expect(page.get_by_text(re.compile("^stopping … up to 10 seconds$"))).to_be_visible()
    expect(page.get_by_role("region", name="How it ended")).to_be_visible(timeout=START_MS)
    return time.monotonic() - pressed


def test_the_careful_counter_ends_at_once_and_goes_on_where_it_was(browser: Browser, server, docker):
    context = browser.new_context(viewport=WIDE)
    page, watched = open_page(context, server.url)
    sign_in(page, server.url)
    start_demo(page, server, "Careful counter", CAREFUL)
    wait_for_count(page, 2)

    assert stop(page, at_once=True) < 2
    ending = page.get_by_role("region", name="How it ended")
    expect(ending).to_contain_text("exited 0")
    expect(ending).to_contain_text("0 means that nothing went wrong")
    expect(ending).to_contain_text("SIGTERM sent")
    expect(page.locator("[data-log]")).to_contain_text("TERM: saved")
    last = counts(page)[-1]

    page.locator("#container-actions").get_by_role("button", name="Start", exact=True).first.click()
    expect(page.locator("#container-head")).to_contain_text("running")
    wait_for_count(page, last + 1)
    assert counts(page) == list(range(1, last + 2))
    watched.check()
    context.close()


def test_the_plain_counter_takes_its_whole_grace_period_and_is_killed(page: Page, server, docker):
    start_demo(page, server, "Plain counter", PLAIN)
    wait_for_count(page, 1)

    assert 9.5 < stop(page, at_once=False) < 14
    ending = page.get_by_role("region", name="How it ended")
    expect(ending).to_contain_text("exited 137 – killed after its grace period")
    expect(ending).to_contain_text("128 + 9")
    expect(ending).to_contain_text("still running after its grace period: SIGKILL sent")
    expect(ending).to_contain_text(re.compile(r"10\.\d s of a grace period of 10 seconds"))

    page.locator("#container-actions").get_by_role("button", name="Start", exact=True).first.click()
    expect(page.locator("#container-head")).to_contain_text("running")
    expect(page.locator("[data-log]")).to_contain_text(
        re.compile(r"count 1\b.*count 1\b", re.DOTALL), timeout=START_MS, use_inner_text=True
    )


def test_a_page_that_comes_while_a_container_is_stopping_says_so(page: Page, context, server, docker):
    docker("run", "-d", "--name", "slow", "busybox", "sleep", "600")
    page.goto(f"{server.url}/local/containers/slow/")
    page.locator("#container-actions").get_by_role("button", name="Stop", exact=True).first.click()
    other = context.new_page()
    other.goto(f"{server.url}/local/containers/slow/")
    expect(other.get_by_text("stopping … up to 10 seconds")).to_be_visible()
    expect(other.get_by_role("region", name="How it ended")).to_be_visible(timeout=START_MS)
