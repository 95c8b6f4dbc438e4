"""Whatever an operator writes: what the guard lets pass asks the engine for nothing that reaches the host.

The guard judges options, this test what is sent for them: an option that is read in one way and sent in another would
show here.
"""

import posixpath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from containers.access.errors import GuardRefused
from containers.commands.errors import LineError
from containers.commands.parse import parse
from containers.commands.run_request import request_of
from containers.engine.connection import Engine
from containers.engine.create import create_body
from containers.engine.errors import NotFound, NotSupported
from containers.engine.invalid import InvalidOption
from tests.access.judging import judge
from tests.access.run_escapes import ALLOWED, REFUSED
from tests.differential.willing_lines import FILES, WILLING

GIVEN = [*ALLOWED, *(given for lines in REFUSED.values() for given in lines if not given.endswith("/x"))]
NEVER = (
    *("Privileged", "Devices", "DeviceCgroupRules", "DeviceRequests", "Sysctls", "VolumesFrom", "StorageOpt"),
    *(
        "Annotations",
        "CgroupParent",
        "UsernsMode",
        "UTSMode",
        "PidMode",
        "OomKillDisable",
        "ContainerIDFile",
        "Runtime",
    ),
    *("CpuRealtimePeriod", "CpuRealtimeRuntime"),
)
SPREADING = {"shared", "rshared", "slave", "rslave"}
USUAL = {
    *("CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD"),
    *(
        "CAP_NET_BIND_SERVICE",
        "CAP_NET_RAW",
        "CAP_SETFCAP",
        "CAP_SETGID",
        "CAP_SETPCAP",
        "CAP_SETUID",
        "CAP_SYS_CHROOT",
    ),
}


class Empty(Engine):
    """An engine that has no image, volume, network or container."""

    def get(self, path, params=None, timeout=None):
        if path == "/containers/json":
            return []
        raise NotFound(path)


EMPTY = Empty("none", "unix:///nonexistent/dockline.sock")


def harm(body: dict) -> list[str]:
    """What of a body reaches further than a container."""
    host = body["HostConfig"]
    found = [name for name in NEVER if host.get(name)]
    found += [name for name in ("MaskedPaths", "ReadonlyPaths") if host.get(name) is not None]
    networks = {host["NetworkMode"], *body["NetworkingConfig"]["EndpointsConfig"]}
    checks = {
        "CapAdd": set(host.get("CapAdd") or ()) <= USUAL,
        "SecurityOpt": all(text.startswith("no-new-privileges") for text in host.get("SecurityOpt") or ())
        and not any("false" in text for text in host.get("SecurityOpt") or ()),
        "IpcMode": host["IpcMode"] in ("", "none", "private", "shareable"),
        "CgroupnsMode": host["CgroupnsMode"] in ("", "private"),
        "NetworkMode": not any(name.lower() == "host" or ":" in name for name in networks),
        "Binds": all(map(harmless_bind, host.get("Binds") or ())),
        "Mounts": all(map(harmless_mount, host.get("Mounts") or ())),
        "Tmpfs": not any(
            {"remount", "bind", "rbind", *SPREADING} & set(options.split(","))
            for options in (host.get("Tmpfs") or {}).values()
        ),
        "OomScoreAdj": host["OomScoreAdj"] >= 0,
        "LogConfig": host["LogConfig"]["Type"] in ("", "json-file", "local", "none")
        and not any("address" in name or "://" in value for name, value in host["LogConfig"]["Config"].items()),
        "Ulimits": not {"nice", "rtprio", "rttime", "memlock"} & {each["Name"] for each in host["Ulimits"] or ()},
        "VolumeDriver": host["VolumeDriver"] in ("", "local"),
        "PortBindings": sum(map(len, host["PortBindings"].values())) <= 256,
        "Labels": not [
            name
            for name in body["Labels"]
            if name.startswith("dockline.") and name not in ("dockline.hook.post-start", "dockline.hook.pre-stop")
        ],
    }
    return found + [name for name, fine in checks.items() if not fine]


def harmless_bind(text: str) -> bool:
    source, _target, *modes = text.split(":")
    outside = source.startswith("/") and posixpath.normpath(source) != "/allowed"
    return not outside and not SPREADING & set(",".join(modes).split(","))


def harmless_mount(mount: dict) -> bool:
    if mount["Type"] == "bind":
        spreads = (mount.get("BindOptions") or {}).get("Propagation") in SPREADING
        return posixpath.normpath(mount.get("Source", "")) == "/allowed" and not spreads
    driver = (mount.get("VolumeOptions") or {}).get("DriverConfig") or {}
    return (
        mount["Type"] in ("volume", "tmpfs", "image")
        and not driver.get("Options")
        and driver.get("Name") in (None, "", "local")
    )


def sent_for(line: str, files=()) -> dict | None:
    """The body for a line of an operator's; None for one that is refused."""
    try:
        _command, values = parse(line)
        judge(line, EMPTY, files)
        return create_body(request_of(values, files), "1.50")
    except (GuardRefused, LineError, InvalidOption, NotSupported):
        return None


def test_no_line_of_the_corpus_that_passes_the_guard_reaches_the_host(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    passed = 0
    for line in (line for lines in WILLING.values() for line in lines):
        try:
            command, values = parse(line)
        except LineError:
            continue
        if command.name not in ("container run", "container create"):
            continue
        body = sent_for(line, [tmp_path / wanted.name for wanted in command.inputs(values)])
        passed += body is not None
        assert body is None or not harm(body), line
    assert passed > 100


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=5))
def test_no_mix_of_options_that_passes_the_guard_reaches_the_host(options):
    line = f"docker create {' '.join(options)} busybox"
    body = sent_for(line)
    assert body is None or not harm(body), line


# What only the engine could tell, what takes from it only memory, and what is no part of the body yet.
NOT_SEEN = ("link", "publish-all", "image", "use-api-socket", "blkio-weight-device")


@pytest.mark.parametrize("option", sorted({name for name in REFUSED if "device-" not in name} - set(NOT_SEEN)))
def test_what_is_refused_is_known_as_harm(option):
    seen = []
    for line in REFUSED[option]:
        try:
            _command, values = parse(f"docker create {line} busybox")
            seen.append(bool(harm(create_body(request_of(values), "1.50"))))
        except (LineError, InvalidOption, NotSupported):
            continue
    assert any(seen)
