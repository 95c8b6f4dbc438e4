"""The command bar: what a typed line would do, what is wrong with it, and doing it."""

import json

import pytest
from django.urls import reverse

from containers.audit.models import AuditEntry

HTMX = {"HTTP_HX_REQUEST": "true"}
PREVIEW, RUN = reverse("line_preview", args=["local"]), reverse("line", args=["local"])


def test_the_preview_says_what_a_line_will_do(vera_browser):
    page = vera_browser.post(PREVIEW, {"line": "docker ps -a"}, **HTMX).content.decode()
    assert "List containers" in page
    assert "$ docker ps -a" in page
    assert not AuditEntry.objects.exists()


def test_docker_may_be_left_out(vera_browser):
    assert "$ docker ps -a" in vera_browser.post(PREVIEW, {"line": "ps -a"}, **HTMX).content.decode()


@pytest.mark.parametrize(
    ("line", "fault", "part"),
    [
        ("docker fly", "fly", "not a docker command"),
        ("docker run --nam x busybox", "--nam", "has no flag --nam"),
        ("docker run -p 99999:80 busybox", "99999:80", "99999"),
        ("docker run busybox echo $HOME", "$HOME", "variable of a shell"),
        ("docker logs web | grep x", "|", "pipes"),
        ("docker ps <b>", "&lt;b&gt;", ""),
    ],
)
def test_the_word_at_fault_is_marked(vera_browser, line, fault, part):
    page = vera_browser.post(PREVIEW, {"line": line}, **HTMX).content.decode()
    assert f'<span class="bar-fault">{fault}</span>' in page
    assert part in page
    assert "<b>" not in page


def test_a_secret_is_masked_in_the_preview(ada_browser):
    page = ada_browser.post(PREVIEW, {"line": "docker run -e PIN=1234 busybox"}, **HTMX).content.decode()
    assert "$ docker run -e &#x27;PIN=***&#x27; busybox" in page


def test_the_fault_is_marked_in_the_line_as_it_was_typed(vera_browser):
    page = vera_browser.post(PREVIEW, {"line": "  run  --nam x"}, **HTMX).content.decode()
    assert '<code hidden data-typed="  run  --nam x"><span>  run  </span><span class="bar-fault">--nam</span>' in page


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("docker stop  'pagesa-nobody'", "docker stop  'pagesa-nobody'"),
        ("docker run -d -e A=secret -e 'B C=s' nothing/here", "docker run -d -e A=*** -e 'B C='*** nothing/here"),
    ],
)
def test_a_line_is_kept_in_the_history_without_its_secrets(vera_browser, line, kept):
    answer = vera_browser.post(RUN, {"line": line}, **HTMX)
    assert json.loads(answer["HX-Trigger"]) == {"dockline:kept": {"line": kept}}


def test_a_line_with_a_masked_secret_is_not_run(otto_browser):
    answer = otto_browser.post(RUN, {"line": "docker run -d -e A=*** busybox"}, **HTMX)
    assert answer.status_code == 400
    assert '<span class="bar-fault">A=***</span>' in answer.content.decode()


def test_the_preview_says_when_the_right_is_missing(vera_browser):
    page = vera_browser.post(PREVIEW, {"line": "docker stop web"}, **HTMX).content.decode()
    assert "Your role has no right to docker stop." in page


@pytest.mark.engine
def test_a_line_is_run_and_its_rows_are_shown(vera_browser, running):
    page = vera_browser.post(RUN, {"line": f"docker ps -f name={running}"}, **HTMX).content.decode()
    assert f"<td>{running}</td>" in page
    assert AuditEntry.objects.filter(outcome="done", via="line").exists()


@pytest.mark.engine
def test_without_a_script_the_answer_is_a_page(vera_browser, engine):
    answer = vera_browser.post(RUN, {"line": "docker version"})
    assert answer.status_code == 200
    assert "<html" in answer.content.decode()


@pytest.mark.engine
def test_what_destroys_is_asked_about_once_more(otto_browser, running, docker):
    asked = otto_browser.post(RUN, {"line": f"docker rm -f {running}"}, **HTMX).content.decode()
    assert "every file it wrote outside of volumes" in asked
    assert docker("ps", "-qf", f"name={running}")
    otto_browser.post(RUN, {"line": f"docker rm -f {running}", "_confirmed": "on"}, **HTMX)
    assert not docker("ps", "-aqf", f"name={running}")


@pytest.mark.engine
def test_a_followed_log_leads_to_the_log(vera_browser, running):
    answer = vera_browser.post(RUN, {"line": f"docker logs -f --tail 5 {running}"}, **HTMX)
    assert answer["HX-Redirect"] == f"/local/containers/{running}/?tail=5#log"


def test_a_line_that_names_a_file_leads_to_the_form(otto_browser):
    answer = otto_browser.post(RUN, {"line": "docker build -t x ."}, **HTMX)
    assert answer.status_code == 400
    assert "Open the form" in answer.content.decode()


@pytest.mark.engine
def test_what_the_engine_says_no_to_is_a_sentence(otto_browser, engine):
    answer = otto_browser.post(RUN, {"line": "docker stop pagesa-nobody"}, **HTMX)
    assert answer.status_code == 404
    assert "pagesa-nobody" in answer.content.decode()


def test_without_the_right_nothing_is_done(vera_browser):
    answer = vera_browser.post(RUN, {"line": "docker stop web"}, **HTMX)
    assert answer.status_code == 403
    assert AuditEntry.objects.filter(outcome="refused", via="line").exists()


def test_no_engine_is_a_sentence_that_says_what_to_do(ada_browser, no_engine):
    answer = ada_browser.post(RUN, {"line": "docker ps"}, **HTMX)
    assert answer.status_code == 503
    assert "systemctl start docker" in answer.content.decode()
