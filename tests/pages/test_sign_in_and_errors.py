"""Signing in, and what is said where no page answers."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

SIGN_IN = reverse("sign_in")


@pytest.fixture
def grace(db) -> User:
    return User.objects.create_user("grace", password="a-long-harbour-word")


def sign_in(password: str = "a-long-harbour-word", **more: str):
    return Client().post(SIGN_IN, {"username": "grace", "password": password} | more)


def test_a_good_password_leads_home(grace):
    assert sign_in()["Location"] == "/"


def test_a_wrong_password_is_a_sentence(grace):
    answer = sign_in("wrong")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert 'value="grace"' in answer.content.decode()


def test_next_is_followed_to_our_own_pages(grace):
    assert sign_in(next="/local/trail/")["Location"] == "/local/trail/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_next_never_leads_to_another_site(grace, elsewhere):
    assert sign_in(next=elsewhere)["Location"] == "/"


def test_signing_out_takes_a_post(otto_browser):
    assert otto_browser.get(reverse("sign_out")).status_code == 405
    assert otto_browser.post(reverse("sign_out"))["Location"] == SIGN_IN


def test_a_path_that_is_no_page_is_a_sentence(otto_browser):
    answer = otto_browser.get("/local/no/such/page/")
    assert answer.status_code == 404
    assert "There is no page at /local/no/such/page/." in answer.content.decode()


def test_a_path_with_markup_in_it_is_text(otto_browser):
    page = otto_browser.get("/local/<script>alert(1)</script>/").content.decode()
    assert "<script>alert" not in page


def test_a_form_from_elsewhere_is_refused_with_a_sentence(otto):
    client = Client(enforce_csrf_checks=True)
    client.force_login(otto)
    answer = client.post(reverse("line", args=["local"]), {"line": "docker ps"})
    assert answer.status_code == 403
    assert "The form was not taken" in answer.content.decode()


def test_htmx_is_answered_with_a_part(otto_browser):
    answer = otto_browser.get("/local/no/such/page/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 404
    assert "<html" not in answer.content.decode()


def test_a_page_whose_sign_in_ended_is_sent_to_sign_in_and_back(db):
    answer = Client().get(
        reverse("engine_state", args=["local"]),
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/local/jobs/?state=done",
    )
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Flocal%2Fjobs%2F%3Fstate%3Ddone"


def test_a_failure_of_ours_tells_nothing_of_its_inside(otto_browser, monkeypatch):
    otto_browser.raise_request_exception = False

    def breaks(*args, **kwargs):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("containers.pages.trail.asked_by", breaks)
    answer = otto_browser.get(reverse("trail", args=["local"]))
    assert answer.status_code == 500
    assert "Something broke" in answer.content.decode()
    assert "secret inside" not in answer.content.decode()
