"""The list of containers follows the engine, can be searched and sent as an address, and never disturbs who uses it."""

import re

from playwright.sync_api import Page, expect


def test_an_empty_list_says_what_to_do(page: Page, server, docker):
    page.goto(f"{server.url}/local/containers/")
    expect(page.get_by_role("heading", name="No containers yet")).to_be_visible()
    expect(page.get_by_role("link", name="Run a container").first).to_be_visible()
    expect(page.get_by_text("docker ps -a", exact=True)).to_be_visible()


def test_a_container_that_starts_and_ends_is_shown_without_loading_the_page(page: Page, server, docker):
    page.goto(f"{server.url}/local/containers/")
    docker("run", "-d", "--name", "list-comes", "busybox", "sh", "-c", "trap 'exit 3' TERM; sleep 100 & wait")
    row = page.locator('tr[data-container="list-comes"]')
    expect(row).to_contain_text("running")
    docker("stop", "list-comes")
    expect(row).to_contain_text("exited (3)")
    docker("rm", "list-comes")
    expect(row).to_have_count(0)


def test_an_exit_code_is_explained_in_a_word_and_what_restarts_it_is_said(page: Page, server, docker):
    docker("run", "-d", "--name", "list-killed", "--restart", "on-failure:3", "busybox", "sleep", "100")
    docker("kill", "list-killed")
    page.goto(f"{server.url}/local/containers/")
    row = page.locator('tr[data-container="list-killed"]')
    expect(row).to_contain_text("exited (137)")
    expect(row.locator(".row-more")).to_contain_text("killed")
    expect(row.locator("[data-fate-restarts]")).to_have_text("on-failure:3")
    docker("update", "--restart", "no", "list-killed")
    expect(row.locator("[data-fate-restarts]")).to_have_text("")


