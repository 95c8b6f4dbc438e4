"""Presets of a form: kept under a name without secrets, opened again, deleted, and nobody else's."""

import pytest
from django.urls import reverse

from containers.presets import keeping
from containers.presets.models import Preset

KEEP, FORM = reverse("preset_keep", args=["local"]), reverse("command", args=["local", "container-run"])
HTMX = {"HTTP_HX_REQUEST": "true"}
LINE = "docker run -d --name shop -e KEY=hunter2 -p 8080:80 busybox top"


@pytest.fixture
def kept(otto_browser, no_engine) -> Preset:
    otto_browser.post(KEEP, {"line": LINE, "preset": " my  shop "}, **HTMX)
    return Preset.objects.get()


def test_a_preset_is_listed_by_its_name_without_its_secret(otto_browser, kept):
    assert (kept.name, kept.command) == ("my shop", "container run")
    assert "hunter2" not in kept.line + kept.fields
    page = otto_browser.get(FORM).content.decode()
    assert f"{FORM}?preset={kept.id}" in page
    assert "docker run -d --name shop -p 8080:80 -e &#x27;KEY=***&#x27; busybox top" in page


def test_it_fills_the_form_which_asks_for_the_secret_again(otto_browser, kept):
    page = otto_browser.get(FORM, {"preset": kept.id}).content.decode()
    assert 'value="shop"' in page
    assert "The value of KEY is a secret, which is not kept." in page


def test_the_same_name_again_takes_its_place(otto_browser, kept):
    otto_browser.post(KEEP, {"line": "docker run nginx", "preset": "my shop"}, **HTMX)
    assert Preset.objects.get().line == "docker run nginx"


def test_nobody_else_opens_deletes_or_sees_it(otto_browser, ada_browser, kept):
    delete = reverse("preset_delete", args=["local", kept.id])
    assert ada_browser.get(FORM, {"preset": kept.id}).status_code == 404
    assert ada_browser.post(delete).status_code == 404
    assert kept.id not in ada_browser.get(FORM).content.decode()
    otto_browser.post(delete, **HTMX)
    assert not Preset.objects.exists()


@pytest.mark.parametrize(
    ("line", "name", "told"),
    [
        ("docker run --nam x busybox", "a", "has no flag --nam"),
        ("docker run busybox", " ", "needs a name"),
        ("docker run busybox", "n" * 81, "at most 80"),
    ],
)
def test_what_is_not_kept_says_why(otto_browser, line, name, told):
    answer = otto_browser.post(KEEP, {"line": line, "preset": name}, **HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (400, "#preset-problem")
    assert told in answer.content.decode()


def test_one_person_has_so_many_and_no_more(otto_browser, kept, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    answer = otto_browser.post(KEEP, {"line": "docker run busybox", "preset": "another"}, **HTMX)
    assert "delete one first" in answer.content.decode()
    assert Preset.objects.count() == 1
