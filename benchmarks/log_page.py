#!/usr/bin/env python3
"""A log of 200,000 lines (about 22 MB) on its page in Chromium: how fast it is there, how it scrolls, what it holds.

    python benchmarks/log_page.py [--lines N] [--rounds N] [--scroll SECONDS]

In turn, in one run: a reader that takes the bytes off the engine's socket and looks at nothing, and the page, from
the opening of its socket until the last line is drawn, in a browser whose network nobody listens to
(benchmarks/plain_browser.py). Beside it what CPU each process needed, from the request for the page on. Then, in
Playwright's browser, the page is scrolled from its end to its beginning, a part
of the way in each frame. After a garbage collection it is counted what it holds: its heap, and what is kept outside it
(arrays of numbers, and the text of the lines, which came by a socket); beside it the private memory of the page's
process above that of a page with an empty log.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.logs_rate import NAME, TEXT, make_log, measured, read_raw
from benchmarks.plain_browser import PlainBrowser
from benchmarks.served import cpu_seconds, percentile, remove, run_container
from benchmarks.stats import engine_pids
from tests.browser.conftest import WIDE, sign_in
from tests.browser.network import CHROMIUM
from tests.browser.serving import ADMIN, PASSWORD
from tests.browser.watching import launch
from tests.streaming.server import Server

EMPTY = "dockline-benchmark-log-empty"
MIB = 1024 * 1024
# Of a line as the page keeps it: letter, time, number, text, newline.
LINE_BYTES = 1 + 30 + 1 + len(f"100000 {TEXT}") + 1
# When the log's socket was made, and when the frame came that shows the line of a number.
WATCH = """
window.openings = [];
window.WebSocket = class extends WebSocket {
  constructor(...words) { super(...words); if (String(words[0]).includes("/logs/")) openings.push(performance.now()); }
};
window.shown = (number) => new Promise((tell) => {
  // not by asking for frames: a page that draws sixty a second has less time for what it is sent
  const look = setInterval(() => {
    if (!document.querySelector(`.log-window [data-number="${number}"]`)) return;
    clearInterval(look);
    tell(performance.now());
  }, 10);
});
// Frame times in ms while the list goes from its end to its beginning, and how many frames found no row on the screen.
window.scrolled = (seconds) => new Promise((tell) => {
  const list = document.querySelector("[data-lines]");
  const top = list.scrollHeight - list.clientHeight;
  const times = [];
  let blank = 0;
  let before = 0;
  let started = 0;
  const step = (now) => {
    if (before) times.push(now - before);
    started ||= now;
    before = now;
    const box = list.getBoundingClientRect();
    if (!document.elementFromPoint(box.x + 60, box.y + box.height / 2)?.closest(".log-line, .log-mark")) blank += 1;
    const share = Math.min((now - started) / (seconds * 1000), 1);
    list.scrollTop = top * (1 - share);
    if (share < 1) requestAnimationFrame(step);
    else tell({ times, blank, rows: document.querySelectorAll(".log-window > *").length });
  };
  requestAnimationFrame(step);
});
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scroll", type=float, default=10)
    asked = parser.parse_args()
    make_log(asked.lines)
    run_container(EMPTY, "true", detached=False)
    try:
        with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
            server = Server(Path(data), more={"DOCKLINE_ADMIN_PASSWORD": PASSWORD})
            server.start()
            try:
                browser = launch(playwright, Path(CHROMIUM))
                context = browser.new_context(viewport=WIDE)
                sign_in(context.new_page(), server.address.replace("ws", "http"), ADMIN, PASSWORD)
                url = server.address.replace("ws", "http")
                plain = PlainBrowser(Path(CHROMIUM), Path(data) / "chromium", context.cookies())
                try:
                    measure_rate(plain, server.pid, url, asked)
                finally:
                    plain.end()
                context.add_init_script(WATCH)
                measure_page(context, url, asked)
                browser.close()
            finally:
                server.kill()
    finally:
        for name in (NAME, EMPTY):
            remove(name)


