"""The form of docker run: filled by hand, its line growing below, run, and the container is there."""

from playwright.sync_api import Page, expect


def test_a_container_is_run_from_the_form(page: Page, server, docker):
    page.goto(f"{server.url}/local/containers/")
    page.get_by_role("link", name="Run a container").first.click()
    page.locator("[name=image]").fill("busybox")
    page.locator("[name=command]").fill("sleep 600")
    page.locator("[name=name]").fill("form-made")
    page.locator("[name='publish.host']").first.fill("8089")
    page.locator("[name='publish.container']").first.fill("80")
    page.locator("[name='env.name']").first.fill("KEY")
    page.locator("[name='env.value']").first.fill("hunter2")
    expect(page.get_by_text("docker run -d --name form-made -p 8089:80 -e 'KEY=***' busybox sleep 600")).to_be_visible()
    assert not docker("ps", "-aq")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("link", name="Container form-made").click()
    expect(page.get_by_role("heading", name="form-made")).to_be_visible()
    assert docker("inspect", "-f", "{{.Config.Env}}", "form-made").startswith("[KEY=hunter2")


def test_a_fault_stands_at_its_field(page: Page, watched, server, docker):
    page.goto(f"{server.url}/local/commands/container-run/")
    page.locator("[name=image]").fill("busybox")
    page.locator("[name='publish.host']").first.fill("99999")
    page.locator("[name='publish.container']").first.fill("80")
    expect(page.get_by_text("99999").locator("visible=true").first).to_be_visible()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".problem:not(:empty)").first).to_be_visible()
    assert not docker("ps", "-aq")
    watched.faults.clear()  # chromium writes the 400 into its console


def test_the_form_follows_its_line_and_a_search_finds_options(page: Page, server, docker):
    docker("run", "-d", "--name", "holds-8089", "-p", "8089:80", "busybox", "top")
    page.goto(f"{server.url}/local/commands/container-run/")
    page.get_by_label("Search options").fill("folder in the container")
    expect(page.locator("[name=workdir]")).to_be_visible()
    expect(page.locator("[name=entrypoint]")).to_be_hidden()
    page.get_by_label("Search options").fill("")
    expect(page.locator("[name=workdir]")).to_be_hidden()

    page.get_by_role("button", name="Edit this line").click()
    line = page.get_by_label("The docker line")
    line.fill("docker run -d --name edited -p 8089:80 -e KEY=hunter2 -w /srv busybox")
    expect(page.locator("[name=name]")).to_have_value("edited")
    expect(page.locator("[name='env.value']")).to_have_value("hunter2")
    expect(page.locator("[name=workdir]")).to_have_value("/srv")
    expect(page.get_by_text("Port 8089 of the host is in use by holds-8089.")).to_be_visible()
    line.fill("docker run -d --nam edited busybox")
    expect(page.locator("#strip-fault .bar-fault")).to_have_text("--nam")
    line.fill("docker stop edited")
    expect(page.get_by_role("button", name="Open its form")).to_be_visible()
    line.fill("docker run --name again -e KEY=hunter2 busybox")
    expect(page.locator("[name=name]")).to_have_value("again")
    page.locator("[name=name]").fill("by-field")
    expect(line).to_have_value("docker run --name by-field -e KEY=hunter2 busybox")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".strip-text")).to_have_text("docker run --name by-field -e 'KEY=***' busybox")


def test_a_name_in_use_is_a_sentence(page: Page, watched, server, docker):
    docker("create", "--name", "taken", "busybox")
    page.goto(f"{server.url}/local/commands/container-run/?line=docker%20run%20-d%20--name%20taken%20busybox")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("already in use").first).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("taken")
    watched.faults.clear()  # chromium writes the 409 into its console


def test_a_foreground_run_has_a_terminal(page: Page, server, docker):
    page.goto(f"{server.url}/local/")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill("docker run -it --name typed busybox sh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terminal/?session=*")
    expect(page.locator("[data-term-state]")).to_have_text("Connected")
    page.locator(".xterm-helper-textarea").focus()
    page.keyboard.type("echo $((40 + 2))\n")
    expect(page.locator(".xterm-rows")).to_contain_text("42")
    page.keyboard.type("exit 3\n")
    expect(page.locator("[data-term-state]")).to_contain_text("exit code 3")
