"""The log on a container's page: lines as text, as they are written, going on where it was whatever happens."""

import re

from playwright.sync_api import Page, expect

COUNTER = "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.05; done"


def open_log(page: Page, server, name: str) -> None:
    page.goto(f"{server.url}/local/containers/{name}/")


def numbers(page: Page) -> list[int]:
    texts = page.locator(".log-text").all_inner_texts()
    return [int(text.split()[-1]) for text in texts if re.fullmatch(r"line \d+", text)]


def test_lines_are_text_and_colours_are_shown_and_other_escapes_dropped(page: Page, server, docker):
    script = (
        r"printf '<img src=x onerror=alert(1)><script>alert(2)</script>\n"
        r"\033[31mred\033[0m plain\033[2J\033]0;t\007 end\n"
        r"10%%\r20%%\r30%%\n'; echo oh no >&2; sleep 600"
    )
    docker("run", "-d", "--name", "log-text", "busybox", "sh", "-c", script)
    open_log(page, server, "log-text")
    lines = page.locator(".log-line")
    expect(lines).to_have_count(4)
    texts = page.locator(".log-text").all_inner_texts()
    assert sorted(texts) == sorted(
        ["<img src=x onerror=alert(1)><script>alert(2)</script>", "red plain end", "30%", "oh no"]
    )
    expect(page.locator(".log-text .ansi-31")).to_have_text("red")
    expect(page.locator(".log-stderr .log-text")).to_have_text("oh no")
    expect(page.locator(".log-health")).to_have_text("Live")


def test_following_lets_go_when_one_scrolls_up_and_says_how_much_is_new(page: Page, server, docker):
    docker("run", "-d", "--name", "log-follow", "busybox", "sh", "-c", f"seq 1 300; {COUNTER}")
    open_log(page, server, "log-follow")
    expect(page.get_by_text("line 5", exact=True)).to_be_visible()
    page.locator(".log-lines").hover()
    page.mouse.wheel(0, -3000)
    more = page.locator(".log-more")
    expect(more).to_contain_text(re.compile(r"\d+ new lines"))
    top = page.locator(".log-lines").evaluate("(list) => list.scrollTop")
    page.wait_for_timeout(500)
    assert page.locator(".log-lines").evaluate("(list) => list.scrollTop") == top
    more.click()
    expect(more).to_be_hidden()
    page.wait_for_timeout(500)
    last = numbers(page)[-1]
    expect(page.get_by_text(f"line {last + 5}", exact=True)).to_be_in_viewport()


def test_a_container_that_stops_and_starts_says_so_and_goes_on(page: Page, server, docker):
    docker("run", "-d", "--name", "log-again", "busybox", "sh", "-c", "echo begins; sleep 1; exit 3")
    open_log(page, server, "log-again")
    health = page.locator(".log-health")
    expect(health).to_have_text("Ended · exit code 3")
    expect(page.locator(".log-mark-bad")).to_contain_text("exit code 3")
    docker("start", "log-again")
    expect(page.locator(".log-mark-busy")).to_contain_text("started again")
    expect(page.get_by_text("begins", exact=True)).to_have_count(2)
    docker("rm", "-f", "log-again")
    expect(health).to_have_text("Removed")


def test_a_server_that_was_killed_costs_no_line(page: Page, server, docker, watched):
    docker("run", "-d", "--name", "log-server", "busybox", "sh", "-c", COUNTER)
    open_log(page, server, "log-server")
    expect(page.get_by_text("line 20", exact=True)).to_be_attached()
    server.kill()
    health = page.locator(".log-health")
    expect(health).to_have_text("Reconnecting")
    server.start()
    expect(health).to_have_text("Live")
    last = numbers(page)[-1]
    expect(page.get_by_text(f"line {last + 20}", exact=True)).to_be_attached()
    found = numbers(page)
    assert found == list(range(1, len(found) + 1))
    watched.forgive_absence()


def test_a_long_log_keeps_the_page_light(page: Page, server, docker):
    docker(
        "run", "-d", "--name", "log-long", "busybox", "sh", "-c", "sleep 1; seq 1 60000 | sed 's/^/line /'; sleep 600"
    )
    open_log(page, server, "log-long")
    expect(page.get_by_text("line 60000", exact=True)).to_be_attached(timeout=20_000)
    assert numbers(page) == list(range(59_001, 60_001))
    # the list's own end: its last lines may be below the window's
    assert page.locator(".log-lines").evaluate("(list) => list.scrollHeight - list.clientHeight - list.scrollTop") < 1


def test_times_and_wrapping_are_switches_that_are_remembered(page: Page, server, docker):
    docker("run", "-d", "--name", "log-switches", "busybox", "sh", "-c", "echo here; sleep 600")
    open_log(page, server, "log-switches")
    time = page.locator(".log-time").first
    expect(page.get_by_text("here", exact=True)).to_be_visible()
    expect(time).to_be_hidden()
    page.get_by_role("button", name="Times").click()
    expect(time).to_have_text(re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"))
    page.reload()
    expect(time).to_be_visible()
    expect(page.get_by_role("button", name="Times")).to_have_attribute("aria-pressed", "true")
