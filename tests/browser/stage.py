"""What the pictures show: containers in every state, both counters with their ends, jobs in every state, a trail."""

from playwright.sync_api import Page, expect

from .serving import PrivateEngine

_WRITES = """
i=0; while true; do i=$((i+1))
printf '\\033[32mINFO\\033[0m  request %s GET /products/%s 200 in %s ms\\n' $i $((i*7%90)) $((i*13%48+3))
[ $((i%6)) = 0 ] && printf '\\033[33mWARN\\033[0m  cache miss for product %s\\n' $((i*7%90)) >&2
[ $((i%17)) = 0 ] && printf '\\033[31mERROR\\033[0m payment provider timed out, trying again\\n' >&2
sleep 0.4; done
"""
# Lines of JSON and of logfmt.
_REPORTS = """
i=0; while true; do i=$((i+1)); order="\\"order\\":{\\"id\\":$i,\\"items\\":$((i%5+1))}"
echo "{\\"level\\":\\"info\\",\\"msg\\":\\"order placed\\",$order,\\"took_ms\\":$((i*7%90))}"
[ $((i%4)) = 0 ] && echo "level=warn msg=\\"stock is low\\" product=$((i*3%90)) left=$((i%4+1)) warehouse=north"
[ $((i%9)) = 0 ] && echo "{\\"level\\":\\"error\\",\\"msg\\":\\"card declined\\",$order,\\"paid\\":false}" >&2
sleep 0.5; done
"""
_SERVES = "mkdir -p /www; echo hello >/www/index.html; httpd -p 80 -h /www; " + _WRITES
# What a terminal shows: a line that is written again and again.
_INSTALLS = r"""
for i in 10 40 70 100; do printf '\r%s%% downloaded' $i; sleep 0.2; done
printf '\r\n\033[1mReady.\033[0m\r\n'; sleep 3600
"""


# As docker compose labels what it makes.
_SHOP = ("-l", "com.docker.compose.project=shop", "-l", "com.docker.compose.oneoff=False")


def fill(engine: PrivateEngine) -> None:
    """Containers in every state but the counters, and two images more."""
    docker = engine.docker
    docker("network", "create", "shop")
    docker("tag", "busybox", "registry.example.org/shop/api:2.4.1")
    docker("run", "--name", "db-migrate", "busybox", "echo", "12 migrations applied")
    docker("run", "-d", "--name", "mail-worker", "busybox", "sh", "-c", "echo 'cannot reach smtp:25' >&2; exit 1")
    docker("run", "-d", "--name", "old-cache", "busybox", "sleep", "3600")
    docker("kill", "old-cache")
    docker("create", "--name", "shop-api-next", *_SHOP, "registry.example.org/shop/api:2.4.1", "top")
    docker("run", "-d", "--name", "batch-import", "busybox", "top")
    docker("pause", "batch-import")
    docker("run", "-d", "--name", "shop-orders", *_SHOP, "busybox", "sh", "-c", _REPORTS)
    docker("run", "-d", "--name", "shop-metrics", "--log-driver", "none", "busybox", "top")
    docker("run", "-d", "-t", "--name", "installer", "busybox", "sh", "-c", _INSTALLS)
    docker("run", "-d", "--name", "shop-search", "--health-cmd", "false", "--health-interval", "1s", "busybox", "top")
    docker(
        *("run", "-d", "--name", "shop-db", *_SHOP, "--network", "shop", "-v", "shop-data:/data"),
        *("busybox", "sh", "-c", _WRITES),
    )
    docker(
        *("run", "-d", "--name", "shop-web", *_SHOP, "--network", "shop", "-p", "8080:80", "-p", "127.0.0.1:9090:9090"),
        *("-e", "PAYMENT_KEY=sk_live_51H", "-e", "LOG_LEVEL=info", "-e", "DATABASE_URL=postgres://shop:secret@db/shop"),
        *("-l", "com.example.team=storefront", "-l", "note=<b>markup stays text</b>", "--restart", "unless-stopped"),
        *("-v", "shop-uploads:/var/uploads", "-v", "/cache", "--health-cmd", "true", "--health-interval", "2s"),
        *("busybox", "sh", "-c", _SERVES),
    )


def count(page: Page, url: str) -> None:
    """Both counters, started as demos; the careful one stopped and started again, the plain one killed."""
    for title, name in (("Careful counter", "counter-careful"), ("Plain counter", "counter-plain")):
        page.goto(f"{url}/local/")
        page.get_by_role("button", name=f"Start {title}").click()
        page.wait_for_url(f"**/local/containers/{name}/", timeout=60_000)
        expect(page.locator("[data-log]")).to_contain_text("count 2", timeout=60_000)
        page.locator("#container-actions").get_by_role("button", name="Stop", exact=True).first.click()
        expect(page.get_by_role("region", name="How it ended")).to_be_visible(timeout=60_000)


def work(page: Page, url: str) -> None:
    """A pull that fails, and a build that is still running; what is refused and who did what is in the trail."""
    page.goto(f"{url}/local/commands/image-pull/?line=docker%20pull%20shop/api:2.5")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_url("**/local/jobs/*/")
    expect(page.locator("[data-job-state=failed]")).to_be_visible(timeout=60_000)
    page.goto(f"{url}/local/commands/image-build/")
    page.locator("[name=tag]").first.fill("shop/api:2.5")
    page.locator("[name='path.dockerfile']").fill('FROM busybox\nRUN echo compiling && sleep 3600\nCMD ["top"]\n')
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_url("**/local/jobs/*/")
    expect(page.locator("[data-lines]")).to_contain_text("compiling", timeout=60_000)


def job_url(page: Page, url: str, state: str) -> str:
    """The path of the newest job in a state."""
    page.goto(f"{url}/local/jobs/?state={state}")
    return page.locator("main a[href*='/jobs/']").first.get_attribute("href") or ""