def test_search_and_state_are_in_the_address(page: Page, server, docker):
    docker("run", "-d", "--name", "list-web", "busybox", "top")
    docker("run", "-d", "--name", "list-other", "busybox", "top")
    docker("create", "--name", "list-web-new", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    page.get_by_label("Search containers").fill("web")
    expect(page.locator("tr[data-container]")).to_have_count(2)
    page.get_by_role("link", name="running").click()
    expect(page.locator("tr[data-container]")).to_have_count(1)
    assert "q=web" in page.url
    assert "state=running" in page.url
    page.goto(page.url)
    expect(page.get_by_label("Search containers")).to_have_value("web")
    expect(page.locator("tr[data-container]")).to_have_count(1)
    page.get_by_label("Search containers").fill("nothing is called so")
    expect(page.get_by_role("heading", name="No container matches")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("tr[data-container]")).to_have_count(3)
    expect(page.get_by_label("Search containers")).to_have_value("")


def test_projects_fold_columns_are_chosen_and_filters_go_back(page: Page, server, docker):
    shop = ("-l", "com.docker.compose.project=shop")
    docker("create", "--name", "list-shop-web", *shop, "-l", "tier=front", "busybox", "top")
    docker("create", "--name", "list-shop-db", *shop, "busybox", "top")
    docker("create", "--name", "list-alone", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    shown = page.locator("tr[data-container]:visible")
    expect(shown).to_have_count(3)
    page.get_by_role("button", name="shop").click()
    expect(shown).to_have_count(1)
    page.reload()
    expect(shown).to_have_count(1)
    page.get_by_role("button", name="shop").click()
    page.locator("summary", has_text="Columns").click()
    page.get_by_label("Labels").check()
    expect(page.locator('tr[data-container="list-shop-web"]')).to_contain_text("tier=front")
    page.get_by_label("Image and command").uncheck()
    expect(page.locator("th.col-image")).to_have_count(0)
    page.reload()
    expect(page.locator("th.col-labels")).to_have_count(1)
    expect(page.locator("th.col-image")).to_have_count(0)
    page.locator("summary", has_text="Label").click()
    page.get_by_role("link", name="tier=front").click()
    expect(shown).to_have_count(1)
    line = page.locator("#container-line .line-text")
    expect(line).to_have_text("docker ps -a -f label=tier=front")
    page.get_by_role("link", name="Sizes").click()
    expect(line).to_have_text("docker ps -a -f label=tier=front -s")
    expect(page.locator("td.col-size")).to_contain_text("0")
    page.go_back()
    page.go_back()
    expect(line).to_have_text("docker ps -a")
    expect(shown).to_have_count(3)
    assert page.url.endswith("/local/containers/")
    page.get_by_role("link", name="Only these").click()
    expect(line).to_have_text("docker ps -a -f label=com.docker.compose.project=shop")
    expect(shown).to_have_count(2)


def test_an_open_menu_and_ticked_boxes_stay_while_the_list_changes(page: Page, server, docker):
    docker("run", "-d", "--name", "list-one", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    row = page.locator('tr[data-container="list-one"]')
    row.get_by_role("checkbox").check()
    row.locator("details > summary").click()
    entry = row.locator("details .action[data-command=container-restart] button[type=submit]")
    entry.focus()
    docker("run", "-d", "--name", "list-two", "busybox", "top")
    expect(page.locator('tr[data-container="list-two"]')).to_be_visible()
    expect(entry).to_be_visible()
    expect(entry).to_be_focused()
    expect(row.get_by_role("checkbox")).to_be_checked()


def test_every_action_shows_its_docker_line_before_it_runs(page: Page, server, docker):
    docker("run", "-d", "--name", "list-lines", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    menu = page.locator('tr[data-container="list-lines"] details')
    menu.locator("summary").click()
    for line in ("stop", "restart", "pause", "kill", "rm -f"):
        expect(menu.get_by_text(f"docker {line} list-lines", exact=True)).to_be_visible()


def test_a_row_is_stopped_and_removed_from_the_list(page: Page, server, docker):
    docker("run", "-d", "--name", "list-goes", "busybox", "sh", "-c", "trap 'exit 0' TERM; sleep 100 & wait")
    page.goto(f"{server.url}/local/containers/")
    row = page.locator('tr[data-container="list-goes"]')
    row.get_by_role("button", name="Stop", exact=True).first.click()
    expect(row).to_contain_text("exited (0)")
    row.locator("details > summary").click()
    row.locator(".action[data-command=container-rm] button[type=submit]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("list-goes")
    expect(dialog).to_contain_text("docker rm list-goes")
    assert docker("ps", "-aq", "--filter", "name=list-goes")
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(row).to_have_count(0)
    assert not docker("ps", "-aq", "--filter", "name=list-goes")


def test_chosen_containers_become_one_line_and_each_is_told_of(page: Page, server, docker):
    docker("run", "-d", "--name", "list-a", "busybox", "top")
    docker("run", "-d", "--name", "list-b", "busybox", "top")
    docker("create", "--name", "list-c", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    page.get_by_label("Choose all").check()
    bar = page.locator("#chosen")
    expect(bar.locator("[data-chosen-names]")).to_have_text("list-c list-b list-a")
    expect(bar.get_by_role("button", name="unpause", exact=True)).to_be_disabled()
    pause = bar.get_by_role("button", name="pause", exact=True)
    expect(pause).to_have_attribute("title", re.compile("^docker pause list-c list-b list-a"))
    pause.click()
    for name in ("list-a", "list-b"):
        expect(page.locator(f'tr[data-container="{name}"]')).to_contain_text("paused")
    told = page.locator(".toast-bad")
    expect(told).to_contain_text("docker pause: 1 failed, 2 done")
    expect(told.get_by_role("listitem")).to_have_count(1)
    expect(told).to_contain_text("list-c")
    expect(told).to_contain_text("Start it first with docker start.")
    bar.get_by_role("button", name="rm", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("docker rm -f list-c list-b list-a")
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("tr[data-container]")).to_have_count(0)
    expect(dialog).to_be_hidden()
    expect(page.locator(".toast-good")).to_contain_text("3 done")
    expect(bar).to_be_hidden()


def test_the_list_says_when_the_engine_is_away_and_goes_on_when_it_is_back(
    page: Page, watched, server, docker, private_engine
):
    docker("run", "-d", "--name", "list-stays", "busybox", "top")
    page.goto(f"{server.url}/local/containers/")
    private_engine.stop()
    try:
        expect(page.get_by_text("No engine answers")).to_be_visible()
        expect(page.locator('tr[data-container="list-stays"]')).to_be_visible()
    finally:
        private_engine.up()
    expect(page.get_by_text("No engine answers")).to_have_count(0)
    expect(page.locator('tr[data-container="list-stays"]')).to_contain_text("exited")
