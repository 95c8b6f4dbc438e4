"""The command bar: `:` anywhere, a docker line, what it will do before it is done, and its answer."""

from playwright.sync_api import Page, expect


def test_a_line_is_previewed_and_run(page: Page, server, docker):
    page.goto(f"{server.url}/local/images/")
    page.keyboard.press(":")
    field = page.get_by_label("A docker command")
    expect(field).to_be_focused()
    field.type("docker run -d --name bar-made -p 8080:80 busybox top")
    preview = page.locator("#bar-preview")
    expect(preview).to_contain_text("Make a container from an image and start it")
    expect(preview).to_contain_text("$ docker run -d --name bar-made -p 8080:80 busybox top")
    assert not docker("ps", "-aq")
    page.keyboard.press("Enter")
    expect(page.locator("#bar-answer").get_by_role("link").first).to_be_visible()
    assert docker("ps", "--format", "{{.Names}}") == "bar-made"
    page.keyboard.press("Escape")
    expect(page.locator("#command-bar")).to_be_hidden()


def test_the_word_that_cannot_be_read_is_underlined(page: Page, server, docker):
    page.goto(f"{server.url}/local/")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill("docker run --nonsense busybox")
    expect(page.locator("#bar-preview .bar-fault")).to_have_text("--nonsense")
    expect(page.locator("#bar-preview .bar-problem")).to_contain_text("--nonsense")


def test_what_destroys_lists_its_victims_first(page: Page, server, docker):
    docker("run", "-d", "--name", "bar-victim", "-v", "bar-data:/data", "busybox", "top")
    page.goto(f"{server.url}/local/")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill("docker rm -f bar-victim")
    page.keyboard.press("Enter")
    answer = page.locator("#bar-answer")
    expect(answer).to_contain_text("bar-victim")
    expect(answer).to_contain_text("bar-data")
    assert docker("ps", "-q")
    answer.get_by_role("button", name="Yes, destroy").click()
    expect(answer.locator("[data-done]")).to_be_visible()
    assert not docker("ps", "-aq")


def test_a_line_opens_as_the_filled_form(page: Page, server, docker):
    page.goto(f"{server.url}/local/")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill("docker run -d --name from-bar busybox sleep 60")
    page.get_by_role("button", name="Open as form").click()
    expect(page.locator("[name=name]")).to_have_value("from-bar")
    expect(page.locator("[name=image]")).to_have_value("busybox")


def test_the_bar_opens_on_every_page_but_not_while_one_types(page: Page, server, docker):
    for path in ("", "containers/", "images/", "jobs/", "trail/", "commands/", "commands/container-run/"):
        page.goto(f"{server.url}/local/{path}")
        page.keyboard.press(":")
        expect(page.locator("#command-bar"), path).to_be_visible()
    page.goto(f"{server.url}/local/containers/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search containers")).to_be_focused()
    page.keyboard.type("a:b")
    expect(page.get_by_label("Search containers")).to_have_value("a:b")
    expect(page.locator("#command-bar")).to_be_hidden()


def test_a_docker_line_is_copied_with_one_click(page: Page, server, docker):
    docker("run", "-d", "--name", "copied", "busybox", "top")
    page.goto(f"{server.url}/local/containers/copied/")
    page.get_by_role("button", name="Copy docker stop copied").first.click()
    assert page.evaluate("navigator.clipboard.readText()") == "docker stop copied"
