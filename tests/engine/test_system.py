"""The engine tells about itself."""

import dataclasses
import json

import pytest

from containers.engine import system
from containers.engine.connection import Engine
from containers.engine.errors import EngineUnreachable

pytestmark = pytest.mark.engine


def test_version_and_info_say_what_the_engine_is(engine):
    version, info = system.version(engine), system.info(engine)
    assert version.version == info.version
    assert version.api_version == system.ping(engine)
    assert version.components["Engine"] == version.version
    assert info.memory > 1024**2
    assert info.cpus >= 1
    assert info.containers == info.running + info.paused + info.stopped
    assert "runc" in info.runtimes
    json.dumps([dataclasses.asdict(version), dataclasses.asdict(info)])


def test_an_absent_engine_is_a_sentence(tmp_path):
    absent = Engine("absent", f"unix://{tmp_path}/nothing.sock")
    for ask in (system.ping, system.version, system.info):
        with pytest.raises(EngineUnreachable, match="No docker engine answers"):
            ask(absent)
