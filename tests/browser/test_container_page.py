"""A container's page: what it is, what it keeps, what it hides, and that it follows the container."""

import re

from playwright.sync_api import Page, expect


def test_a_port_is_a_link_on_the_name_in_the_address_bar(page: Page, server, docker):
    port = (
        docker("run", "-d", "--name", "page-web", "-p", "0:80", "busybox", "httpd", "-f", "-p", "80")
        and docker("port", "page-web", "80/tcp").splitlines()[0].rpartition(":")[2]
    )
    page.goto(f"{server.url}/local/containers/page-web/")
    link = page.locator(f'#container-head a[href="http://127.0.0.1:{port}"]')
    expect(link).to_contain_text(f"{port}→80")


def test_what_survives_the_container_is_said(page: Page, server, docker):
    docker("run", "-d", "--name", "page-files", "-v", "page-data:/data", "-v", "/cache", "busybox", "top")
    page.goto(f"{server.url}/local/containers/page-files/")
    facts = page.locator("#container-facts")
    expect(facts).to_contain_text("named volume page-data")
    expect(facts).to_contain_text("survives the container")
    expect(facts).to_contain_text("stays, without a name, unless removed with -v")
    docker("rm", "-f", "-v", "page-files")
    docker("volume", "rm", "page-data")


def test_values_are_masked_until_revealed_and_the_revealing_is_kept(page: Page, server, docker):
    docker("run", "-d", "--name", "page-secret", "-e", "KEY=hunter2", "busybox", "top")
    page.goto(f"{server.url}/local/containers/page-secret/")
    environment = page.locator("#environment")
    expect(environment).to_contain_text("KEY")
    expect(page.locator("body")).not_to_contain_text("hunter2")
    expect(environment).to_contain_text("docker container reveal page-secret")
    environment.get_by_role("button", name="Reveal", exact=True).click()
    expect(environment).to_contain_text("hunter2")
    page.wait_for_timeout(3000)
    expect(environment).to_contain_text("hunter2")
    environment.get_by_role("button", name="Mask again").click()
    expect(environment).not_to_contain_text("hunter2")
    page.goto(f"{server.url}/local/trail/")
    expect(page.get_by_text("docker container reveal page-secret").first).to_be_visible()


def test_inspect_is_readable_raw_and_masked(page: Page, server, docker):
    docker("run", "-d", "--name", "page-inspect", "-e", "KEY=hunter2", "-l", "team=blue", "busybox", "top")
    page.goto(f"{server.url}/local/containers/page-inspect/")
    inspect = page.locator("#inspect")
    inspect.get_by_role("heading", name="Inspect").click()
    expect(inspect.locator(".inspect-tree")).to_contain_text("blue")
    inspect.get_by_text("Raw JSON").click()
    expect(inspect.locator("pre")).to_contain_text('"team": "blue"')
    expect(inspect).not_to_contain_text("hunter2")
    inspect.get_by_role("button", name="Copy the JSON").click()
    assert '"team": "blue"' in page.evaluate("navigator.clipboard.readText()")


def test_the_page_follows_what_others_do(page: Page, server, docker):
    docker("run", "-d", "--name", "page-follows", "busybox", "top")
    page.goto(f"{server.url}/local/containers/page-follows/")
    head = page.locator("#container-head")
    expect(head).to_contain_text("running")
    docker("pause", "page-follows")
    expect(head).to_contain_text("paused")
    expect(head.get_by_role("button", name="Unpause", exact=True).first).to_be_visible()
    docker("unpause", "page-follows")
    docker("kill", "page-follows")
    expect(page.get_by_role("heading", name="exited 137 – killed")).to_be_visible()
    docker("rm", "page-follows")
    expect(page.get_by_text("page-follows is not there any more")).to_be_visible()


def test_a_container_that_is_not_there_is_a_page_with_a_way_on(page: Page, watched, server, docker):
    answer = page.goto(f"{server.url}/local/containers/never-was/")
    watched.faults.clear()  # chromium writes the 404 into its console
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", name="There is no container called never-was")).to_be_visible()
    page.get_by_role("link", name="All containers").click()
    page.wait_for_url("**/local/containers/")


def test_a_container_is_found_by_its_id(page: Page, server, docker):
    identity = docker("run", "-d", "--name", "page-by-id", "busybox", "top")
    page.goto(f"{server.url}/local/containers/{identity[:12]}/")
    expect(page.get_by_role("heading", name="page-by-id")).to_be_visible()


def test_a_health_checks_results_come_newest_first_and_are_explained(page: Page, server, docker):
    check = ("--health-cmd", "cat /tmp/well", "--health-interval", "1s", "--health-retries", "2")
    docker("run", "-d", "--name", "page-health", *check, "busybox", "top")
    page.goto(f"{server.url}/local/containers/page-health/")
    health = page.locator("#health")
    expect(health).to_contain_text("cat /tmp/well")
    expect(health).to_contain_text("1 s after the start and after each result")
    expect(health).to_contain_text("2 failures in a row make the container unhealthy")
    expect(health.locator(".panel-head")).to_contain_text("unhealthy", timeout=8000)
    expect(health.locator("li").first).to_contain_text("failed with 1")
    expect(health.locator("li").first).to_contain_text("No such file")
    docker("exec", "page-health", "sh", "-c", "echo all is well >/tmp/well")
    expect(health.locator("li").first).to_contain_text("passed with 0", timeout=8000)
    expect(health.locator("li").first).to_contain_text("all is well")
    expect(health.locator("li").first).to_contain_text("took 0")
    expect(health.locator(".panel-head")).not_to_contain_text("unhealthy")


def test_processes_are_listed_while_the_part_is_open(page: Page, server, docker):
    docker("run", "-d", "--name", "page-top", "busybox", "top")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/processes/") else None)
    page.goto(f"{server.url}/local/containers/page-top/")
    processes = page.locator("#processes")
    expect(processes).to_contain_text("docker top page-top")
    assert not asked
    processes.get_by_role("heading", name="Processes").click()
    expect(processes).to_contain_text(re.compile("PID|no ps"))
    if "no ps" in processes.inner_text():
        return  # an engine on a machine without procps
    expect(processes.locator("tbody tr")).to_have_count(1)
    docker("exec", "-d", "page-top", "sleep", "600")
    expect(processes).to_contain_text("sleep 600", timeout=8000)
    docker("kill", "page-top")
    expect(processes).to_contain_text("It does not run, so it has no processes")
