"""What is done to chosen containers: to each by itself, told of each, and each kept in the trail."""

import pytest

from containers.audit.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
PART = {"HX-Request": "true"}
URL = "/local/containers/-/chosen/"


def ends() -> set[tuple[str, str, str]]:
    rows = AuditEntry.objects.exclude(outcome="asked")
    return {(row.user_name, row.line, row.outcome) for row in rows}


def test_each_has_its_result_and_its_rows_in_the_trail(otto_browser, vera_browser, running):
    names = f"{running} nothing-{running}"
    asked = {"verb": "pause", "containers": names}
    told = vera_browser.post(URL, asked, headers=PART).content.decode()
    assert "2 failed, 0 done" in told
    told = otto_browser.post(URL, asked, headers=PART).content.decode()
    assert "1 failed, 1 done" in told
    assert f"No such container: nothing-{running}" in told
    assert f"<code>{running}</code>" not in told, "only what failed needs a sentence"
    assert ends() == {
        ("vera", f"docker pause {running}", "refused"),
        ("vera", f"docker pause nothing-{running}", "refused"),
        ("otto", f"docker pause {running}", "done"),
        ("otto", f"docker pause nothing-{running}", "failed"),
    }
    otto_browser.post(URL, {"verb": "rm", "containers": names}, headers=PART)
    assert len(ends()) == 4, "a removal asks first"
    assert otto_browser.post(URL, {"verb": "exec", "containers": running}).status_code == 404
    assert otto_browser.post(URL, {"verb": "stop"}, headers=PART).status_code == 400
    lines = otto_browser.post(URL, {"verb": "rm", "containers": running}, headers=PART).content.decode()
    assert f"docker rm -f {running}" in lines, "it runs"
    gone = {"verb": "rm", "containers": running, "force": "on", "_confirmed": "on"}
    answer = otto_browser.post(URL, gone, headers=PART)
    assert answer["HX-Trigger"] == "chosen:done"
    assert ("otto", f"docker rm -f {running}", "done") in ends()


def test_what_cannot_be_a_container_is_asked_of_no_engine(otto_browser, asked_of_the_engine):
    answer = otto_browser.post(URL, {"verb": "stop", "containers": "a/b x?force=1 ../db"}, headers=PART)
    assert "3 failed, 0 done" in answer.content.decode()
    assert not asked_of_the_engine
