"""The engine's words about containers, read into our shapes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .shapes import (
    ContainerDetail,
    ContainerSummary,
    EnvironmentVariable,
    Health,
    HealthCheck,
    Mount,
    NetworkEndpoint,
    Port,
    Probe,
)
from .times import epoch

_SECOND = 1_000_000_000  # the engine writes durations in nanoseconds
_EXITED = re.compile(r"^(?:Exited|Restarting) \((-?\d+)\)")
_HEALTH = re.compile(r"\((?:health: )?(starting|healthy|unhealthy)\)")


def summary_of(row: Mapping[str, Any]) -> ContainerSummary:
    """One row of GET /containers/json."""
    status = row.get("Status") or ""
    exited, health = _EXITED.match(status), _HEALTH.search(status)
    networks = (row.get("NetworkSettings") or {}).get("Networks") or {}
    return ContainerSummary(
        id=row["Id"],
        name=_own_name(row.get("Names") or ()),
        image=row.get("Image") or "",
        image_id=row.get("ImageID") or "",
        command=row.get("Command") or "",
        created=float(row.get("Created") or 0),
        state=row.get("State") or "",
        status=status,
        health=health[1] if health else "",
        exit_code=int(exited[1]) if exited else None,
        ports=tuple(
            Port(port["PrivatePort"], port.get("Type") or "tcp", port.get("PublicPort") or None, port.get("IP") or "")
            for port in sorted(row.get("Ports") or (), key=_port_order)
        ),
        labels=dict(row.get("Labels") or {}),
        networks=tuple(sorted(networks)),
        mounts=tuple(_mount(mount) for mount in row.get("Mounts") or ()),
        size=row.get("SizeRw", 0) if "SizeRootFs" in row else None,
        size_with_image=row.get("SizeRootFs"),
    )


def as_mapping(row: ContainerSummary) -> dict[str, Any]:
    """A summary as dataclasses.asdict gives it, which takes ten times as long: it copies every string."""
    parts = {"ports": tuple(dict(vars(port)) for port in row.ports), "mounts": tuple(dict(vars(m)) for m in row.mounts)}
    return {**vars(row), "labels": dict(row.labels), **parts}


def detail_of(raw: Mapping[str, Any]) -> ContainerDetail:
    """The answer of GET /containers/NAME/json."""
    config, host, state = raw.get("Config") or {}, raw.get("HostConfig") or {}, raw.get("State") or {}
    settings, restart = raw.get("NetworkSettings") or {}, host.get("RestartPolicy") or {}
    return ContainerDetail(
        id=raw["Id"],
        name=(raw.get("Name") or "").removeprefix("/"),
        image=config.get("Image") or "",
        image_id=raw.get("Image") or "",
        platform=raw.get("Platform") or "",
        created=epoch(raw.get("Created")),
        command=(*([raw["Path"]] if raw.get("Path") else []), *(raw.get("Args") or ())),
        entrypoint=tuple(config.get("Entrypoint") or ()),
        arguments=tuple(config.get("Cmd") or ()),
        working_directory=config.get("WorkingDir") or "",
        user=config.get("User") or "",
        hostname=config.get("Hostname") or "",
        environment=environment_of(config.get("Env")),
        labels=dict(config.get("Labels") or {}),
        state=state.get("Status") or "",
        running=bool(state.get("Running")),
        paused=bool(state.get("Paused")),
        restarting=bool(state.get("Restarting")),
        exit_code=state.get("ExitCode") or 0,
        oom_killed=bool(state.get("OOMKilled")),
        error=state.get("Error") or "",
        pid=state.get("Pid") or 0,
        started=epoch(state.get("StartedAt")),
        finished=epoch(state.get("FinishedAt")),
        restart_count=raw.get("RestartCount") or 0,
        health=_health(state.get("Health"), config.get("Healthcheck") or {}),
        ports=_ports(settings.get("Ports"), config.get("ExposedPorts"), host.get("PortBindings")),
        mounts=tuple(_mount(mount) for mount in raw.get("Mounts") or ()),
        networks=tuple(_endpoint(name, end) for name, end in sorted((settings.get("Networks") or {}).items())),
        network_mode=host.get("NetworkMode") or "",
        restart_policy=restart.get("Name") or "no",
        restart_limit=restart.get("MaximumRetryCount") or 0,
        auto_remove=bool(host.get("AutoRemove")),
        privileged=bool(host.get("Privileged")),
        tty=bool(config.get("Tty")),
        interactive=bool(config.get("OpenStdin")),
        stop_signal=config.get("StopSignal") or "",
        stop_timeout=config.get("StopTimeout"),
        log_driver=(host.get("LogConfig") or {}).get("Type") or "",
        raw=raw,
    )


def published_ports(raw: Mapping[str, Any]) -> tuple[Port, ...]:
    """The ports of the host that lead to a container now: none while it does not run."""
    live = (raw.get("NetworkSettings") or {}).get("Ports") or {}
    return _ports({key: places for key, places in live.items() if places}, (), None)


def environment_of(entries: Iterable[str] | None) -> tuple[EnvironmentVariable, ...]:
    """NAME=value lines as names and values; a bare NAME has the value None."""
    pairs = (entry.partition("=") for entry in entries or ())
    return tuple(EnvironmentVariable(name, value if equals else None) for name, equals, value in pairs)


def _own_name(names: Iterable[str]) -> str:
    """The container's name among the aliases that links of other containers give it ("/other/alias")."""
    return min((name.removeprefix("/") for name in names), key=lambda name: (name.count("/"), len(name)), default="")


