"""The terminal of a program: what is typed arrives, what it prints is shown, and at its end stands the exit code."""

import json
import re

from playwright.sync_api import Page, expect

from .conftest import NARROW
from .terminals import Terminal


def test_typing_into_a_shell_and_the_exit_code_at_its_end_explained(terminal: Terminal):
    terminal.shell().type("echo $((6*7)) && exit 127\n")
    terminal.shows("42")
    expect(terminal.state).to_have_text("Ended with exit code 127")
    expect(terminal.note).to_contain_text("there is no such command")


def test_lines_typed_into_a_program_without_a_terminal_are_echoed_and_sent_whole(terminal: Terminal):
    terminal.opened("docker run -i --name terminal-lines busybox tr a-z A-Z").is_connected()
    terminal.type("helo")
    terminal.page.keyboard.press("Backspace")
    terminal.type("lo\n")
    terminal.page.keyboard.press("Control+d")
    terminal.shows("hello")
    terminal.shows("HELLO")
    expect(terminal.state).to_have_text("Ended with exit code 0")


def test_what_was_printed_before_the_page_came_is_there_and_the_container_may_be_gone(terminal: Terminal):
    terminal.opened("docker run --rm --name terminal-quick busybox sh -c 'echo quick; exit 7'").shows("quick")
    expect(terminal.state).to_have_text("Ended with exit code 7")


def test_the_program_knows_the_size_of_the_window_and_hears_few_of_many_changes(terminal: Terminal, page: Page):
    terminal.shell().enter("stty size")
    columns, rows = terminal.size()
    terminal.shows(f"{rows} {columns}")
    terminal.sent.clear()
    page.evaluate(
        """async () => {
          const { style } = document.querySelector(".term");
          for (let width = 300; width < 900; width += 6) {
            style.maxWidth = `${width}px`;
            await new Promise((drawn) => requestAnimationFrame(drawn));
          }
          style.maxWidth = "";
        }"""
    )
    page.get_by_role("button", name="Fill the window").click()
    page.get_by_role("button", name="Larger letters").click()
    page.wait_for_timeout(600)
    terminal.enter("clear; stty size")
    larger = terminal.size()
    terminal.shows(f"{larger[1]} {larger[0]}")
    assert larger != (columns, rows)
    told = [frame for frame in terminal.sent if "resize" in frame]
    assert json.loads(told[-1]) == {"resize": [*larger]}
    assert len(told) < 25  # of a hundred


def test_wide_characters_emoji_and_accents_take_the_cells_that_shells_count(terminal: Terminal):
    terminal.shell()
    # The terminal says where its cursor is: after two, two, two and one.
    terminal.enter("printf '\\033[2J\\033[H한국😀e\\314\\201\\033[6n'; read -rs -n 6 at; echo; echo at ${at#*[}")
    terminal.shows("한국😀e\N{COMBINING ACUTE ACCENT}")
    terminal.shows("at 1;8R")


def test_one_line_is_pasted_at_once_and_several_into_a_plain_shell_only_when_asked(terminal: Terminal, page: Page):
    terminal.shell()
    terminal.put_in_clipboard("echo 한국어 😀 | wc -c")
    page.keyboard.press("Control+Shift+V")
    page.keyboard.press("Enter")
    terminal.shows("wc -c15")
    terminal.put_in_clipboard("echo first-$((1+1))\r\necho second-$((1+1))\n")
    page.keyboard.press("Control+Shift+V")
    asked = page.get_by_role("dialog", name="Paste several lines?")
    expect(asked).to_contain_text("second-$((1+1))")
    asked.get_by_role("button", name="Do not paste").click()
    page.keyboard.press("Control+Shift+V")
    asked.get_by_role("button", name="Paste", exact=True).click()
    terminal.shows("second-2")
    expect(terminal.screen.get_by_text("first-2")).to_have_count(1)


def test_pasted_text_cannot_end_the_brackets_that_keep_a_shell_from_running_it(terminal: Terminal, page: Page):
    terminal.shell().enter("stty raw -echo; printf '\\033[?2004hgi''ve'; head -c 21 | cat -v; stty sane")
    terminal.shows("give")
    terminal.put_in_clipboard("a\x1b[201~\nrm\x03")
    page.keyboard.press("Control+Shift+V")
    terminal.shows("^[[200~a[201~^Mrm^[[201~")


def test_copying_what_is_selected_and_else_everything(terminal: Terminal, page: Page):
    terminal.shell().enter("clear; echo to-be-copied")
    line = page.locator(".xterm-rows > div").filter(has_text=re.compile("^to-be-copied"))
    expect(line).to_be_visible()
    word = line.bounding_box()
    assert word
    page.mouse.dblclick(word["x"] + 20, word["y"] + 5)
    page.keyboard.press("Control+Shift+C")
    expect(terminal.state).to_have_text("Copied what is selected")
    assert terminal.has_in_clipboard() == "to-be-copied"
    terminal.type(" ")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(terminal.state).to_have_text("Copied everything")
    assert "to-be-copied\n/ #" in terminal.has_in_clipboard()


def test_searching_what_it_holds_from_the_keyboard(terminal: Terminal, page: Page):
    terminal.shell().enter("clear; seq 1000 | sed 's/^/needle /'")
    terminal.shows("needle 1000")
    page.keyboard.press("Control+Shift+F")
    page.keyboard.type("NEEDLE 77")
    finding = page.locator("[data-term-finding]")
    expect(finding).to_contain_text("11 of 11")
    page.keyboard.press("Enter")
    expect(finding).to_contain_text("10 of 11")
    terminal.shows("needle 778")
    page.get_by_role("button", name="Further down").click()
    expect(finding).to_contain_text("11 of 11")
    finding.get_by_text("Aa").click()
    expect(finding).to_contain_text("Nothing")
    page.get_by_label("Search the output").press("Escape")
    terminal.enter("echo back-$((1+1))")
    terminal.shows("back-2")


def test_its_colours_follow_the_page(terminal: Terminal, page: Page):
    terminal.shell()
    background = "() => getComputedStyle(document.querySelector('.term')).backgroundColor"
    drawn = "() => getComputedStyle(document.querySelector('.xterm-scrollable-element')).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(background), page.evaluate(drawn)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(background), page.evaluate(drawn)
    assert light != dark
    assert light[0] == light[1]
    assert dark[0] == dark[1]


def test_ten_megabytes_leave_the_page_responsive_and_hold_only_the_newest_lines(terminal: Terminal, page: Page):
    terminal.shell()
    page.evaluate(
        """() => { window.drawn = 0; const draw = () => { drawn += 1; requestAnimationFrame(draw); }; draw(); }"""
    )
    terminal.enter(f"yes {'x' * 78} | head -c 10000000; echo the-e''nd")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Larger letters").click()
    during = page.evaluate("() => drawn")
    terminal.shows("the-end")
    assert page.evaluate("() => drawn") > during > 1
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(terminal.state).to_have_text("Copied everything")
    assert 5000 < len(terminal.has_in_clipboard().splitlines()) < 11_000


def test_a_phone_has_the_keys_that_its_keyboard_lacks(terminal: Terminal, page: Page):
    page.set_viewport_size(NARROW)
    terminal.shell().enter("sleep 100")
    page.get_by_role("button", name="Ctrl").click()
    terminal.type("c")
    terminal.shows("^C")
    terminal.enter("echo again-$((1+1))")
    terminal.shows("again-2")
    page.get_by_role("button", name="Reset the screen").click()
    page.get_by_role("button", name="Up", exact=True).click()
    page.keyboard.press("Enter")
    terminal.shows("again-2")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
