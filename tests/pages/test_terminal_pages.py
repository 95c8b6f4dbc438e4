"""The ways to a terminal on a container's page, to whom they are offered, and the terminal's own page."""

from urllib.parse import urlencode

import pytest

SHELL = "docker exec -i -t {} sh"
ROOT = "docker exec -i -t -u 0 {} sh"


def page_of(browser, container: str) -> str:
    return browser.get(f"/local/containers/{container}/").content.decode()


def test_a_viewer_has_no_terminal(vera_browser, running):
    page = page_of(vera_browser, running)
    assert "ways-to-type" not in page
    assert "docker exec" not in page


def test_an_operator_has_shells_and_only_an_admin_one_as_root(otto_browser, ada_browser, running):
    for browser, as_root in ((otto_browser, False), (ada_browser, True)):
        page = page_of(browser, running)
        assert SHELL.format(running) in page
        assert f"docker attach --sig-proxy=false {running}" in page
        assert (ROOT.format(running) in page) is as_root


def test_a_stopped_container_can_be_started_and_attached_to(otto_browser, docker, fresh_name):
    docker("create", "-it", "--name", fresh_name, "busybox", "sh")
    assert f"docker start -a -i {fresh_name}" in page_of(otto_browser, fresh_name)


@pytest.mark.parametrize(
    ("line", "shown", "again"),
    [
        ("docker exec -i -t {} sh", True, True),
        ("docker exec -e 'KEY=***' {} env", True, False),
        ("docker run -i -t busybox sh", True, False),
        ("docker rm -f {}", False, False),
        ("what is this", False, False),
    ],
)
def test_a_terminal_shows_the_line_that_opened_it_and_offers_it_once_more_where_it_is_whole(
    otto_browser, running, line, shown, again
):
    query = urlencode({"session": "x", "of": "exec", "line": line.format(running)})
    page = otto_browser.get(f"/local/containers/{running}/terminal/?{query}").content.decode()
    assert ("term-head-line" in page) is shown
    assert ("data-term-again" in page) is again
