"""Names, labels, log lines and what people type are text: markup and scripts in them are shown, never obeyed."""

import pytest
from playwright.sync_api import Page, expect

IMAGE = "<img src=x onerror=\"document.title='owned'\">"
SCRIPT = "</script><script>document.title='owned'</script>"
NAME = "<u>owned</u>"
# What injected markup would have become.
INJECTED = "img[src='x'], main u, script:not([src]):not([type='application/json'])"


@pytest.fixture
def hostile(docker) -> str:
    """A container whose labels, environment, command and log are full of markup; names and tags cannot be."""
    docker(
        *("run", "-d", "--name", "hostile", "--label", f"note={IMAGE}", "--label", f"{NAME}=1"),
        *("-e", f"NOTE={SCRIPT}", "--hostname", "hostile", "-v", "hostile-data:/data"),
        *("busybox", "sh", "-c", f'echo "{SCRIPT}"; while true; do echo "$0"; echo "$0" >&2; sleep 1; done', IMAGE),
    )
    return "hostile"


def check(page: Page) -> None:
    """Nothing of it became part of the page."""
    assert page.locator(INJECTED).count() == 0
    assert "owned" not in page.title()


@pytest.mark.parametrize(
    "path", ["", "containers/", "images/", "jobs/", "trail/", "commands/", "commands/container-run/"]
)
def test_every_page_shows_markup_as_text(page: Page, server, docker, hostile, path):
    page.goto(f"{server.url}/local/{path}")
    page.wait_for_timeout(500)
    check(page)


def test_the_list_shows_a_command_with_markup(page: Page, server, docker, hostile):
    page.goto(f"{server.url}/local/containers/?q=%3Cimg")
    expect(page.locator('tr[data-container="hostile"]')).to_contain_text("</script>")
    check(page)


def test_a_containers_page_shows_labels_values_and_log_as_text(page: Page, server, docker, hostile):
    page.goto(f"{server.url}/local/containers/hostile/")
    expect(page.locator("[data-log]")).to_contain_text(SCRIPT)
    expect(page.locator("[data-log]")).to_contain_text(IMAGE)
    expect(page.locator("#container-facts")).to_contain_text(IMAGE)
    expect(page.locator("#container-facts")).to_contain_text(NAME)
    page.get_by_role("button", name="Reveal", exact=True).click()
    expect(page.locator("#environment")).to_contain_text(SCRIPT)
    page.get_by_role("heading", name="Inspect").click()
    expect(page.locator(".inspect-tree")).to_contain_text(IMAGE)
    page.wait_for_timeout(2500)  # a refresh of the page's parts
    check(page)


def test_a_raw_inspect_shows_markup_as_text(page: Page, server, docker, hostile):
    page.goto(f"{server.url}/local/commands/container-inspect/?line=docker%20container%20inspect%20hostile")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("main")).to_contain_text("<img src=x")
    check(page)


def test_what_is_typed_comes_back_as_text(page: Page, watched, server, docker):
    page.goto(f"{server.url}/local/containers/?q={IMAGE}&state={SCRIPT}")
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill(f"docker run '{IMAGE}' {SCRIPT}")
    expect(page.locator("#bar-preview")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator("#bar-answer")).to_contain_text("<img")
    watched.faults.clear()  # chromium writes the 400 into its console
    check(page)


def test_a_name_in_the_address_comes_back_as_text(page: Page, watched, server, docker):
    page.goto(f"{server.url}/local/containers/%3Cimg%20src=x%20onerror=alert(1)%3E/")
    watched.faults.clear()  # chromium writes the 404 into its console
    expect(page.get_by_role("heading", level=1)).to_contain_text("<img src=x")
    check(page)
