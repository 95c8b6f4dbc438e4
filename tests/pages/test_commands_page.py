"""The cheat sheet and the forms: shown, previewed, refused in sentences, performed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from containers.audit.models import AuditEntry
from containers.commands.registry import COMMANDS
from containers.jobs.models import Job

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(slug: str, name: str = "command") -> str:
    return reverse(name, args=["local", slug])


@pytest.mark.engine
def test_the_cheat_sheet_lists_every_command_with_its_line(vera_browser, engine):
    page = vera_browser.get(reverse("commands", args=["local"])).content.decode()
    for command in COMMANDS:
        assert f"docker {command.short}" in page
        assert f"/local/commands/{command.slug}/" in page


@pytest.mark.engine
@pytest.mark.parametrize("command", COMMANDS, ids=[command.slug for command in COMMANDS])
def test_every_command_has_a_form_that_explains_its_options(ada_browser, engine, command):
    answer = ada_browser.get(url(command.slug))
    assert answer.status_code == 200
    for option in command.options:
        assert option.flag in answer.content.decode()


def test_a_form_without_the_right_is_shown_and_cannot_be_sent(vera_browser, no_engine):
    page = vera_browser.get(url("container-run")).content.decode()
    assert "Your role has no right to docker run." in page
    assert "disabled" in page


@pytest.mark.engine
def test_a_line_fills_its_form(ada_browser, engine):
    page = ada_browser.get(
        url("container-run"), {"line": "docker run -d --name web -p 8080:80 busybox top"}
    ).content.decode()
    assert 'value="web"' in page
    assert 'value="8080"' in page
    assert "docker run -d --name web -p 8080:80 busybox top" in page


@pytest.mark.engine
def test_a_line_of_another_command_leads_to_its_form(ada_browser, engine):
    answer = ada_browser.get(url("container-run"), {"line": "docker stop web"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(url("container-stop"))


def test_the_preview_masks_what_is_shown_and_copies_the_whole_line(ada_browser):
    answer = ada_browser.post(url("container-run", "command_preview"), {"image": "busybox", "env": "PIN=1234"}, **HTMX)
    page = answer.content.decode()
    assert "PIN=***" in page
    assert 'data-copy="docker run -e PIN=1234 busybox"' in page
    assert "no-store" in answer["Cache-Control"]


def test_the_preview_tells_a_fault_at_its_field(ada_browser):
    page = ada_browser.post(
        url("container-run", "command_preview"),
        {"image": "busybox", "publish.host": "8080", "publish.container": ""},
        **HTMX,
    ).content.decode()
    assert "&quot;publish&quot;" in page
    assert "needs the container" in page


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("docker run -d --name web busybox", 'name="name" id="field-name" value="web"'),
        ("docker run --nam web busybox", '<span class="bar-fault">--nam</span>'),
        ("docker stop web", "This is a line of docker stop."),
    ],
)
def test_the_form_follows_an_edited_line_or_says_why_not(ada_browser, no_engine, line, told):
    answer = ada_browser.post(url("container-run", "command_follow"), {"line": line}, **HTMX)
    assert told in answer.content.decode()
    assert answer.status_code == 200
    assert not AuditEntry.objects.exists()


@pytest.mark.engine
def test_what_the_guard_would_refuse_is_said_while_the_form_is_filled(otto_browser, engine):
    fields = {"image": "busybox", "volume.source": "/etc", "volume.target": "/x"}
    page = otto_browser.post(url("container-run", "command_preview"), fields, **HTMX).content.decode()
    assert "&quot;volume&quot;" in page
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"env.name": "PIN", "env.value": "***"}, "PIN"),
        ({"mount": "type=volume,target=/x,volume-opt=password=***"}, "password"),
    ],
)
def test_a_secret_that_was_not_kept_is_asked_for_again(ada_browser, fields, name):
    given = {"image": "busybox", **fields}
    page = ada_browser.post(url("container-run", "command_preview"), given, **HTMX).content.decode()
    assert f"The value of {name} is a secret, which is not kept." in page


@pytest.mark.engine
def test_files_that_a_line_names_are_chosen_on_the_form(otto_browser, engine, fresh_name, docker):
    fields = {"image": "busybox", "detach": "on", "name": fresh_name, "command": "sleep 600", "network": "none"}
    missing = otto_browser.post(url("container-run"), fields | {"env-file": "a.env"})
    assert missing.status_code == 400
    assert "needs files" in missing.content.decode()
    chosen = {
        "env-file.files": SimpleUploadedFile("a.env", b"# variables\nFROM_FILE=yes\n"),
        "label-file.files": SimpleUploadedFile("a.labels", b"team=web\n"),
    }
    assert otto_browser.post(url("container-run"), fields | chosen).status_code == 200
    told = docker("inspect", "-f", '{{index .Config.Env 0}} {{index .Config.Labels "team"}}', fresh_name)
    assert told == "FROM_FILE=yes web"


def test_the_preview_does_nothing(ada_browser):
    ada_browser.post(url("container-rm", "command_preview"), {"containers": "web"}, **HTMX)
    assert not AuditEntry.objects.exists()


@pytest.mark.engine
def test_a_run_leads_to_its_container(otto_browser, engine, fresh_name, docker):
    answer = otto_browser.post(
        url("container-run"),
        {"image": "busybox", "detach": "on", "name": fresh_name, "network": "none", "command": "sleep 600"},
    )
    assert answer.status_code == 200
    assert reverse("container", args=["local", fresh_name]) in answer.content.decode()
    assert docker("inspect", "-f", "{{.State.Running}}", fresh_name) == "true"


@pytest.mark.engine
def test_a_name_in_use_is_a_sentence_and_the_fields_stay(otto_browser, running):
    answer = otto_browser.post(url("container-run"), {"image": "busybox", "detach": "on", "name": running})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert f'value="{running}"' in answer.content.decode()


def test_a_form_with_a_fault_is_not_performed(otto_browser, no_engine):
    answer = otto_browser.post(url("container-run"), {"image": "busybox", "name": "-x"})
    assert answer.status_code == 400
    assert not AuditEntry.objects.exists()


def test_without_the_right_a_form_is_refused_and_kept_in_the_trail(vera_browser):
    answer = vera_browser.post(url("container-stop"), {"containers": "web"})
    assert answer.status_code == 403
    assert "does not have the right" in answer.content.decode()
    assert AuditEntry.objects.filter(outcome="refused").exists()


@pytest.mark.engine
def test_what_destroys_lists_its_victims_before_it_runs(otto_browser, running, docker):
    fields = {"containers": running, "force": "on"}
    asked = otto_browser.post(url("container-rm"), fields)
    assert "Remove this container?" in asked.content.decode()
    assert "every file it wrote outside of volumes" in asked.content.decode()
    assert docker("inspect", "-f", "{{.State.Running}}", running) == "true"
    otto_browser.post(url("container-rm"), fields | {"_confirmed": "on"})
    assert docker("ps", "-aqf", f"name={running}") == ""


@pytest.mark.engine
def test_a_button_goes_back_where_it_stands(otto_browser, running):
    answer = otto_browser.post(url("container-stop"), {"containers": running, "_back": "/local/containers/"})
    assert answer.status_code == 303
    assert answer["Location"] == "/local/containers/"


@pytest.mark.engine
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_a_button_never_leads_to_another_site(otto_browser, running, elsewhere):
    answer = otto_browser.post(url("container-stop"), {"containers": running, "_back": elsewhere, "_then": elsewhere})
    assert answer["Location"] == "/"


@pytest.mark.engine
def test_a_button_tells_htmx_that_it_was_done(otto_browser, running):
    answer = otto_browser.post(url("container-stop"), {"containers": running, "_back": "/local/"}, **HTMX)
    assert answer["HX-Retarget"] == "#outcome"
    assert 'data-done="container stop"' in answer.content.decode()


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_a_pasted_dockerfile_is_built_as_a_job(otto_browser, engine, docker):
    answer = otto_browser.post(
        url("image-build"),
        {"path.from": "paste", "path.dockerfile": "FROM busybox\nENV A=1\n", "tag": "pagesa-built:1"},
    )
    assert answer.status_code == 303
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=["local", job.id])
    assert job.line == "docker build -t pagesa-built:1 -"
    assert wait_for(job) == "done"
    docker("rmi", "pagesa-built:1")


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_a_build_without_a_file_says_what_is_missing(otto_browser, engine):
    answer = otto_browser.post(url("image-build"), {"path.from": "archive", "tag": "pagesa-built:1"})
    assert answer.status_code == 400
    assert "needs files" in answer.content.decode()
    empty = otto_browser.post(
        url("image-build"), {"path.from": "archive", "path.archive": SimpleUploadedFile("x.tar", b"no archive")}
    )
    assert empty.status_code in (303, 400)


def test_an_unknown_command_is_a_sentence(ada_browser):
    answer = ada_browser.get(url("container-fly"))
    assert answer.status_code == 404
    assert "There is no docker command container fly here." in answer.content.decode()


def wait_for(job: Job, seconds: float = 60) -> str:
    """The state in which a job ends."""
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        job.refresh_from_db()
        if not job.unfinished:
            return job.state
        time.sleep(0.1)
    return job.state
