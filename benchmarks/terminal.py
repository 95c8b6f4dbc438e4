#!/usr/bin/env python3
"""A terminal in the browser beside `docker exec -it` under a pseudo-terminal: key to echo, and 10 MB of output.

    python benchmarks/terminal.py [--keys 200] [--megabytes 10] [--rounds 3]

Both execute a shell in the same container, in turns. An echo has come when the terminal has taken it in: the CLI's when
its pseudo-terminal is read, the browser's when xterm has parsed it; when it is drawn is said beside. The output is
poured into pages that nobody watches (plain_browser.py): the first output after a page was opened, in new pages, and
those after it, in one. Needs root and chromium.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import os
import pty
import random
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.plain_browser import PlainBrowser, PlainPage
from benchmarks.served import percentile, remove, run_container
from tests.browser.conftest import WIDE, sign_in
from tests.browser.network import Network
from tests.browser.serving import Server
from tests.browser.terminals import PERFORM, Terminal
from tests.browser.watching import launch

NAME = "dockline-benchmark-terminal"
LINE = f"docker exec -it {NAME} sh"
# Lets the benchmark see xterm, which the page keeps to itself; notes long tasks and frames.
SEEING = """
let made;
Object.defineProperty(window, "Terminal", { get: () => made, set: (Xterm) => {
  made = class extends Xterm { constructor(options) { super(options); window.xterm = this; } };
} });
window.longest = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
}).observe({ entryTypes: ["longtask"] });
"""
# From the key until its echo was parsed, and until it was drawn, in milliseconds.
ECHO = """() => { window.echo = new Promise((done) => {
  addEventListener("keydown", () => {
    const pressed = performance.now();
    let parsed = 0;
    const hears = [xterm.onWriteParsed(() => (parsed ||= performance.now() - pressed)), xterm.onRender(() => {
      if (!parsed) return;
      for (const each of hears) each.dispose();
      done([parsed, performance.now() - pressed]);
    })];
  }, { once: true, capture: true });
}); }"""
# From Enter until the last line was parsed, in seconds.
OUTPUT = """(last) => { window.longest = window.drawn = 0; window.output = new Promise((done) => {
  addEventListener("keydown", () => {
    const pressed = performance.now();
    const draws = xterm.onRender(() => (drawn += 1));
    const hears = xterm.onWriteParsed(() => {
      const { active } = xterm.buffer;
      for (let row = active.baseY + active.cursorY; row >= Math.max(0, active.baseY + active.cursorY - 2); row -= 1) {
        if (!active.getLine(row)?.translateToString(true).startsWith(last)) continue;
        hears.dispose();
        draws.dispose();
        done((performance.now() - pressed) / 1000);
        return;
      }
    });
  }, { once: true, capture: true });
}); }"""
LOADED = """new Promise((done) => {
  if (document.readyState === "complete") done(true);
  else addEventListener("load", () => done(true));
})"""
# Until the page can be typed into.
CONNECTED = """new Promise((done) => {
  const look = setInterval(() => {
    if (!window.xterm || xterm.options.disableStdin) return;
    clearInterval(look);
    xterm.focus();
    done(true);
  }, 50);
})"""


class CommandLine:
    """`docker exec -it` under a pseudo-terminal."""

    def __init__(self) -> None:
        self.pid, self.end = pty.fork()
        if self.pid == 0:
            os.execvp("docker", LINE.split())  # noqa: S606 - the CLI to compare with
        self.until(b"# ")

    def until(self, last: bytes) -> float:
        """Reads until this has come; the moment."""
        kept = b""
        while last not in kept:
            kept = kept[-100:] + os.read(self.end, 65536)
        return time.perf_counter()

    def echo(self) -> float:
        """Milliseconds from a key to its echo."""
        before = time.perf_counter()
        os.write(self.end, b"x")
        return (self.until(b"x") - before) * 1000

    def output(self, name: str) -> float:
        """Seconds from Enter to the last line."""
        os.write(self.end, f"clear; cat /many; echo la''st-{name}-".encode())
        self.until(f"st-{name}-".encode())
        before = time.perf_counter()
        os.write(self.end, b"\r")
        return self.until(f"last-{name}-".encode()) - before


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    lines = asked.megabytes * 12500  # of 80 bytes
    text = "x" * 78
    run_container(NAME, f"yes {text} | head -n {lines} >/many; touch /ready; exec sleep 1000", "--init")
    network = Network(f"dockline-benchmark-{os.getpid()}")
    network.up()
    server = Server(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock"), network)
    try:
        server.prepare()
        server.start()
        with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
            browser = launch(playwright, network.chromium(Path(folder)))
            page = browser.new_context(viewport=WIDE).new_page()
            page.add_init_script(SEEING)
            sign_in(page, server.url)
            Terminal(page, server.url).opened(LINE).shows("#")
            line = CommandLine()
            echoes(line, page, asked.keys)
            cookies = page.context.cookies()
            browser.close()
            plain = PlainBrowser(network.chromium(Path(folder)), Path(folder) / "profile", cookies)
            try:
                outputs(line, plain, server.url, asked)
            finally:
                plain.end()
    finally:
        server.kill()
        network.down()
        remove(NAME)


def echoes(line: CommandLine, page: Page, keys: int) -> None:
    """Measures both in turns, and prints key to echo of each."""
    cli: list[float] = []
    parsed: list[float] = []
    drawn: list[float] = []
    for _key in range(keys):
        time.sleep(random.uniform(0.02, 0.06))  # noqa: S311 - not in step with the screen
        cli.append(line.echo())
        page.evaluate(ECHO)
        page.keyboard.press("x")
        one, two = page.evaluate("() => echo")
        parsed.append(one)
        drawn.append(two)
    for name, values in (("docker exec -it", cli), ("browser, parsed", parsed), ("browser, drawn", drawn)):
        print(f"key to echo, {name}: p50 {percentile(values, 0.5):.1f} ms, p99 {percentile(values, 0.99):.1f} ms")
    print(f"p50: {percentile(parsed, 0.5) - percentile(cli, 0.5):+.1f} ms")
    os.write(line.end, b"\x03")
    page.keyboard.press("Control+c")
    page.wait_for_timeout(300)


def outputs(line: CommandLine, browser: PlainBrowser, url: str, asked: argparse.Namespace) -> None:
    """Measures both in turns, and prints the time of the output in each, and their ratio."""
    firsts, others = [], []
    for number in range(asked.rounds):
        page = terminal_page(browser, url)
        firsts.append(output(line, page, asked.megabytes, f"first-{number}"))
        if number < asked.rounds - 1:
            page.close()
    others = [output(line, page, asked.megabytes, f"other-{number}") for number in range(asked.rounds)]
    for what, ratios in (("the first of a page", firsts), ("those after it", others)):
        print(f"{asked.megabytes} MB, {what}: {percentile(ratios, 0.5):.2f} of docker exec -it")


def terminal_page(browser: PlainBrowser, url: str) -> PlainPage:
    """A new page with a new terminal, as a person sees it before they type."""
    page = browser.opened(f"{url}/local/jobs/", SEEING)
    page.evaluate(LOADED)
    page.go(url + page.evaluate(f"({PERFORM})(['/local/line/', '{LINE}'])"))
    page.evaluate(CONNECTED)
    time.sleep(1)
    return page


def output(line: CommandLine, page: PlainPage, megabytes: int, name: str) -> float:
    """The time of one output, of the time of the CLI's; both are printed."""
    beside = line.output(name)
    page.insert_text(f"clear; cat /many; echo la''st-{name}-")
    time.sleep(0.3)
    page.evaluate(f"({OUTPUT})('last-{name}-')")
    page.enter()
    seconds = page.evaluate("output")
    longest, drawn = page.evaluate("[longest, drawn]")
    print(
        f"{megabytes} MB, {name}: docker exec -it {beside:.2f} s, browser {seconds:.2f} s, "
        f"ratio {seconds / beside:.2f}, longest task {longest:.0f} ms, drawn {drawn} times"
    )
    return seconds / beside


if __name__ == "__main__":
    main()
