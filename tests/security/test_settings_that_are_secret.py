"""Passwords and tokens among the settings of logs and mounts are in no line that is kept, nor in an inspect."""

import pytest

from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.render import line_to_refill, masked, render
from containers.commands.secrets import without_secrets

LINES = [
    "docker run --log-opt splunk-token=hush busybox",
    "docker create --log-opt=SPLUNK-TOKEN=hush --log-opt max-size=1m busybox",
    "docker run --mount 'type=volume,target=/x,\"volume-opt=o=addr=10.0.0.1,username=u,password=hush\"' busybox",
    "docker run --mount type=volume,target=/x,volume-opt=passwd=hush,readonly busybox",
]


@pytest.mark.parametrize("line", LINES)
def test_no_line_that_is_kept_has_them(line):
    command, values = parse(line)
    shown = render(command, masked(command, values))
    assert "hush" not in shown
    assert "***" in shown
    refill = line_to_refill(command, values)
    assert "hush" not in refill
    with pytest.raises(LineError):  # until it is written again
        parse(refill)


def test_other_settings_stay_as_they_are():
    command, values = parse("docker run --log-opt tag=secret --mount type=volume,source=token,target=/password busybox")
    assert masked(command, values) == values


def test_no_inspect_has_them():
    raw = {
        "HostConfig": {
            "LogConfig": {"Type": "splunk", "Config": {"splunk-token": "hush", "splunk-url": "https://example.org"}},
            "Mounts": [{"VolumeOptions": {"DriverConfig": {"Options": {"o": "username=u,password=hush,vers=3.0"}}}}],
        },
        "Options": {"device": "//server/share", "o": "password=hush"},
    }
    shown = without_secrets(raw)
    assert "hush" not in str(shown)
    assert shown["HostConfig"]["LogConfig"]["Config"] == {"splunk-token": "***", "splunk-url": "https://example.org"}
    assert shown["HostConfig"]["Mounts"][0]["VolumeOptions"]["DriverConfig"]["Options"]["o"] == (
        "username=u,password=***,vers=3.0"
    )
