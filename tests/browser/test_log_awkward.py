"""Lines that break readers, on the pages: at the length of the engine's pieces, of megabytes, NUL, no UTF-8."""

import re

from playwright.sync_api import Page, expect

from .test_log_page import open_log, printed, rows, texts

SHOWN, MORE, LINE_CAP = 4000, 100_000, 1_040_384
OF_LENGTH = "head -c {} /dev/zero | tr '\\0' {}; echo; "
AWKWARD = (
    "".join(OF_LENGTH.format(length, "x") for length in (16_383, 16_384, 16_385))
    + OF_LENGTH.format(3 * 1024 * 1024, "y")
    + r"printf 'a\0b\377\376c\n10%%\r20%%\n'; echo after"
)


def test_lines_that_break_readers_are_short_on_the_page_and_shown_further_when_asked(page: Page, server, docker):
    printed(docker, "page-awkward", AWKWARD)
    open_log(page, server, "page-awkward")
    last = rows(page).filter(has_text=re.compile("after$"))
    expect(last).to_be_in_viewport(timeout=20_000)
    wrap = page.get_by_role("button", name="Wrap long lines")
    wrap.click()
    expect(page.get_by_role("button", name="Show the rest: 12,383 characters")).to_be_attached()
    assert [text[: SHOWN + 10] for text in texts(page) if text.startswith("x")] == ["x" * SHOWN + "Show the r"] * 3

    wrap.click()
    large = rows(page).filter(has_text="y" * SHOWN)
    left = LINE_CAP + len(f" … [+{3 * 1024 * 1024 - LINE_CAP} bytes]") - SHOWN
    large.get_by_role("button", name=f"Show {MORE:,} of {left:,} more characters").click()
    expect(large.get_by_role("button", name=f"Show {MORE:,} of {left - MORE:,} more characters")).to_be_attached()
    assert large.locator(".log-text").evaluate("(text) => text.firstChild.length") == SHOWN + MORE
    large.get_by_role("button", name="Show less").click()
    expect(large.get_by_role("button", name=f"of {left:,} more")).to_be_attached()

    page.locator("[data-to-end]").click()
    expect(last).to_be_in_viewport()
    assert texts(page)[-3:] == ["ab\ufffd\ufffdc", "20%", "after"]
    open_log(page, server, "page-awkward", "?q=after")
    expect(page.locator("[data-search-count]")).to_have_text("1 hit in 7 lines", timeout=20_000)


def test_the_log_on_a_containers_page_cuts_them(page: Page, server, docker):
    printed(docker, "log-awkward", AWKWARD)
    page.goto(f"{server.url}/local/containers/log-awkward/")
    expect(page.get_by_text("after", exact=True)).to_be_attached(timeout=20_000)
    found = page.locator(".log-text").all_inner_texts()
    assert [len(text.split(" … ")[0]) for text in found] == [SHOWN] * 4 + [5, 3, 5]
    assert found[0].endswith(" … +12,383")
