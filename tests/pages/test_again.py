"""Run again with changes: the run form, filled with what a container was made by."""

from containers.audit.models import AuditEntry


def test_the_run_form_is_filled_with_what_the_container_was_made_by(otto_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-e", "KEY=hunter2", "-p", "8080:80", "--entrypoint", "top", "busybox")
    answer = otto_browser.post(f"/local/containers/{fresh_name}/again/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "docker run -p 8080:80 -e &#x27;KEY=***&#x27; --entrypoint top busybox" in page
    assert "hunter2" in page
    assert "no-store" in answer["Cache-Control"]
    newest = AuditEntry.objects.first()
    assert newest is not None
    assert (newest.line, newest.outcome) == (f"docker container line --reveal {fresh_name}", "done")


def test_without_the_right_to_reveal_its_variables_are_left_out_and_that_is_said(vera_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-e", "KEY=hunter2", "busybox", "top")
    page = vera_browser.post(f"/local/containers/{fresh_name}/again/").content.decode()
    assert "docker run busybox top" in page
    assert "KEY=" not in page
    assert "variables are left out" in page
