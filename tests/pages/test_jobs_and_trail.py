"""Jobs and the trail: who sees what, and what states mean."""

import pytest
from django.urls import reverse

from containers.access.actor import Actor
from containers.audit import trail
from containers.jobs.models import Job, State

JOBS, TRAIL = reverse("jobs", args=["local"]), reverse("trail", args=["local"])


def job_of(user, **more) -> Job:
    given = {"state": State.DONE, "snapshot": {"items": [], "lines": []}, "server": "gone", "line": "docker pull x"}
    return Job.objects.create(host="local", command="image pull", user=user, **(given | more))


def page_of(job: Job) -> str:
    return reverse("job", args=["local", job.id])


def test_a_job_shows_its_layers_and_lines_as_text(otto_browser, otto):
    job = job_of(
        otto,
        snapshot={
            "items": [{"id": "abc", "text": "Downloading", "current": 512, "total": 1024}],
            "lines": ["<script>alert(1)</script>"],
        },
    )
    page = otto_browser.get(page_of(job)).content.decode()
    assert '<progress max="1024" value="512"' in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("state", "meaning"),
    [(State.CANCELLED, "Somebody stopped it"), (State.INTERRUPTED, "Dockline was stopped while this ran")],
)
def test_states_that_need_it_are_explained(otto_browser, otto, state, meaning):
    assert meaning in otto_browser.get(page_of(job_of(otto, state=state))).content.decode()


def test_somebody_elses_job_is_not_there(otto_browser, vera_browser, otto):
    job = job_of(otto)
    assert vera_browser.get(page_of(job)).status_code == 404
    assert vera_browser.post(reverse("job_cancel", args=["local", job.id])).status_code == 404
    assert "docker pull x" not in vera_browser.get(JOBS).content.decode()
    assert "docker pull x" in otto_browser.get(JOBS).content.decode()


def test_an_admin_sees_every_job(ada_browser, otto):
    assert ada_browser.get(page_of(job_of(otto))).status_code == 200


def test_cancelling_what_has_ended_says_so(otto_browser, otto):
    answer = otto_browser.post(reverse("job_cancel", args=["local", job_of(otto).id]), follow=True)
    assert "nothing to cancel" in answer.content.decode()


def test_jobs_are_found_by_state_and_line(otto_browser, otto):
    job_of(otto, line="docker pull nginx", state=State.FAILED)
    job_of(otto, line="docker pull redis")
    assert "nginx" not in otto_browser.get(JOBS, {"state": "done"}).content.decode()
    assert "redis" not in otto_browser.get(JOBS, {"q": "ngi"}).content.decode()


def test_no_jobs_says_what_makes_one(otto_browser):
    assert "docker pull nginx" in otto_browser.get(JOBS).content.decode()


def asked(user, line: str, outcome: str = "done", why: str = ""):
    entry = trail.ask(actor=Actor(user, "line", "10.0.0.9"), host="local", command="container stop", line=line)
    return trail.conclude(entry, outcome, why)


def test_an_admin_sees_who_did_what_from_where_and_why(ada_browser, otto):
    asked(otto, "docker stop <b>web</b>", "failed", "No such container: web")
    page = ada_browser.get(TRAIL).content.decode()
    assert "otto" in page
    assert "10.0.0.9" in page
    assert "docker stop &lt;b&gt;web" in page
    assert "No such container: web" in page


def test_others_see_their_own_rows_only(otto_browser, otto, vera):
    asked(otto, "docker stop mine")
    asked(vera, "docker stop hers")
    page = otto_browser.get(TRAIL).content.decode()
    assert "docker stop mine" in page
    assert "docker stop hers" not in page
    assert "docker stop hers" not in otto_browser.get(TRAIL, {"user": "vera"}).content.decode()


def test_filters_stand_in_the_address(ada_browser, otto):
    asked(otto, "docker stop a", "refused", "no right")
    asked(otto, "docker stop b")
    page = ada_browser.get(TRAIL, {"outcome": "refused"}).content.decode()
    assert "docker stop a" in page
    assert "docker stop b" not in page
    assert "docker stop a" in ada_browser.get(TRAIL, {"q": "no right"}).content.decode()
    assert "No row matches" in ada_browser.get(TRAIL, {"command": "image pull"}).content.decode()


def test_an_asking_and_its_outcome_are_one_row(ada_browser, otto):
    asked(otto, "docker stop once")
    assert ada_browser.get(TRAIL).content.decode().count("docker stop once") == 1


def test_a_page_number_out_of_range_is_the_last_page(ada_browser, otto):
    asked(otto, "docker stop a")
    assert "docker stop a" in ada_browser.get(TRAIL, {"page": "999"}).content.decode()
