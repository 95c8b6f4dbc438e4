"""How the command bar completes a line by itself: commands, flags, their values, names; and how one steers it."""

from playwright.sync_api import Page, expect

NAMES = {
    "containers": ["db", "web", "web-2"],
    "images": ["busybox:latest", "nginx:1.27"],
    "networks": ["bridge", "none"],
    "volumes": ["data"],
}
# What is typed, and the first words it could go on with; [] for none.
GOES_ON = {
    "docker pu": ["pull"],
    "pu": ["pull"],
    "docker container un": ["unpause"],
    "docker contai": ["container"],
    "docker stop w": ["web", "web-2"],
    "docker stop web ": ["db", "web-2"],
    "docker stop -t 5 d": ["db"],
    "docker stop -t ": [],
    "docker run --netw": ["--network"],
    "docker run --network n": ["none"],
    "docker run --network=n": ["--network=none"],
    "docker run -d b": ["busybox:latest"],
    "docker run -itd b": ["busybox:latest"],
    "docker run -v d": ["data"],
    "docker run -dv d": ["data"],
    "docker run --restart on": ["on-failure", "on-failure:5"],
    "docker run busybox --net": [],
    "docker run -e 'A=b c' --name x ngi": ["nginx:1.27"],
    "docker logs -f web ": [],
    "docker logs -- w": ["web", "web-2"],
    "docker inspect --type i": ["image"],
    "docker ps web": [],
    "docker ps -f status=p": ["status=paused"],
    "docker fly ": [],
    "ls ": [],
}
# What is explained of the word that is being typed.
EXPLAINED = {
    "docker run --restart ": "--restart string",
    "docker run -d": "-d --detach",
    "docker run -itd": "-itd",
    "docker run -e A": "-e --env list",
    "docker run ": "IMAGE",
    "docker stop -t": "-t --time",
    "docker ru": None,
}
COMPLETE = """async ([url, names, lines]) => {
  const { complete } = await import("/static/js/commands/completing.js");
  const vocabulary = await (await fetch(url)).json();
  return lines.map((line) => complete(vocabulary, names, line, line.length));
}"""


def test_a_line_goes_on_with_commands_flags_values_and_names(page: Page, server):
    page.goto(f"{server.url}/local/trail/")
    lines = [*GOES_ON, *EXPLAINED]
    told = dict(zip(lines, page.evaluate(COMPLETE, ["/local/line/words/", NAMES, lines]), strict=True))
    first = {line: [choice["word"] for choice in told[line]["choices"]][: len(GOES_ON[line]) or 1] for line in GOES_ON}
    assert first == GOES_ON
    for line, title in EXPLAINED.items():
        now = told[line]["now"]
        assert now["title"].startswith(title) if title else now is None, (line, now)
    (both,) = page.evaluate(COMPLETE, ["/local/line/words/", NAMES, ["docker run -itd"]])
    assert all(flag in both["now"]["help"] for flag in ("-i ", "-t ", "-d "))


def test_one_completes_by_keys_and_comes_back_to_earlier_lines_without_their_secrets(page: Page, server, docker):
    docker("run", "-d", "--name", "bar-there", "busybox", "top")
    page.goto(f"{server.url}/local/trail/")
    page.keyboard.press(":")
    field = page.get_by_role("combobox", name="A docker command")
    options = page.get_by_role("listbox").get_by_role("option")
    field.press_sequentially("docker sto")
    expect(options.first).to_contain_text("stop")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "preview" not in request.url else None)
    field.press("Tab")
    expect(field).to_have_value("docker stop ")
    field.press_sequentially("--ti")
    expect(options.first).to_contain_text("Seconds")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    for _letter in "--ti":
        field.press("Backspace")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "bar-choice-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("docker stop bar-there ")
    assert not asked  # no request for any key but the preview's

    field.fill("docker run -p 99999:80 -e KEY=hunter2 busybox")
    expect(page.locator(".bar-mirror .bar-fault")).to_have_text("99999:80")
    field.fill("docker run --rm -d -e KEY=hunter2 busybox top")
    field.press("Enter")
    expect(page.locator("#bar-answer [data-done]")).to_be_visible()
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "KEY=***" in kept
    assert "hunter2" not in kept
    page.goto(f"{server.url}/local/")
    page.keyboard.press(":")
    field.press("ArrowUp")
    expect(field).to_have_value("docker run -d --rm -e KEY=*** busybox top")
    expect(page.locator(".bar-mirror .bar-fault")).to_have_text("KEY=***")
    field.press("ArrowDown")
    expect(field).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("#command-bar")).to_be_hidden()
