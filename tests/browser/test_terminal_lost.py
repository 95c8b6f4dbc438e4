"""A terminal whose connection is lost, whose page is loaded again or opened elsewhere: it is the same program."""

import re
import time
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from .conftest import sign_in
from .network import Network
from .serving import PASSWORD
from .terminals import Terminal

LOST = "The connection to Dockline is lost"


@pytest.fixture
def shell(terminal: Terminal, docker) -> Terminal:
    """A shell executed in a container."""
    docker("run", "-d", "--name", "lost", "busybox", "sleep", "1000")
    terminal.opened("docker exec -it lost sh").shows("#")
    return terminal


@pytest.fixture
def cut(network: Network):
    yield network.cut
    network.plug_in()


def test_a_lost_connection_comes_back_to_the_same_program_nothing_missing_and_no_key_sent_twice(
    shell: Terminal, page: Page, watched, cut, network: Network
):
    shell.enter("mine=$$; i=0; (while [ $i -lt 30 ]; do i=$((i+1)); echo n$i.; sleep 0.1; done) &")
    shell.shows("n3.")
    cut()
    expect(shell.state).to_have_text("Connection lost, trying again")
    expect(shell.note).to_contain_text(LOST)
    shell.type("echo typed-$((1+1))-$mine-$$")
    page.keyboard.press("Enter")
    expect(shell.note).to_contain_text("29 characters")
    page.wait_for_timeout(900)
    network.plug_in()
    shell.shows("n30.")
    expect(shell.note).to_be_hidden()
    text = "".join(shell.screen.inner_text().split())
    assert re.findall(r"n(\d+)\.", text) == [str(number) for number in range(1, 31)]
    pids = re.findall(r"typed-2-(\d+)-(\d+)", text)
    assert len(pids) == 1
    assert pids[0][0] == pids[0][1]
    watched.faults.clear()  # a connection that cannot be made is an error in the console


def test_a_page_that_is_loaded_again_shows_what_was_there_and_answers_no_old_question(shell: Terminal, page: Page):
    # It asks where the cursor is (six characters of answer) and what terminal this is (seven).
    shell.enter(
        "clear; stty raw -echo; kept=yes; printf 'as\\033[6nk\\033[ced\\r\\n'; "
        "dd bs=1 count=13 of=/dev/null 2>/dev/null; stty sane; echo g''ot"
    )
    shell.shows("got")
    page.reload()
    shell.shows("asked")
    shell.is_connected()
    shell.enter("echo kept-$kept")
    shell.shows("kept-yes")
    expect(shell.screen).not_to_contain_text("not found")


def test_another_window_takes_it_over_and_it_can_be_taken_back(shell: Terminal, page: Page):
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("[data-term-state]")).to_have_text("Connected")
    expect(shell.state).to_have_text("Opened elsewhere")
    page.get_by_role("button", name="Take it back here").click()
    shell.is_connected()
    shell.enter("echo here-$((1+1))")
    shell.shows("here-2")
    expect(other.locator("[data-term-state]")).to_have_text("Opened elsewhere")


def test_a_container_that_is_killed_and_a_program_that_is_ended_say_so(shell: Terminal, page: Page, docker):
    page.get_by_role("button", name="End the program").click()
    page.get_by_role("button", name="End it").click()
    expect(shell.note).to_contain_text("docker exec -i -t lost sh")
    page.get_by_role("button", name="docker exec -i -t lost sh", exact=True).click()
    shell.is_connected()
    head = page.locator("#container-head")
    expect(head).to_contain_text("running")
    docker("rename", "lost", "found")
    expect(head.locator(".head-name")).to_have_text("found")
    docker("kill", "found")
    expect(shell.state).to_have_text("Ended with exit code 137")
    expect(shell.note).to_contain_text("SIGKILL")
    expect(head).to_contain_text("exited (137)")
    docker("rm", "found")
    expect(head).to_contain_text("removed")


def test_who_loses_the_right_is_told_and_their_program_ends(browser, server, docker):
    docker("run", "-d", "--name", "lost", "busybox", "sleep", "1000")
    server.manage("adduser", "otto", "--role", "operator", "--password-stdin", text=f"{PASSWORD}\n")
    with closing(browser.new_context()) as theirs:
        page = theirs.new_page()
        sign_in(page, server.url, "otto")
        shell = Terminal(page, server.url).opened("docker exec -it lost sh")
        shell.shows("#")
        shell.enter("sleep 7654321")
        taken = "from django.contrib.auth.models import User; User.objects.get(username='otto').groups.clear()"
        server.manage("shell", "-v", "0", "-c", taken)
        expect(shell.note).to_have_text(re.compile("You no longer have the right to this"), timeout=5000)
        expect(shell.state).to_have_text("Closed")
        shell.type("not sent")
        expect(shell.screen).not_to_contain_text("not sent")
    until = time.monotonic() + 15
    while "sleep 7654321" in docker("top", "lost"):
        assert time.monotonic() < until
        time.sleep(0.3)