def _port_order(port: Mapping[str, Any]) -> tuple[int, str, int, str]:
    return port["PrivatePort"], port.get("Type") or "", port.get("PublicPort") or 0, port.get("IP") or ""


def _ports(live: Any, exposed: Any, wanted: Any) -> tuple[Port, ...]:
    """The ports as they are; for a container that does not run, as they were asked for (0: the engine will choose)."""
    bindings: dict[str, Any] = dict.fromkeys(exposed or ())
    bindings.update(live or wanted or {})
    ports = []
    for key, places in bindings.items():
        private, _, protocol = key.partition("/")
        for place in places or [{}]:
            public = int(place["HostPort"] or 0) if "HostPort" in place else None
            ports.append(Port(int(private), protocol or "tcp", public, place.get("HostIp") or ""))
    return tuple(sorted(ports, key=lambda port: (port.private, port.protocol, port.public or 0, port.address)))


def _mount(mount: Mapping[str, Any]) -> Mount:
    return Mount(
        kind=mount.get("Type") or "bind",
        name=mount.get("Name") or "",
        source=mount.get("Source") or "",
        target=mount.get("Destination") or "",
        driver=mount.get("Driver") or "",
        mode=mount.get("Mode") or "",
        writable=bool(mount.get("RW")),
        propagation=mount.get("Propagation") or "",
    )


def _endpoint(name: str, end: Mapping[str, Any] | None) -> NetworkEndpoint:
    end = end or {}
    return NetworkEndpoint(
        name=name,
        network_id=end.get("NetworkID") or "",
        address=end.get("IPAddress") or "",
        prefix_length=end.get("IPPrefixLen") or 0,
        gateway=end.get("Gateway") or "",
        mac_address=end.get("MacAddress") or "",
        address_v6=end.get("GlobalIPv6Address") or "",
        prefix_length_v6=end.get("GlobalIPv6PrefixLen") or 0,
        gateway_v6=end.get("IPv6Gateway") or "",
        aliases=tuple(end.get("Aliases") or ()),
    )


def _health_check(config: Mapping[str, Any]) -> HealthCheck:
    """With the engine's own defaults for what is 0 (moby: daemon/health.go)."""
    return HealthCheck(
        test=tuple(config.get("Test") or ()),
        interval=(config.get("Interval") or 30 * _SECOND) / _SECOND,
        timeout=(config.get("Timeout") or 30 * _SECOND) / _SECOND,
        start_period=(config.get("StartPeriod") or 0) / _SECOND,
        retries=config.get("Retries") or 3,
    )


def _health(health: Mapping[str, Any] | None, config: Mapping[str, Any]) -> Health | None:
    if not health or health.get("Status") in (None, "", "none"):
        return None
    return Health(
        status=health["Status"],
        failing_streak=health.get("FailingStreak") or 0,
        check=_health_check(config),
        probes=tuple(
            Probe(
                started=epoch(probe.get("Start")),
                ended=epoch(probe.get("End")),
                exit_code=probe.get("ExitCode") or 0,
                output=probe.get("Output") or "",
            )
            for probe in health.get("Log") or ()
        ),
    )