def measure_rate(browser: PlainBrowser, server: int, url: str, asked: argparse.Namespace) -> None:
    """How fast the lines come to the page, and who works for it."""
    raw, page_rates, split = [], [], []
    for _ in range(asked.rounds):
        raw.append(measured(read_raw, asked.lines))
        before = cpu_so_far(browser, server)
        page = browser.opened(address(url, NAME), WATCH)
        milliseconds = page.evaluate(f"shown({asked.lines - 1}).then((at) => at - openings[0])")
        needed: dict[str, float] = {}
        for (what, pid), seconds in cpu_so_far(browser, server).items():
            needed[what] = needed.get(what, 0) + seconds - before.get((what, pid), 0)
        split.append(needed)
        page_rates.append(asked.lines / milliseconds * 1000)
        print(f"raw {raw[-1]:9,.0f} lines/s  page {page_rates[-1]:9,.0f} lines/s", flush=True)
        page.close()
    print(f"ratio of the medians: {statistics.median(page_rates) / statistics.median(raw):.2f} (aim: at least 0.85)")
    medians = {what: statistics.median(part.get(what, 0) for part in split) for what in split[0]}
    print("CPU seconds (medians): " + ", ".join(f"{what} {seconds:.2f}" for what, seconds in medians.items()))


def cpu_so_far(browser: PlainBrowser, server: int) -> dict[tuple[str, int], float]:
    """The CPU seconds so far of each process that works for the page."""
    processes = [("server", server), *[("engine", pid) for pid in engine_pids()]]
    processes += [(f"Chromium's {kind}", pid) for kind, pid in browser.processes()]
    return {(what, pid): cpu_seconds(pid) for what, pid in processes}


def measure_page(context: BrowserContext, url: str, asked: argparse.Namespace) -> None:
    """How the page scrolls, and what it holds."""
    page = opened(context, url, EMPTY)
    page.wait_for_timeout(1500)
    empty = private_bytes(page)
    page.close()
    page = opened(context, url, NAME)
    page.evaluate(f"shown({asked.lines - 1})")
    held(page, asked.lines, empty)
    scroll(page, asked.scroll)
    held(page, asked.lines, empty)


def opened(context: BrowserContext, url: str, name: str) -> Page:
    """The log's page of a container, from its first line on."""
    page = context.new_page()
    page.goto(address(url, name), wait_until="commit")
    return page


def address(url: str, name: str) -> str:
    """Where the whole log of a container is shown."""
    return f"{url}/local/containers/{name}/log/?tail=all"


def scroll(page: Page, seconds: float) -> None:
    """Scrolls from end to end and says how."""
    seen = page.evaluate(f"scrolled({seconds})")
    times = seen["times"]
    print(
        f"scrolled in {sum(times) / 1000:.1f} s: {len(times) / sum(times) * 1000:.1f} frames/s, "
        f"p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms, longest {max(times):.0f} ms, "
        f"{seen['blank']} of {len(times)} frames blank, {seen['rows']} rows drawn"
    )


def held(page: Page, lines: int, empty: int) -> None:
    """Says what the page holds after a garbage collection."""
    inspector = page.context.new_cdp_session(page)
    for _ in range(2):
        inspector.send("HeapProfiler.collectGarbage")
    used = inspector.send("Runtime.getHeapUsage")
    whole = used["usedSize"] + used["backingStorageSize"]
    print(
        f"held: heap {used['usedSize'] / MIB:.1f}, outside it {used['backingStorageSize'] / MIB:.1f} "
        f"(the lines' text is {lines * LINE_BYTES / MIB:.1f}): {whole / MIB:.1f} MiB; "
        f"its process {(private_bytes(page) - empty) / MIB:.1f} MiB above that of an empty log"
    )
    inspector.detach()


def private_bytes(page: Page) -> int:
    """The private memory of the process that runs a page, the largest of the browser's renderers."""
    inspector = page.context.browser.new_browser_cdp_session()  # type: ignore[union-attr]
    processes = inspector.send("SystemInfo.getProcessInfo")["processInfo"]
    inspector.detach()
    page.wait_for_timeout(200)
    return max(_private(each["id"]) for each in processes if each["type"] == "renderer")


def _private(process: int) -> int:
    rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Private_"))


if __name__ == "__main__":
    main()
