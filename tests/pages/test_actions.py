"""The action tag: a button with its line, its right, and its fields."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from containers.access.actor import Actor


def drawn(user, tag: str, **words) -> str:
    request = RequestFactory().get("/local/containers/")
    context = {"request": request, "actor": Actor(user, "page"), "host": "local", "csrf_token": "token"} | words
    return Template("{% load dockline %}" + tag).render(Context(context))


def test_it_shows_its_line_and_posts_its_fields(otto):
    page = drawn(
        otto, '{% action "container stop" containers=name timeout=5 label="Stop" icon="player-stop" %}', name="web"
    )
    assert "docker stop -t 5 web" in page
    assert '<input type="hidden" name="containers" value="web">' in page
    assert '<input type="hidden" name="timeout" value="5">' in page
    assert 'action="/local/commands/container-stop/"' in page


@pytest.mark.parametrize("look", ["button", "line", "menu"])
def test_the_line_is_text_in_every_look(otto, look):
    page = drawn(otto, '{% action "container stop" containers="web" look=look label="Stop" %}', look=look)
    assert "docker stop web</code>" in page


def test_without_the_right_it_is_disabled_and_says_so(vera):
    page = drawn(vera, '{% action "container stop" containers="web" label="Stop" %}')
    assert "disabled" in page
    assert "Your role has no right to docker stop." in page


def test_it_can_say_why_it_cannot_be_pressed_now(otto):
    page = drawn(otto, '{% action "container stop" containers="web" unless="It is starting." %}')
    assert "It is starting." in page
    assert "disabled" in page


def test_names_with_markup_are_text(otto):
    page = drawn(otto, '{% action "container stop" containers=name look="menu" %}', name='"><script>alert(1)</script>')
    assert "<script>" not in page


def test_a_secret_is_masked_where_it_is_shown(otto):
    page = drawn(otto, '{% action "container run" image="busybox" env="PIN=1234" %}')
    assert "PIN=***" in page
