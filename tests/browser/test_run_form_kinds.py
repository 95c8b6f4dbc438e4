"""The form of docker run with a dozen kinds of options filled by hand: its line, and the container that comes of it."""

import json
import shlex

from playwright.sync_api import Page, expect

# The line of the form; a file that it names is chosen on the form.
LINE = (
    "docker run -d --name {name} -p 127.0.0.1:8093:80/udp -v kinds-data:/data:ro -e 'TITLE=two words' -e KEY=hunter2 "
    "--network bridge --restart on-failure:3 -l team=web --env-file {file} --init --stop-timeout 7 --pull never "
    "--add-host db:10.0.0.5 --tmpfs /run -m 64m --cpus 0.5 --ulimit nofile=64:128 --health-cmd true "
    "--health-interval 30s --log-opt max-size=1m --cap-drop NET_RAW busybox sleep 600"
)
TEXTS = {
    "image": "busybox",
    "command": "sleep 600",
    "name": "kinds",
    "publish.host": "127.0.0.1:8093",
    "publish.container": "80",
    "volume.source": "kinds-data",
    "volume.target": "/data",
    "network": "bridge",
    "restart": "on-failure:3",
    "label.name": "team",
    "label.value": "web",
    "stop-timeout": "7",
    "add-host": "db:10.0.0.5",
    "tmpfs": "/run",
    "memory": "64m",
    "cpus": "0.5",
    "ulimit.name": "nofile",
    "ulimit.value": "64:128",
    "health-cmd": "true",
    "health-interval": "30s",
    "log-opt.name": "max-size",
    "log-opt.value": "1m",
    "cap-drop": "NET_RAW",
}
CHOICES = {"publish.protocol": "udp", "volume.mode": "ro", "init": "on", "pull": "never"}
# Of an inspect, what tells nothing of what was asked: the id, and to whom `docker create` would show its output.
LEFT_OUT = {"Hostname", "AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce"}


def made_of(docker, name: str) -> dict[str, object]:
    """What an inspect says that a container was made of."""
    (inspect,) = json.loads(docker("inspect", name))
    config = {key: value for key, value in inspect["Config"].items() if key not in LEFT_OUT}
    return {"config": config, "host": inspect["HostConfig"], "mounts": inspect["Mounts"]}


def test_a_container_of_many_kinds_of_options_is_as_the_docker_cli_makes_it(page: Page, server, docker, tmp_path):
    file = tmp_path / "values.env"
    file.write_text("# a comment\nFROM_FILE=yes\n")
    page.goto(f"{server.url}/local/commands/container-run/")
    for group in page.locator("details.group > summary").all():
        group.click()
    for name, text in TEXTS.items():
        page.locator(f"[name='{name}']").first.fill(text)
    for name, choice in CHOICES.items():
        page.locator(f"[name='{name}']").first.select_option(choice)
    page.locator("[name='env.name']").first.fill("TITLE")
    page.locator("[name='env.value']").first.fill("two words")
    page.locator("[data-field=env] [data-row-add]").click()
    page.locator("[name='env.name']").nth(1).fill("KEY")
    page.locator("[name='env.value']").nth(1).fill("hunter2")
    page.locator("[name='env-file.files']").set_input_files(file)
    line = LINE.format(name="kinds", file="values.env")
    expect(page.locator("#strip [data-line]")).to_have_attribute("data-line", line)
    expect(page.locator(".problem:not(:empty)")).to_have_count(0)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("link", name="Container kinds")).to_be_visible()

    words = shlex.split(LINE.format(name="kinds-of-the-cli", file=file))
    docker("create", *words[3:])
    assert made_of(docker, "kinds") == made_of(docker, "kinds-of-the-cli")
