"""The log's page asleep for ten minutes, without a network, its server killed meanwhile: no line is lost or repeated.

Small unless DOCKLINE_FAULTS=full: then the ten minutes pass, otherwise only the page's clock jumps over them.
"""

import os
import re
import time

import pytest
from playwright.sync_api import CDPSession, Page, expect

from .network import Network
from .serving import Server

pytestmark = pytest.mark.faults

FULL = os.environ.get("DOCKLINE_FAULTS") == "full"
TEN_MINUTES = 600
ASLEEP, AWAY = (TEN_MINUTES, 20) if FULL else (3, 2)
WRITES = "i=0; while true; do i=$((i+1)); echo out $i; echo err $i >&2; sleep 0.05; done"
# The page's own clock, which can be put forward as a machine's is that slept.
CLOCK = "const now = Date.now; window.slept = 0; Date.now = () => now() + window.slept;"


@pytest.fixture
def inspector(page: Page) -> CDPSession:
    page.add_init_script(CLOCK)
    return page.context.new_cdp_session(page)


def test_a_page_that_slept_goes_on_where_it_was(page: Page, server, docker, watched, network, inspector):
    docker("run", "-d", "--name", "page-asleep", "busybox", "sh", "-c", WRITES)
    page.goto(f"{server.url}/local/containers/page-asleep/log/?tail=all")
    for trouble in (sleep_while_the_server_restarts, offline, offline_while_the_server_restarts, unplugged):
        before = newest(page)
        trouble(page, server, network, inspector)
        expect(page.locator("[data-log-state]")).to_have_text("Live", timeout=40_000)
        wait_for_line(page, before + 10 * AWAY)
    docker("stop", "-t", "0", "page-asleep")
    expect(page.locator("[data-log-state]")).to_contain_text("Ended")
    check_every_line_is_there_once(page)
    watched.forgive_absence()


def sleep_while_the_server_restarts(page: Page, server: Server, _network: Network, inspector: CDPSession) -> None:
    """The page frozen as a closed lid does it, the clock ten minutes on when it wakes."""
    inspector.send("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(ASLEEP / 2)
    server.kill()
    server.start()
    time.sleep(ASLEEP / 2)
    inspector.send("Page.setWebLifecycleState", {"state": "active"})
    if not FULL:
        page.evaluate(f"window.slept += {TEN_MINUTES * 1000}")


def offline(page: Page, _server: Server, _network: Network, _inspector: CDPSession) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-log-state]")).to_have_text("Offline")
    time.sleep(AWAY)
    page.context.set_offline(False)


def offline_while_the_server_restarts(page: Page, server: Server, _network: Network, _inspector: CDPSession) -> None:
    page.context.set_offline(True)
    time.sleep(AWAY)
    server.kill()
    server.start()
    page.context.set_offline(False)


def unplugged(_page: Page, _server: Server, network: Network, _inspector: CDPSession) -> None:
    """Packets are lost, and nobody is told."""
    network.unplug()
    time.sleep(AWAY)
    network.plug_in()


def newest(page: Page) -> int:
    """The number of the newest line."""
    texts = page.locator(".log-window .log-text").all_inner_texts()
    return int(texts[-1].split()[-1]) if texts else 0


def wait_for_line(page: Page, number: int) -> None:
    end = time.monotonic() + 60
    while newest(page) < number:
        assert time.monotonic() < end, f"line {number} did not come"
        page.wait_for_timeout(200)


def check_every_line_is_there_once(page: Page) -> None:
    """All lines of the page, copied as a person does: the first pressed, the last pressed with shift."""
    lines = page.locator("[data-lines]")
    lines.evaluate("(list) => { list.scrollTop = 0; }")
    page.locator(".log-window .log-text", has_text=re.compile("^(out|err) 1$")).first.click()
    lines.evaluate("(list) => { list.scrollTop = list.scrollHeight; }")
    page.wait_for_timeout(300)
    page.locator(".log-window .log-line").last.click(modifiers=["Shift"])
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    for stream in ("out", "err"):
        numbers = [int(line.split()[1]) for line in copied if line.startswith(stream)]
        assert numbers == list(range(1, len(numbers) + 1)), stream
        assert len(numbers) > 100
