"""Hostile output: whatever a program prints, nothing beyond its terminal's screen changes."""

from playwright.sync_api import Page

from .terminals import Terminal

# The clipboard; titles and icons; links; folders and notifications; files; device control strings and application
# commands; window operations; markup.
_SEQUENCES = (
    r"\033]52;c;c3RvbGVu\007\033]52;p;c3RvbGVu\033\\",
    r"\033]0;evil\007\033]1;evil\007\033]2;evil\033\\\033]l\033]21;evil\007\033[22;2t\033[23;2t",
    r"\033]8;;javascript:document.title=1\007link-one\033]8;;\007 \033]8;id=1;https://evil.example/\033\\link-two\033]8;;\033\\",
    r"\033]7;file://evil/\007\033]9;evil\007\033]777;notify;evil;evil\007\033]99;;evil\007",
    r"\033]1337;File=name=ZXZpbA==;size=4;inline=0:ZXZpbA==\007\033]50;CursorShape=1\007",
    r"\033P1\$r0m\033\\\033P+q544e\033\\\033Pq#0;2;0;0;0#0~~@@\033\\\033_Gf=24,a=T;AAAA\033\\\033^evil\033\\\033Xevil\033\\",
    r"\033[8;500;500t\033[3;1;1t\033[4;1;1t\033[2t\033[9;1t\033[5t\033[?3h\033[?40h",
    r"<img src=x onerror=document.title=2><script>document.title=3</script>",
)
_SNAPSHOT = """() => {
  const copy = document.body.cloneNode(true);
  for (const part of copy.querySelectorAll(".term-screen, [data-term-state], [data-state], time")) part.remove();
  const { style, className } = document.querySelector(".term");
  return [document.title, location.href, history.length, copy.textContent, copy.querySelectorAll("*").length,
          innerWidth, innerHeight, style.cssText, className, document.querySelectorAll("a[href*=evil]").length];
}"""


def test_the_clipboard_titles_links_and_the_page_are_out_of_reach(terminal: Terminal, page: Page):
    terminal.shell()
    terminal.put_in_clipboard("mine")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    before, size = page.evaluate(_SNAPSHOT), terminal.size()
    for sequence in _SEQUENCES:
        terminal.enter(f"printf '%b' '{sequence}'")
    terminal.enter("echo all-$((1+1))")
    terminal.shows("all-2")
    linked = page.locator(".xterm-rows span", has_text="link-two").last.bounding_box()
    assert linked
    page.mouse.click(linked["x"] + 3, linked["y"] + 5)
    page.keyboard.down("Control")
    page.mouse.click(linked["x"] + 3, linked["y"] + 5)
    page.keyboard.up("Control")
    assert page.evaluate(_SNAPSHOT) == before
    assert terminal.size() == size
    assert terminal.has_in_clipboard() == "mine"
    assert [url for url in requests if "/engine/" not in url and url != page.url] == []
    assert len(page.context.pages) == 1


def test_a_megabyte_without_a_newline_and_a_storm_of_modes_leave_it_usable(terminal: Terminal, page: Page):
    terminal.shell().enter("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo the-line-$((1+1))")
    terminal.shows("the-line-2")
    # Every mode on, the alternate screen, mouse reports, no cursor, black on black, margins, and 2,000 window sizes.
    storm = 'i=0; while [ $i -lt 2000 ]; do i=$((i+1)); printf "\\033[8;$i;${i}t\\033[?${i}h\\033[${i}m"; done'
    modes = "printf '\\033[?1049h\\033[?1003h\\033[?25l\\033[30;40m\\033[2;9r\\033]4;7;#000\\007'"
    terminal.enter(f"{storm}; {modes}; echo storm-$((1+1))")
    terminal.shows("storm-2")
    page.get_by_role("button", name="Reset the screen").click()
    # Mouse and focus were reported meanwhile: keys that the shell takes for the rest of a report end that.
    terminal.type("x" * 20)
    page.keyboard.press("Control+c")
    terminal.shows("#")
    terminal.enter("echo usable-$((1+1))")
    terminal.shows("usable-2")
    terminal.is_connected()
