"""Live figures as a person sees them: the table, a container's charts, the list's small curves."""

import re

import pytest
from playwright.sync_api import Page, expect

from containers.engine.stat_words import binary_size, decimal_size

# A curve has the colour that the page's theme gives it now, and that is not the other theme's.
DRAWN_IN_THE_THEMES_COLOUR = """() => {
  const canvas = document.querySelector("[data-tile=cpu] .tile-chart canvas");
  const [dot, probe] = [document.createElement("canvas"), document.createElement("span")];
  probe.style.color = "var(--curve-a)";
  canvas.parentElement.append(probe);
  const pen = dot.getContext("2d", { willReadFrequently: true });
  pen.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  pen.fillRect(0, 0, 1, 1);
  const wanted = pen.getImageData(0, 0, 1, 1).data;
  dot.width = canvas.width;
  dot.height = canvas.height;
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, dot.width, dot.height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 150 && [0, 1, 2].every((part) => Math.abs(data[at + part] - wanted[part]) < 8)) return true;
  }
  return false;
}"""

BUSY = "i=0; while :; do i=$((i+1)); [ $((i%2000)) = 0 ] && usleep 30000; done"


@pytest.fixture
def two(docker) -> None:
    docker("run", "-d", "--name", "stats-busy", "--memory", "64m", "busybox", "sh", "-c", BUSY)
    docker("run", "-d", "--name", "stats-idle", "busybox", "sleep", "600")
    docker("run", "--name", "stats-ended", "busybox", "true")


def names(page: Page) -> list[str]:
    return page.locator(".stats-rows tbody tr:visible .stats-link").all_inner_texts()


def test_the_table_is_docker_stats_sorted_searched_and_summed_up(page: Page, server, docker, two, watched):
    page.goto(f"{server.url}/local/stats/")
    busy = page.locator(".stats-rows tbody tr", has_text="stats-busy")
    expect(busy.locator(".stats-cpu .stats-value")).to_contain_text("%")
    expect(busy.locator(".stats-memory .stats-value")).to_contain_text(" / 64MiB")
    expect(busy.locator(".stats-pids .stats-value")).to_have_text(re.compile("^[12]$"))
    assert sorted(names(page)) == ["stats-busy", "stats-idle"]
    page.get_by_role("button", name="CPU").click()
    expect(page.locator("[data-column=cpu]")).to_have_attribute("aria-sort", "descending")
    page.mouse.move(0, 0)
    expect(page.locator(".stats-rows tbody tr").first).to_contain_text("stats-busy")
    assert "sort=-cpu" in page.url
    expect(page.locator("tfoot .stats-name")).to_have_text("2 containers")
    page.get_by_role("searchbox").fill("idle")
    expect(page.locator("tfoot .stats-name")).to_have_text("1 of 2 containers")
    assert names(page) == ["stats-idle"]
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Stopped ones too").check()
    ended = page.locator(".stats-rows tbody tr", has_text="stats-ended")
    expect(ended.locator(".stats-memory .stats-value")).to_have_text("-")
    expect(page.locator("[data-stats-line] .line-text")).to_have_text("docker stats -a")
    written_as_docker_does(page)
    docker("rm", "-f", "stats-idle")
    expect(page.locator(".stats-rows tbody tr", has_text="stats-idle")).to_have_count(0)
    watched.check()


def written_as_docker_does(page: Page) -> None:
    counts = [0, 1, 999, 1000, 1023, 1024, 1050, 99_950, 999_600, 22_208_512, 25_276_502_016, 1_234_567_890_123]
    written = page.evaluate(
        """async (counts) => {
          const url = [...document.scripts].map((script) => script.src).find((src) => src.includes("js/stats/table"));
          const { binary, decimal } = await import(new URL("units.js", url));
          return counts.map((count) => [binary(count), decimal(count)]);
        }""",
        counts,
    )
    assert written == [[binary_size(count), decimal_size(count)] for count in counts]


def test_a_containers_charts_follow_it_and_one_can_be_made_large(page: Page, server, docker, two, watched):
    page.goto(f"{server.url}/local/images/")
    page.keyboard.press(":")
    page.get_by_label("A docker command").fill("docker stats stats-busy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/containers/stats-busy/#stats")
    tile = page.locator("[data-tile=cpu]")
    expect(tile.locator(".tile-value")).to_contain_text("%")
    expect(page.locator("[data-tile=memory] .tile-more")).to_contain_text("/ 64MiB")
    expect(page.locator("[data-tile=network] .tile-value")).to_contain_text("/s")
    expect(page.locator(".tile-chart canvas")).to_have_count(5)
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
        page.wait_for_function(DRAWN_IN_THE_THEMES_COLOUR)
    tile.focus()
    page.keyboard.press("Enter")
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".large-chart canvas")).to_have_count(1)
    expect(page.locator("[data-large-value]")).to_contain_text("%")
    wide = page.locator(".large-chart .uplot").bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    narrow = page.locator(".large-chart .uplot").bounding_box()
    assert wide
    assert narrow
    assert narrow["width"] < 390 < wide["width"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    docker("kill", "stats-busy")
    expect(page.locator("[data-stats-said]")).to_contain_text("does not run")
    expect(tile.locator(".tile-value")).to_have_text("-")
    docker("start", "stats-busy")
    expect(tile.locator(".tile-value")).to_contain_text("%", timeout=15_000)
    watched.check()


def test_the_list_has_curves_of_what_can_be_seen_and_asks_for_nothing_else(page: Page, server, docker, two, watched):
    asked: list[str] = []
    page.on("websocket", lambda socket: asked.append(socket.url) if "/stats/" in socket.url else None)
    page.goto(f"{server.url}/local/containers/")
    row = page.locator("[data-container=stats-busy]")
    expect(row.locator("[data-value]").first).to_contain_text("%")
    assert len(asked) == 1
    page.wait_for_timeout(2500)
    assert row.locator("path").first.get_attribute("d")
    expect(page.locator("[data-container=stats-ended] [data-row-stats]")).to_have_count(0)
    docker("run", "-d", "--name", "stats-later", "busybox", "sleep", "600")
    expect(page.locator("[data-container=stats-later] [data-value]").last).to_contain_text("iB", timeout=15_000)
    assert len(asked) == 1, "one socket, told which rows there are"
    watched.check()
