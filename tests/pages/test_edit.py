"""Edit and recreate: its form, and what the page of a container says that was left aside."""


def test_the_form_of_recreate_is_filled_and_asks_with_what_would_be_lost(otto_browser, docker, fresh_name):
    docker("create", "--name", fresh_name, "-e", "KEY=hunter2", "-v", "/v", "--rm", "busybox", "top")
    page = otto_browser.post(f"/local/containers/{fresh_name}/edit/").content.decode()
    assert f"docker container recreate --replaces {fresh_name} -v /v -e &#x27;KEY=***&#x27; busybox top" in page
    fields = {"replaces": fresh_name, "image": "busybox", "_back": "/local/"}
    asked = otto_browser.post("/local/commands/container-recreate/", fields).content.decode()
    assert "every file it wrote outside of volumes" in asked
    assert "its anonymous volume (/v)" in asked


def test_one_that_was_left_aside_says_how_to_put_it_back(otto_browser, docker, fresh_name, remove_after):
    aside = f"{fresh_name}-before-{docker('create', '--name', fresh_name, 'busybox')[:12]}"
    remove_after.append(aside)
    docker("rename", fresh_name, aside)
    page = otto_browser.get(f"/local/containers/{aside}/").content.decode()
    assert f"This was {fresh_name} until it was to be made anew" in page
    assert f"docker rename {aside} {fresh_name}" in page
