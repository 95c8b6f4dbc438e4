"""The ways to a terminal: from a container's page, with the line that it stands for, and from a typed line."""

from playwright.sync_api import Page, expect

from .terminals import Terminal


def test_a_containers_page_opens_a_shell_and_shows_its_line_before(terminal: Terminal, page: Page, server, docker):
    docker("run", "-d", "--name", "opened", "busybox", "sleep", "1000")
    page.goto(f"{server.url}/local/containers/opened/")
    page.locator("summary", has_text="Terminal").click()
    expect(page.get_by_role("button", name="A shell (sh)")).to_contain_text("docker exec -i -t opened sh")
    page.get_by_role("link", name="Another program").click()
    expect(page.locator("#strip")).to_contain_text("docker exec -i -t opened sh")
    page.locator(".group-process > summary").click()
    page.locator("[name=workdir]").fill("/tmp")
    page.get_by_role("button", name="Run", exact=True).click()
    terminal.shows("#")
    terminal.enter("pwd")
    terminal.shows("/tmp")


def test_a_program_that_runs_once_shows_its_output_and_its_exit_code(terminal: Terminal, page: Page, docker):
    docker("run", "-d", "--name", "once", "busybox", "sleep", "1000")
    terminal.opened("docker exec once sh -c 'echo out; echo err >&2; exit 3'").shows("out")
    terminal.shows("err")
    expect(terminal.state).to_have_text("Ended with exit code 3")
    terminal.opened("docker exec -it once zsh")
    expect(terminal.note).to_contain_text("Small images often have no bash: try sh")


def test_a_stopped_container_is_started_and_attached_to(terminal: Terminal, page: Page, server, docker):
    docker("create", "-it", "--name", "attached", "busybox", "sh")
    page.goto(f"{server.url}/local/containers/attached/")
    page.locator("summary", has_text="Terminal").click()
    page.get_by_role("button", name="Start and attach").click()
    terminal.is_connected()
    terminal.enter("echo in-$((1+1)) && exit")
    terminal.shows("in-2")
    expect(terminal.state).to_have_text("Ended with exit code 0")
