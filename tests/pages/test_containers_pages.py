"""The containers' pages as they are answered: whole, as parts for a refresh, to whom, and when the engine is away."""

from containers.audit.models import AuditEntry

PART = {"HX-Request": "true"}


def test_a_list_is_answered_whole_and_as_its_part(vera_browser, running):
    page = vera_browser.get("/local/containers/").content.decode()
    part = vera_browser.get("/local/containers/", headers=PART).content.decode()
    assert running in page
    assert running in part
    assert "<html" in page
    assert "<html" not in part


def test_looking_is_not_kept_in_the_trail(vera_browser, running):
    vera_browser.get("/local/containers/")
    vera_browser.get(f"/local/containers/{running}/")
    vera_browser.get("/local/images/")
    assert not AuditEntry.objects.exists()


def test_without_a_role_there_is_nothing_to_see(mallory_browser, running):
    for path in ("containers/", f"containers/{running}/", "images/", f"containers/{running}/terminal/?session=x"):
        assert mallory_browser.get(f"/local/{path}").status_code == 403


def test_values_are_masked_in_every_part(vera_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-e", "KEY=hunter2", "busybox")
    for path in ("", "?part=inspect"):
        answer = vera_browser.get(f"/local/containers/{fresh_name}/{path}", headers=PART)
        assert answer.status_code == 200
        assert "KEY" in answer.content.decode()
        assert "hunter2" not in answer.content.decode()


def test_revealing_is_for_operators_and_kept(vera_browser, otto_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-e", "KEY=hunter2", "busybox")
    url = f"/local/containers/{fresh_name}/reveal/"
    assert vera_browser.post(url, headers=PART).status_code == 403
    assert otto_browser.get(url).status_code == 405
    answer = otto_browser.post(url, headers=PART)
    assert "hunter2" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    outcomes = [(row.user_name, row.outcome) for row in AuditEntry.objects.order_by("number")]
    assert outcomes == [("vera", "asked"), ("vera", "refused"), ("otto", "asked"), ("otto", "done")]


def test_a_container_that_is_gone_is_a_page_and_a_part_that_keeps_what_was_shown(vera_browser, engine):
    page = vera_browser.get("/local/containers/never-was/")
    assert page.status_code == 404
    assert "There is no container called never-was" in page.content.decode()
    part = vera_browser.get("/local/containers/never-was/", headers=PART).content.decode()
    assert 'id="live-problem"' in part
    assert 'id="container-head"' not in part


def test_names_that_would_lead_elsewhere_are_refused_with_a_sentence(vera_browser, engine):
    assert vera_browser.get("/local/containers/x%3Fsize=1/").status_code == 404
    assert vera_browser.get("/local/containers/%2E%2E/").status_code in (400, 404)


def test_an_engine_that_is_away_is_a_page_that_waits_and_a_part_that_says_so(vera_browser, no_engine):
    for path in ("containers/", "containers/any/", "images/"):
        assert vera_browser.get(f"/local/{path}").status_code == 503
        part = vera_browser.get(f"/local/{path}", headers=PART)
        assert part.status_code == 200
        assert "No engine answers" in part.content.decode()
        assert 'id="live-problem"' in part.content.decode()


def test_the_address_says_which_part_of_the_log_the_page_begins_with(vera_browser, running):
    page = vera_browser.get(f"/local/containers/{running}/").content.decode()
    assert f"docker logs -f -n 1000 {running}" in page
    page = vera_browser.get(f"/local/containers/{running}/?tail=5&since=10m&until=nonsense").content.decode()
    assert f"docker logs -f -n 5 --since 10m {running}" in page
    assert f'data-url="/ws/local/container/{running}/logs/?since=10m" data-tail="5"' in page


def test_actions_without_the_right_are_there_and_say_why_not(vera_browser, running):
    page = vera_browser.get(f"/local/containers/{running}/").content.decode()
    assert "Your role has no right to docker stop." in page


def test_processes_are_offered_to_who_may_list_them(vera_browser, otto_browser, running):
    assert 'id="processes"' in otto_browser.get(f"/local/containers/{running}/").content.decode()
    assert 'id="processes"' not in vera_browser.get(f"/local/containers/{running}/").content.decode()
    assert vera_browser.get(f"/local/containers/{running}/processes/", headers=PART).status_code == 403
