"""A terminal as a person uses it: a docker line opens it; what stands on it, what it says of itself, typing into it."""

from playwright.sync_api import Page, WebSocket, expect

# As the command bar does it, confirmed: what a stream answers sends the browser to its page.
PERFORM = """async ([url, line]) => {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "HX-Request": "true" };
  const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams({ line, _confirmed: "on" }) });
  return answer.headers.get("HX-Redirect") ?? (await answer.text());
}"""


class Terminal:
    """The one terminal of a page; `opened` by a docker line."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.screen = page.locator(".xterm-rows")
        self.state = page.locator("[data-term-state]")
        self.note = page.locator("[data-term-note]")
        self.sent: list[str] = []
        page.on("websocket", self._watch)

    def opened(self, line: str) -> "Terminal":
        """Performs the line and waits until its terminal is there."""
        perform(self.page, self.url, line)
        expect(self.state).not_to_have_text("Connecting")
        return self

    def shell(self) -> "Terminal":
        """A shell in a container of its own, at its prompt."""
        self.opened("docker run -it busybox sh").shows("/ #")
        return self

    def size(self) -> tuple[int, int]:
        """Columns and rows, as the window says them."""
        columns, rows = self.page.locator("[data-term-size]").inner_text().split(" × ")
        return int(columns), int(rows)

    def shows(self, text: str) -> None:
        """Waits until it stands on the screen."""
        expect(self.screen).to_contain_text(text)

    def is_connected(self) -> None:
        """Waits until one can type."""
        expect(self.state).to_have_text("Connected")

    def type(self, text: str) -> None:
        """Types it, key by key."""
        self.page.keyboard.type(text)

    def enter(self, text: str) -> None:
        """Puts a line in at once, as a phone's keyboard does, and presses Enter."""
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def has_in_clipboard(self) -> str:
        """What the browser's clipboard holds."""
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def put_in_clipboard(self, text: str) -> None:
        """Copies it, as if from elsewhere."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def _watch(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(str(frame)))


def perform(page: Page, url: str, line: str) -> None:
    """Performs a docker line, as the command bar does, and opens the terminal that it answers with."""
    page.goto(f"{url}/local/jobs/")
    path = page.evaluate(PERFORM, ["/local/line/", line])
    assert path.startswith("/local/containers/"), path
    page.goto(url + path)
