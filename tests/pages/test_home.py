"""Home and the shell around every page."""

import re

import pytest
from django.urls import reverse

HOME = reverse("home", args=["local"])


@pytest.mark.engine
def test_home_shows_the_engine_and_what_runs(vera_browser, running):
    page = vera_browser.get(HOME).content.decode()
    assert "API" in page
    assert f"/local/containers/{running}/" in page


@pytest.mark.engine
def test_home_offers_the_demos_with_their_lines(otto_browser, engine):
    page = otto_browser.get(HOME).content.decode()
    assert "docker run -d --name counter-careful" in page
    assert reverse("demo_start", args=["local", "counter-careful"]) in page


@pytest.mark.engine
def test_a_viewer_cannot_start_a_demo(vera_browser, engine):
    assert "Your role has no right to" in vera_browser.get(HOME).content.decode()
    assert vera_browser.post(reverse("demo_start", args=["local", "counter-careful"])).status_code == 403


def test_an_unknown_demo_is_a_sentence(ada_browser):
    answer = ada_browser.post(reverse("demo_start", args=["local", "nothing"]))
    assert answer.status_code == 404
    assert "There is no demo called nothing." in answer.content.decode()


@pytest.mark.engine
def test_without_a_role_home_says_who_can_give_one(mallory_browser, engine):
    answer = mallory_browser.get(HOME)
    assert answer.status_code == 200
    assert "has no role yet" in answer.content.decode()


def test_home_says_what_to_do_without_an_engine_and_looks_again(ada_browser, no_engine):
    answer = ada_browser.get(HOME)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No engine answers" in page
    assert "systemctl start docker" in page
    assert "data-live" in page


def test_other_pages_are_503_without_an_engine_and_go_on_by_themselves(ada_browser, no_engine):
    answer = ada_browser.post(reverse("command", args=["local", "container-ls"]), {"all": "on"})
    assert answer.status_code == 503
    assert "No engine answers" in answer.content.decode()
    assert "absent" in ada_browser.get(reverse("engine_state", args=["local"])).content.decode()


@pytest.mark.engine
def test_the_page_that_waits_is_loaded_anew_once_the_engine_answers(ada_browser, engine):
    answer = ada_browser.get(reverse("engine_state", args=["local"]), {"awaiting": "1"})
    assert answer["HX-Refresh"] == "true"


def test_an_unknown_host_is_a_sentence(ada_browser):
    answer = ada_browser.get(reverse("home", args=["mars"]))
    assert answer.status_code == 404
    assert "no engine called mars" in answer.content.decode()


def test_the_root_leads_to_the_first_engine(ada_browser):
    assert ada_browser.get("/")["Location"] == HOME


@pytest.mark.engine
def test_pages_load_nothing_from_elsewhere_and_have_no_inline_style(ada_browser, engine):
    for name in ("home", "containers", "images", "commands", "jobs", "trail"):
        page = ada_browser.get(reverse(name, args=["local"])).content.decode()
        assert not re.findall(r'<(?:script|link|img|iframe)[^>]* (?:src|href)="(?:https?:)?//', page), name
        assert " style=" not in page, name
        assert "<style" not in page, name
        assert not re.findall(r"<script(?![^>]* src=)", page), name


@pytest.mark.engine
def test_the_side_bar_names_where_one_is(ada_browser, engine):
    page = ada_browser.get(reverse("trail", args=["local"])).content.decode()
    assert re.search(r'href="/local/trail/" aria-current="page"', page)
