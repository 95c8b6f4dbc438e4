"""Nobody puts an image or a container in the place of Dockline's own helpers, which have powers that others lack."""

import subprocess
import uuid

import pytest

from containers.engine import reap
from containers.engine.helper_image import REPOSITORY, TAG, helper_image
from tests.commands.performing import do, ended

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("step", ['HEALTHCHECK CMD ["/bin/busybox", "true"]', "ENV A=b", "VOLUME /x"])
def test_an_image_that_is_built_on_the_helpers_is_not_taken_for_it(engine, as_otto, tmp_path, step):
    ours = helper_image(engine)
    path = tmp_path / "Dockerfile"
    path.write_text(f"FROM {REPOSITORY}:{TAG}\n{step}\n")
    assert ended(do(as_otto, f"docker build -t {REPOSITORY}:{TAG} -", files=(path,))).error == ""
    named_so = engine.get(f"/images/{REPOSITORY}:{TAG}/json")
    try:
        assert named_so["Id"] != ours
        assert named_so["RootFS"] == engine.get(f"/images/{ours}/json")["RootFS"]
        assert helper_image(engine) != named_so["Id"]
    finally:
        subprocess.run(["docker", "rmi", "-f", named_so["Id"]], capture_output=True, timeout=60)


def test_a_container_whose_image_has_the_helpers_label_is_not_swept_away(engine, docker, remove_after, monkeypatch):
    name = f"dlhelp-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    monkeypatch.setattr(reap, "_NOT_OURS_ANY_MORE_SECONDS", -60)
    monkeypatch.setattr(reap, "LABEL", name)  # of no helper that is at work for others
    monkeypatch.setattr(reap, "_NAME", f"{name}-ours")
    for each in (name, f"{name}-ours-1"):
        docker("create", "-l", f"{name}=reaper", "--name", each, "busybox")
    assert reap.remove_left_helpers(engine) == 1
    assert docker("ps", "-a", "--filter", f"name={name}", "--format", "{{.Names}}") == name
