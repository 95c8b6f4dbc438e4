"""The log's own page: any length, filters in its address, search, jumps, fields, several containers in one."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import NARROW
from .watching import open_page

COUNTER = "i=0; while true; do i=$((i+1)); echo line $i; sleep 0.05; done"
LONG = 200_000
MOST_ROWS = 100
MOST_BYTES = 80 * 1024 * 1024


def open_log(page: Page, server, name: str, query: str = "") -> None:
    page.goto(f"{server.url}/local/containers/{name}/log/{query}")


def rows(page: Page) -> Locator:
    return page.locator(".log-window > *")


def texts(page: Page) -> list[str]:
    return page.locator(".log-window .log-text").all_inner_texts()


def row_of(page: Page, text: str) -> Locator:
    return page.locator(".log-window .log-line").filter(has=page.get_by_text(text, exact=True))


def printed(docker, name: str, script: str) -> None:
    docker("run", "-d", "--name", name, "busybox", "sh", "-c", f"{script}\nsleep 600")


def scroll_to(page: Page, place: str) -> None:
    page.locator("[data-lines]").evaluate(f"(list) => {{ list.scrollTop = {place}; }}")


def test_two_hundred_thousand_lines_are_a_hundred_rows_and_scroll_from_end_to_end(page: Page, server, docker):
    text = "INFO request served by worker seven with status two hundred and number"
    printed(docker, "page-long", f"seq 1 {LONG} | sed 's/^/{text} /'")
    open_log(page, server, "page-long", f"?tail={LONG}")
    expect(row_of(page, f"{text} {LONG}")).to_be_in_viewport(timeout=60_000)
    assert rows(page).count() <= MOST_ROWS
    inspector = page.context.new_cdp_session(page)
    inspector.send("HeapProfiler.collectGarbage")
    used = inspector.send("Runtime.getHeapUsage")
    # what the lines themselves take is text beside the heap; the fixture's lines with their times are 21 MB
    assert used["usedSize"] + used["backingStorageSize"] + LONG * 110 < MOST_BYTES
    seen = [scrolled_to(page, share) for share in (0.75, 0.5, 0.25, 0.0)]
    assert all(count <= MOST_ROWS for count, _first in seen)
    assert [first for _count, first in seen] == sorted((first for _count, first in seen), reverse=True)
    expect(row_of(page, f"{text} 1")).to_be_in_viewport()
    scroll_to(page, "list.scrollHeight")
    expect(row_of(page, f"{text} {LONG}")).to_be_in_viewport()


def scrolled_to(page: Page, share: float) -> tuple[int, int]:
    """How many rows are drawn at a share of the whole, and the number that the first of them ends with."""
    scroll_to(page, f"list.scrollHeight * {share}")
    page.wait_for_timeout(400)
    found = texts(page)
    numbers = [int(text.split()[-1]) for text in found]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return rows(page).count(), numbers[0]


def test_following_lets_go_when_one_scrolls_up_and_takes_hold_again_at_the_end(page: Page, server, docker):
    docker("run", "-d", "--name", "page-follow", "busybox", "sh", "-c", f"seq 1 300; {COUNTER}")
    open_log(page, server, "page-follow")
    expect(row_of(page, "line 5")).to_be_visible()
    page.locator("[data-lines]").hover()
    page.mouse.wheel(0, -3000)
    more = page.locator("[data-log-more]")
    expect(more).to_contain_text(re.compile(r"\d+ new lines"))
    top = page.locator("[data-lines]").evaluate("(list) => list.scrollTop")
    page.wait_for_timeout(500)
    assert page.locator("[data-lines]").evaluate("(list) => list.scrollTop") == top
    more.click()
    expect(more).to_be_hidden()
    page.wait_for_timeout(500)
    last = int(texts(page)[-1].split()[-1])
    expect(row_of(page, f"line {last + 20}")).to_be_in_viewport()


def test_older_lines_come_when_one_scrolls_to_the_top_and_the_beginning_says_so(page: Page, server, docker):
    printed(docker, "page-older", "seq 1 6000 | sed 's/^/line /'")
    open_log(page, server, "page-older")
    expect(row_of(page, "line 6000")).to_be_in_viewport()
    beginning = page.locator(".log-window .log-mark")
    for _turn in range(12):
        scroll_to(page, "0")
        page.wait_for_timeout(400)
        if beginning.is_visible():
            break
    expect(beginning).to_have_text("The log begins here.")
    expect(row_of(page, "line 1")).to_be_attached()
    page.get_by_role("button", name="To the end").first.click()
    expect(row_of(page, "line 6000")).to_be_in_viewport()


def test_a_jump_to_the_beginning_reads_on_to_the_end_and_is_live_there(page: Page, server, docker):
    docker(
        "run", "-d", "--name", "page-jump", "busybox", "sh", "-c", f"seq 1 5000 | sed 's/^/old /'; sleep 2; {COUNTER}"
    )
    open_log(page, server, "page-jump")
    expect(row_of(page, "line 5")).to_be_visible()
    page.get_by_role("button", name="To the beginning").click()
    expect(row_of(page, "old 1")).to_be_in_viewport()
    assert "at=start" in page.url
    more = page.locator("[data-log-more]")
    for _turn in range(30):
        scroll_to(page, "list.scrollHeight")
        page.wait_for_timeout(300)
        if more.is_hidden():
            break
    page.wait_for_timeout(500)
    last = int(texts(page)[-1].split()[-1])
    expect(row_of(page, f"line {last + 20}")).to_be_in_viewport()


def test_filters_are_in_the_address_and_a_colleague_sees_the_same(page: Page, server, docker):
    printed(docker, "page-filters", "echo INFO fine; echo ERROR out; echo ERROR err >&2; echo plain >&2")
    open_log(page, server, "page-filters")
    expect(page.locator(".log-window .log-line")).to_have_count(4)
    page.locator(".log-levels label", has_text="Error").click()
    expect(page.locator(".log-window .log-line")).to_have_count(2)
    page.locator(".log-streams label", has_text="stderr").click()
    expect(page.locator(".log-window .log-text")).to_have_text(["ERROR err"])
    page.locator(".log-times summary").click()
    page.get_by_role("button", name="15 minutes").click()
    assert "level=error" in page.url
    assert "stream=stderr" in page.url
    assert "since=15m" in page.url
    expect(page.locator("[data-log-line] .line-text")).to_have_text("docker logs -f -n all --since 15m page-filters")
    page.reload()
    expect(page.locator(".log-window .log-text")).to_have_text(["ERROR err"])
    expect(page.locator("[data-times-label]")).to_have_text("since 15m")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".log-window .log-line")).to_have_count(4)
    assert "?" not in page.url


def test_a_hit_of_the_search_opens_in_context(page: Page, server, docker):
    printed(docker, "page-search", "seq 1 20000 | sed 's/^/line /'")
    open_log(page, server, "page-search")
    page.get_by_label("Search the log").fill("line 777")
    expect(page.locator("[data-search-count]")).to_have_text("11 hits in 20,000 lines")
    hits = page.locator(".hit")
    expect(hits).to_have_count(11)
    expect(hits.first.locator("mark")).to_have_text("line 777")
    hits.first.click()
    expect(page.locator(".is-marked .log-text")).to_have_text("line 777")
    expect(row_of(page, "line 776")).to_be_in_viewport()
    expect(row_of(page, "line 778")).to_be_in_viewport()
    page.reload()
    expect(page.locator(".is-marked .log-text")).to_have_text("line 777")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?q=line+%5B12%5D%24&regex=1", "2 hits in 30 lines"),
        ("?q=line+1&invert=1", "19 hits in 30 lines"),
        ("?q=LINE", "0 hits in 30 lines"),
        ("?q=line", "30 hits in 30 lines"),
    ],
)
def test_the_search_knows_expressions_the_inverse_and_cases(page: Page, server, docker, query, said):
    printed(docker, "page-kinds", "seq 1 30 | sed 's/^/line /'")
    open_log(page, server, "page-kinds", query)
    expect(page.locator("[data-search-count]")).to_have_text(said)


def test_an_expression_that_cannot_be_read_says_where(page: Page, server, docker):
    printed(docker, "page-bad", "echo here")
    open_log(page, server, "page-bad", "?q=(here&regex=1")
    expect(page.locator("[data-search-note]")).to_contain_text("“(”")


def test_only_matching_lines_are_shown_when_the_funnel_is_set(page: Page, server, docker):
    printed(docker, "page-only", "seq 1 30 | sed 's/^/line /'")
    open_log(page, server, "page-only", "?q=line+3&only=1")
    expect(page.locator(".log-window .log-text")).to_have_text(["line 3", "line 30"])
    expect(page.locator("[data-health-passed]")).to_have_text("28 lines filtered out")


def test_json_and_logfmt_lines_open_as_fields(page: Page, server, docker):
    printed(
        docker,
        "page-fields",
        """echo '{"level":"warn","msg":"<b>slow</b>","order":{"id":7,"paid":false},"stack":"a\\n  b"}'
        echo 'level=info msg="a b" took=5ms'; echo plain""",
    )
    open_log(page, server, "page-fields")
    lines = page.locator(".log-window .log-line")
    expect(lines).to_have_count(3)
    expect(lines.first).to_have_attribute("data-level", "warn")
    lines.first.click()
    names = page.locator(".log-fields dt")
    expect(names).to_have_text(["level", "msg", "order.id", "order.paid", "stack"])
    expect(page.locator(".log-fields dd").nth(1)).to_have_text("<b>slow</b>")
    assert page.locator(".log-fields dd").nth(4).inner_text() == "a\n  b"
    lines.first.locator(".log-text").click()
    expect(names).to_have_count(0)
    lines.nth(1).click()
    expect(page.locator(".log-fields dd")).to_have_text(["info", "a b", "5ms"])


def test_html_stays_text_and_escapes_are_colours_or_nothing(page: Page, server, docker):
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    printed(docker, "page-text", rf"printf '{attack}\n\033[31mred\033[0m plain\033[2J\033]0;t\007 end\n'")
    open_log(page, server, "page-text", "?q=alert")
    expect(page.locator(".log-window .log-text")).to_have_text([attack, "red plain end"])
    expect(page.locator(".log-window .ansi-31")).to_have_text("red")
    expect(page.locator(".hit-text")).to_have_text(attack)
    assert page.locator(".log-window img, .hits img").count() == 0


def test_chosen_lines_are_copied_whole_and_without_their_times(page: Page, server, docker):
    printed(docker, "page-copy", "seq 1 10 | sed 's/^/line /'")
    open_log(page, server, "page-copy")
    row_of(page, "line 2").click()
    row_of(page, "line 4").click(modifiers=["Shift"])
    expect(page.locator(".is-chosen")).to_have_count(3)
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == "line 2\nline 3\nline 4"


def height_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]


def test_times_wrapping_and_size_are_remembered(page: Page, server, docker):
    printed(docker, "page-look", "echo " + "long " * 100)
    open_log(page, server, "page-look")
    line = page.locator(".log-window .log-line")
    expect(line).to_have_count(1)
    wrapped = height_of(line)
    page.get_by_role("button", name="Wrap long lines").click()
    expect(page.get_by_role("button", name="Wrap long lines")).to_have_attribute("aria-pressed", "false")
    page.wait_for_timeout(300)
    single = height_of(line)
    assert wrapped > 2 * single
    page.get_by_role("button", name="Larger letters").click()
    page.get_by_label("Times").select_option("off")
    page.reload()
    expect(line).to_have_count(1)
    expect(line.locator(".log-time")).to_have_count(0)
    assert single < height_of(line) < wrapped


def test_several_logs_are_one_in_the_order_of_time_each_in_its_colour(page: Page, server, docker):
    for name in ("page-one", "page-two"):
        docker("run", "-d", "--name", name, "busybox", "sh", "-c", f"echo from {name}; {COUNTER}")
    page.goto(f"{server.url}/local/logs/")
    page.get_by_label("page-one").check()
    page.get_by_label("page-two").check()
    page.get_by_role("button", name="Show together").click()
    expect(page.locator("[data-log-containers] li")).to_have_text(["page-one", "page-two"])
    expect(page.locator(".log-window .log-of[data-colour='0']").first).to_have_text("page-one")
    expect(page.locator(".log-window .log-of[data-colour='1']").first).to_have_text("page-two")
    times = page.locator(".log-window .log-time").all_inner_texts()
    assert times == sorted(times)
    page.get_by_label("Only matching lines").check(force=True)
    page.get_by_label("Search the log").fill("from")
    expect(page.locator(".log-window .log-text")).to_have_text(["from page-one", "from page-two"])


def test_logs_are_chosen_by_labels_which_may_be_more_than_one(page: Page, server, docker):
    run = ("busybox", "sh", "-c", "echo it is $HOSTNAME; sleep 600")
    docker("run", "-d", "--name", "page-shop", "--label", "team=shop", "--label", "tier=web", *run)
    docker("run", "-d", "--name", "page-shop-db", "--label", "team=shop", *run)
    page.goto(f"{server.url}/local/logs/")
    offered = page.locator("#choice-labels option").evaluate_all("(all) => all.map((each) => each.value)")
    assert offered == ["team", "team=shop", "tier", "tier=web"]
    page.get_by_label("Or all with a label").fill("team=shop")
    page.get_by_role("button", name="Show", exact=True).click()
    names = page.locator("[data-log-containers] .log-of")
    expect(names).to_have_text(["page-shop", "page-shop-db"])
    docker("run", "-d", "--name", "page-shop-new", "--label", "team=shop", *run)
    expect(names).to_have_text(["page-shop", "page-shop-db", "page-shop-new"])
    page.get_by_text("Choose", exact=True).click()
    page.get_by_label("And with the label").fill("tier")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(names).to_have_text(["page-shop"])
    page.get_by_text("Choose", exact=True).click()
    page.get_by_label("tier", exact=True).uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(names).to_have_count(3)


def test_several_logs_are_scrolled_up_searched_and_jumped_in_as_one(page: Page, server, docker):
    printed(docker, "page-much", "seq 1 6000 | sed 's/^/much /'")
    printed(docker, "page-few", "for i in 1 2 3; do echo few $i; sleep 0.1; done")
    docker("run", "--name", "page-over", "busybox", "sh", "-c", "echo over")
    page.goto(f"{server.url}/local/logs/?container=page-much&container=page-few&container=page-over")
    expect(page.locator("[data-log-state]")).to_have_text("Live · 2 of 3")
    expect(page.locator("[data-log-containers] li", has_text="page-over")).to_contain_text("Ended")
    beginning = page.locator(".log-window .log-mark", has_text="The log begins here.")
    for _turn in range(20):
        scroll_to(page, "0")
        page.wait_for_timeout(300)
        if beginning.is_visible():
            break
    expect(row_of(page, "much 1")).to_be_attached()
    page.get_by_label("Search the log").fill("2")
    expect(page.locator("[data-search-count]")).to_have_text(re.compile(r"hits in 6,004 lines"))
    page.get_by_label("Search the log").fill("much 777")
    expect(page.locator("[data-search-count]")).to_have_text("1 hit in 6,004 lines")
    page.locator(".hit").click()
    expect(page.locator(".is-marked .log-text")).to_have_text("much 777")
    expect(row_of(page, "much 776")).to_be_in_viewport()
    page.reload()
    expect(page.locator(".is-marked .log-text")).to_have_text("much 777")
    expect(row_of(page, "much 778")).to_be_in_viewport()
    page.get_by_role("button", name="To the end").first.click()
    expect(row_of(page, "over")).to_be_in_viewport()
    page.get_by_role("button", name="To the beginning").click()
    expect(row_of(page, "much 1")).to_be_in_viewport()


def test_a_server_that_was_killed_costs_no_line(page: Page, server, docker, watched):
    docker("run", "-d", "--name", "page-server", "busybox", "sh", "-c", COUNTER)
    open_log(page, server, "page-server")
    health = page.locator("[data-log-state]")
    expect(row_of(page, "line 20")).to_be_attached()
    server.kill()
    expect(health).to_have_text("Reconnecting")
    server.start()
    expect(health).to_have_text("Live")
    expect(page.locator("[data-health-delay]")).to_have_text(re.compile(r"^\d+ ms late$"))
    page.wait_for_timeout(1500)
    found = [int(text.split()[-1]) for text in texts(page)]
    assert found == list(range(found[0], found[0] + len(found)))
    watched.forgive_absence()


def test_a_log_that_cannot_be_read_and_one_that_is_gone_say_so(page: Page, server, docker, watched):
    docker("run", "-d", "--name", "page-none", "--log-driver", "none", "busybox", "top")
    open_log(page, server, "page-none")
    expect(page.locator("[data-log-state]")).to_have_text("Not readable")
    expect(page.locator(".log-mark")).to_contain_text("log driver")
    open_log(page, server, "page-nobody")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    watched.faults = [fault for fault in watched.faults if "404" not in fault]


def test_what_becomes_of_a_container_is_said_and_followed(page: Page, server, docker):
    docker("run", "-d", "--name", "page-fate", "busybox", "sh", "-c", f"echo first; {COUNTER}")
    open_log(page, server, "page-fate")
    health, mark = page.locator("[data-log-state]"), page.locator(".log-window .log-mark")
    expect(row_of(page, "line 3")).to_be_visible()
    docker("rename", "page-fate", "page-newname")
    expect(mark.filter(has_text="The container is called page-newname now. Its log goes on here.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("page-newname")
    assert "/containers/page-newname/log/" in page.url
    expect(page.locator("[data-log-line] .line-text")).to_contain_text("page-newname")
    docker("kill", "page-newname")
    expect(health).to_have_text("Ended · exit code 137")
    expect(page.locator("[data-log-container-state]")).to_contain_text("exited")
    docker("rm", "page-newname")
    expect(health).to_have_text("Removed")
    expect(page.locator("[data-log-container-state]")).to_have_text("Removed")
    docker("run", "-d", "--name", "page-newname", "busybox", "sh", "-c", "echo second; sleep 600")
    expect(row_of(page, "second")).to_be_visible()
    expect(mark.filter(has_text="Another container has this name now")).to_be_visible()
    expect(health).to_have_text("Live")
    expect(page.locator("[data-log-container-state]")).to_contain_text("running")
    scroll_to(page, "0")
    expect(row_of(page, "first")).to_be_attached()


def test_a_log_of_a_terminal_says_that_it_is_one(page: Page, server, docker):
    docker("run", "-d", "-t", "--name", "page-tty", "busybox", "sh", "-c", "echo out; echo err >&2; sleep 600")
    open_log(page, server, "page-tty")
    expect(page.locator(".log-window .log-text")).to_have_text(["out", "err"])
    expect(page.locator("[data-log-container-state]")).to_contain_text("terminal")
    expect(page.locator(".log-streams")).to_have_attribute("disabled", "")


@pytest.mark.parametrize("path", ["containers/page-phone/log/?q=long", "logs/?container=page-phone", "logs/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(browser: Browser, server, cookies, docker, path, scheme):
    printed(docker, "page-phone", "echo " + "long" * 80)
    context = browser.new_context(viewport=NARROW, color_scheme=scheme, has_touch=True)
    context.add_cookies(cookies)
    page, watched = open_page(context, server.url)
    page.goto(f"{server.url}/local/{path}")
    page.wait_for_timeout(700)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    watched.check()
    context.close()
