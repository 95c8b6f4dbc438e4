"""What a build was told in confidence does not come out by inspecting its image."""

import json
import subprocess
import uuid

import pytest

from containers.commands.secrets import without_secrets
from tests.commands.performing import do, ended

SECRET = "hunter2-of-the-build"


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("last", ["RUN true $TOKEN", f"ENV KEY={SECRET}", f"ARG KEY={SECRET}"])
def test_inspecting_an_image_shows_no_value_of_its_build(as_ada, as_vera, engine, tmp_path, last):
    image = f"dlsec-{uuid.uuid4().hex[:8]}"
    path = tmp_path / "Dockerfile"
    path.write_text(f"FROM busybox\nARG TOKEN\n{last}\n")
    try:
        job = ended(do(as_ada, f"docker build -t {image} --build-arg TOKEN={SECRET} -", files=(path,)))
        assert job.error == ""
        for line in (f"docker image inspect {image}", f"docker inspect {image}"):
            assert SECRET not in json.dumps(do(as_vera, line).result)
    finally:
        subprocess.run(["docker", "rmi", "-f", image], capture_output=True, timeout=60)


def test_a_step_keeps_all_but_its_values():
    step = {"Cmd": ["|2", "A=x", "B=y=z", "/bin/sh", "-c", "make A=x"]}
    assert without_secrets(step) == {"Cmd": ["|2", "A=***", "B=***", "/bin/sh", "-c", "make A=x"]}
    assert without_secrets({"Cmd": ["/bin/sh", "-c", "#(nop) ", "ENV A=x"]})["Cmd"][-1] == "ENV ***"
    assert without_secrets({"Cmd": ["/bin/sh", "-c", "#(nop)  ARG A=x"]})["Cmd"][-1] == "#(nop)  ARG ***"
    assert without_secrets({"Cmd": ["|x", "A=x"]}) == {"Cmd": ["|x", "A=x"]}
    assert without_secrets({"Cmd": None}) == {"Cmd": None}
