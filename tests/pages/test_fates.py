"""What docker's listing leaves out of a container's fate, for the rows that are seen."""

URL = "/local/containers/-/fates/"


def test_the_restart_policy_and_spent_memory_are_told_by_id_and_missing_ones_left_out(
    vera_browser, mallory_browser, docker, fresh_name
):
    script = "x=a; while true; do x=$x$x; done"
    docker("run", "-d", "--name", fresh_name, "-m", "8m", "--memory-swap", "8m", "busybox", "sh", "-c", script)
    assert docker("wait", fresh_name) == "137"
    docker("update", "--restart", "on-failure:4", fresh_name)
    key = docker("inspect", "-f", "{{.Id}}", fresh_name)[:12]
    told = vera_browser.get(URL, {"id": [key, "0123456789ab"]}).json()
    assert set(told) == {key}
    assert told[key] == {"memory": "out of memory", "restarts": "on-failure:4"}
    assert mallory_browser.get(URL, {"id": key}).status_code == 403
