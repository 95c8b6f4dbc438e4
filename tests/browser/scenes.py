"""Every page and state that a picture is made of: where it is, and what one does there first."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect


def nothing(page: Page) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class Scene:
    """A picture: its name, the path of its page, what is done there, whether all of a long page is shown, who looks."""

    name: str
    path: str
    act: Callable[[Page], None] = nothing
    whole: bool = False
    who: str = "admin"


def bar(line: str, *, run: bool = False, stay_in_list: int = 0) -> Callable[[Page], None]:
    """The command bar open with a line, run or not, with one of the words marked that it could go on with."""

    def act(page: Page) -> None:
        page.keyboard.press(":")
        page.get_by_label("A docker command").fill(line)
        page.wait_for_timeout(600)
        for _step in range(stay_in_list):
            page.keyboard.press("ArrowDown")
        if run:
            page.keyboard.press("Enter")
            page.wait_for_timeout(1200)

    return act


def click(*names: str) -> Callable[[Page], None]:
    """Presses what these selectors find, one after the other."""

    def act(page: Page) -> None:
        for name in names:
            page.locator(name).locator("visible=true").first.click()
            page.wait_for_timeout(500)

    return act


def stay(seconds: int) -> Callable[[Page], None]:
    """Waits for figures to come."""
    return lambda page: page.wait_for_timeout(seconds * 1000)


def large_chart(name: str) -> Callable[[Page], None]:
    """The large chart of a figure, with what has come in some seconds."""

    def act(page: Page) -> None:
        page.locator(f"[data-tile={name}]").click()
        page.wait_for_timeout(5000)

    return act


def _wrong_password(page: Page) -> None:
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_timeout(800)


def _wrong_port(page: Page) -> None:
    page.locator("[name=image]").fill("nginx:1.27")
    page.locator("[name='publish.host']").first.fill("99999")
    page.locator("[name='publish.container']").first.fill("80")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_timeout(800)


def _filled_run(page: Page) -> None:
    page.locator("[name=image]").fill("busybox")
    page.locator("[name=name]").fill("web")
    page.locator("[name='publish.host']").first.fill("8081")
    page.locator("[name='publish.container']").first.fill("80")
    page.locator("[name='env.name']").first.fill("API_KEY")
    page.locator("[name='env.value']").first.fill("sk_live_51H")
    page.wait_for_timeout(900)


def _searched_run(page: Page) -> None:
    page.get_by_label("Search options").fill("command")
    page.wait_for_timeout(400)


def _edited_run(page: Page) -> None:
    _filled_run(page)
    page.get_by_role("button", name="Edit this line").click()
    page.get_by_label("The docker line").fill("docker run -d --name web -p 8080:80 --nam web busybox")
    page.wait_for_timeout(900)


def _stopping(page: Page) -> None:
    """Needs a container that takes its time; it is started again for the next picture."""
    start = page.locator("#container-actions").get_by_role("button", name="Start", exact=True)
    if start.count():
        start.first.click()
        expect(page.locator("#container-head")).to_contain_text("running")
    page.locator("#container-actions").get_by_role("button", name="Stop", exact=True).first.click()
    page.wait_for_timeout(4200)


SIGNED_OUT = [
    Scene("sign-in", "/sign-in/", who=""),
    Scene("sign-in-wrong", "/sign-in/", _wrong_password, who=""),
]
EMPTY = [
    Scene("home-empty", "/local/"),
    Scene("containers-empty", "/local/containers/"),
    Scene("images-empty", "/local/images/"),
    Scene("stats-empty", "/local/stats/"),
    Scene("events-empty", "/local/events/?type=plugin"),
    Scene("jobs-empty", "/local/jobs/"),
    Scene("trail-empty", "/local/trail/"),
]
FILLED = [
    Scene("home", "/local/"),
    Scene("containers", "/local/containers/"),
    Scene("containers-found", "/local/containers/?state=running&q=shop"),
    Scene(
        "containers-filters", "/local/containers/?project=shop&state=running", click("[data-key=facet-labels] summary")
    ),
    Scene("containers-columns", "/local/containers/?size=1&sort=name", click(".columns-menu summary")),
    Scene("containers-folded", "/local/containers/", click("[data-fold]")),
    Scene("containers-none-found", "/local/containers/?q=nothing"),
    Scene("containers-chosen", "/local/containers/", click("[data-choose]", "[data-container=shop-db] [data-choose]")),
    Scene("containers-menu", "/local/containers/", click("[data-container=shop-web] details > summary")),
    Scene(
        "containers-remove",
        "/local/containers/",
        click(
            "[data-container=shop-web] details > summary",
            "[data-container=shop-web] details [data-command=container-rm] button[type=submit]",
        ),
    ),
    Scene("container", "/local/containers/shop-web/"),
    Scene("container-stats", "/local/containers/shop-web/", large_chart("cpu")),
    Scene("container-stats-two-curves", "/local/containers/shop-web/", large_chart("network")),
    Scene("container-whole", "/local/containers/shop-web/", whole=True),
    Scene("container-revealed", "/local/containers/shop-web/", click(".reveal button[type=submit]"), whole=True),
    Scene("container-processes", "/local/containers/shop-web/", click("#processes h2"), whole=True),
    Scene("container-unhealthy", "/local/containers/shop-search/", whole=True),
    Scene("container-inspect", "/local/containers/shop-web/", click("#inspect h2", ".inspect-raw summary"), whole=True),
    Scene("container-ended-well", "/local/containers/counter-careful/"),
    Scene("container-killed", "/local/containers/counter-plain/"),
    Scene("container-failed", "/local/containers/mail-worker/"),
    Scene("container-created", "/local/containers/shop-api-next/"),
    Scene("container-paused", "/local/containers/batch-import/"),
    Scene("container-gone", "/local/containers/never-was/"),
    Scene("stats", "/local/stats/", stay(6)),
    Scene("stats-all-sorted", "/local/stats/?all=1&sort=-memory", stay(3)),
    Scene("stats-one-found", "/local/stats/?q=shop-web", stay(3)),
    Scene("log", "/local/containers/shop-web/log/"),
    Scene("log-fields", "/local/containers/shop-orders/log/", click(".log-window .has-fields >> nth=-2")),
    Scene("log-search", "/local/containers/shop-web/log/?q=cache+miss", click(".hit")),
    Scene("log-bad-pattern", "/local/containers/shop-web/log/?q=(cache&regex=1"),
    Scene("log-only", "/local/containers/shop-web/log/?q=payment&only=1&level=error&since=1h"),
    Scene("log-time", "/local/containers/shop-web/log/", click(".log-times summary")),
    Scene("log-jump", "/local/containers/shop-web/log/", click("[data-log-jump] >> xpath=../summary")),
    Scene("log-ended", "/local/containers/mail-worker/log/"),
    Scene("log-waiting", "/local/containers/shop-api-next/log/"),
    Scene("log-unreadable", "/local/containers/shop-metrics/log/"),
    Scene("log-terminal", "/local/containers/installer/log/"),
    Scene("logs-choose", "/local/logs/"),
    Scene("logs", "/local/logs/?container=shop-web&container=shop-orders&container=mail-worker"),
    Scene("logs-search", "/local/logs/?container=shop-web&container=shop-orders&q=payment+provider"),
    Scene("events", "/local/events/"),
    Scene("events-filtered", "/local/events/?type=container&event=start&filter=label%3Da", click(".event summary")),
    Scene("images", "/local/images/"),
    Scene("images-menu", "/local/images/", click(".image-rows details > summary")),
    Scene("commands", "/local/commands/", whole=True),
    Scene("run", "/local/commands/container-run/", _filled_run),
    Scene("run-whole", "/local/commands/container-run/", _filled_run, whole=True),
    Scene("run-search", "/local/commands/container-run/", _searched_run),
    Scene("run-edited", "/local/commands/container-run/", _edited_run),
    Scene("run-wrong", "/local/commands/container-run/", _wrong_port),
    Scene("build", "/local/commands/image-build/", whole=True),
    Scene("remove-form", "/local/commands/container-rm/?line=docker%20rm%20-f%20shop-db"),
    Scene("bar", "/local/containers/", bar("docker run -d --name web -p 8081:80 -v data:/srv nginx:1.27")),
    Scene("bar-flags", "/local/containers/", bar("docker run -d --", stay_in_list=2)),
    Scene("bar-names", "/local/containers/", bar("docker stop shop-")),
    Scene("bar-wrong", "/local/containers/", bar("docker run --nonsense busybox")),
    Scene("bar-ran", "/local/containers/", bar("docker ps", run=True)),
    Scene("bar-destroys", "/local/containers/", bar("docker rm -f shop-web", run=True)),
    Scene("bar-refused", "/local/containers/", bar("docker inspect never-was", run=True)),
    Scene("keys", "/local/containers/", lambda page: page.keyboard.press("?")),
    Scene("jobs", "/local/jobs/"),
    Scene("job-running", "running"),
    Scene("job-failed", "failed"),
    Scene("job-done", "done"),
    Scene("trail", "/local/trail/"),
    Scene("no-page", "/local/nothing/here/"),
    Scene("no-right", "/local/containers/", who="mallory"),
    Scene("viewer", "/local/containers/shop-web/", who="vera"),
    Scene("api", "/api/v1/docs"),
]


def _shell(page: Page) -> None:
    """A shell in shop-web, with something in colours."""
    bar("docker exec -it shop-web sh", run=True)(page)
    expect(page.locator("[data-term-state]")).to_have_text("Connected", timeout=20_000)
    page.keyboard.insert_text("ls --color=always -la / | head -n 9; echo '한국어 😀 ✓'")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)


def _shell_searched(page: Page) -> None:
    _shell(page)
    page.keyboard.press("Control+Shift+F")
    page.keyboard.type("root")
    page.wait_for_timeout(400)


def _shell_ended(page: Page) -> None:
    _shell(page)
    page.keyboard.type("exit 2\n")
    expect(page.locator("[data-term-state]")).to_contain_text("exit code 2")


def _no_bash(page: Page) -> None:
    bar("docker exec -it shop-web bash", run=True)(page)
    expect(page.locator("[data-term-state]")).to_contain_text("exit code", timeout=20_000)


def _terminal(page: Page) -> None:
    bar("docker run -it --rm busybox sh", run=True)(page)
    expect(page.locator("[data-term-state]")).to_have_text("Connected", timeout=20_000)


SLOW = [Scene("container-stopping", "/local/containers/old-cache/", _stopping)]
TERMINAL = [
    Scene("terminal", "/local/containers/", _terminal),
    Scene("terminal-ways", "/local/containers/shop-web/", click(".ways-to-type > summary")),
    Scene("terminal-shell", "/local/containers/", _shell),
    Scene("terminal-searched", "/local/containers/", _shell_searched),
    Scene("terminal-ended", "/local/containers/", _shell_ended),
    Scene("terminal-no-bash", "/local/containers/", _no_bash),
]
AWAY = [
    Scene("home-away", "/local/"),
    Scene("containers-away", "/local/containers/"),
    Scene("container-away", "/local/containers/shop-web/"),
    Scene("bar-away", "/local/trail/", bar("docker ps", run=True)),
]
# name of the scene: name of the picture in docs/pictures
README = {
    "home": "home",
    "containers": "containers",
    "container": "container",
    "container-killed": "how-it-ended",
    "run": "run",
    "bar": "command-bar",
}
