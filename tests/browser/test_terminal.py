"""The terminal of a foreground run: what is typed arrives, and at the end stands the exit code."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

PERFORM = """async ([token, line]) => {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const answer = await fetch("/api/v1/local/line", { method: "POST", headers, body: JSON.stringify({ line }) });
  return answer.json();
}"""


@pytest.fixture
def run(page: Page, server, docker):
    """Performs a docker run and opens its terminal."""
    token = server.manage("token", "admin", "--label", "terminal test").split()[-1]

    def perform(line: str) -> None:
        page.goto(f"{server.url}/local/")
        stream = urlsplit(page.evaluate(PERFORM, [token, line])["stream"])
        container, session = stream.path.split("/")[4], parse_qs(stream.query)["session"][0]
        page.goto(f"{server.url}/local/containers/{container}/terminal/?session={session}")

    return perform


def screen(page: Page):
    return page.locator(".xterm-rows")


def test_typing_into_a_shell_and_the_exit_code_at_its_end(page: Page, run):
    run("docker run -it --name terminal-shell busybox sh")
    expect(screen(page)).to_contain_text("/ #")
    page.keyboard.type("echo $((6*7)) && exit 5\n")
    expect(screen(page)).to_contain_text("42")
    status = page.locator(".terminal-status")
    expect(status).to_have_text("Ended with exit code 5")


def test_lines_typed_into_a_container_without_a_terminal_are_echoed_and_sent_whole(page: Page, run):
    run("docker run -i --name terminal-lines busybox tr a-z A-Z")
    expect(page.locator(".terminal-status")).to_have_text("Running")
    page.keyboard.type("helo")
    page.keyboard.press("Backspace")
    page.keyboard.type("lo\n")
    page.keyboard.press("Control+d")
    expect(screen(page)).to_contain_text("hello")
    expect(screen(page)).to_contain_text("HELLO")
    expect(page.locator(".terminal-status")).to_have_text("Ended with exit code 0")


def test_what_was_printed_before_the_page_came_is_there_and_the_container_may_be_gone(page: Page, run):
    run("docker run --rm --name terminal-quick busybox sh -c 'echo quick; exit 7'")
    expect(screen(page)).to_contain_text("quick")
    expect(page.locator(".terminal-status")).to_have_text("Ended with exit code 7")
