"""The engine about itself: `docker version`, `docker info`, and whether it answers."""

from .connection import Engine
from .shapes import EngineInfo, VersionInfo


def ping(engine: Engine) -> str:
    """The API version the engine offers; raises EngineUnreachable within seconds when none answers."""
    return engine.ping()


def version(engine: Engine) -> VersionInfo:
    """The engine's half of `docker version`."""
    raw = engine.get("/version")
    return VersionInfo(
        version=raw.get("Version") or "",
        api_version=raw.get("ApiVersion") or "",
        min_api_version=raw.get("MinAPIVersion") or "",
        go_version=raw.get("GoVersion") or "",
        git_commit=raw.get("GitCommit") or "",
        built=raw.get("BuildTime") or "",
        os=raw.get("Os") or "",
        architecture=raw.get("Arch") or "",
        kernel=raw.get("KernelVersion") or "",
        experimental=bool(raw.get("Experimental")),
        components={part["Name"]: part["Version"] for part in raw.get("Components") or ()},
        raw=raw,
    )


def info(engine: Engine) -> EngineInfo:
    """What `docker info` tells: counts of containers and images, memory in bytes, drivers, warnings."""
    raw = engine.get("/info")
    return EngineInfo(
        name=raw.get("Name") or "",
        version=raw.get("ServerVersion") or "",
        operating_system=raw.get("OperatingSystem") or "",
        kernel=raw.get("KernelVersion") or "",
        architecture=raw.get("Architecture") or "",
        cpus=raw.get("NCPU") or 0,
        memory=raw.get("MemTotal") or 0,
        containers=raw.get("Containers") or 0,
        running=raw.get("ContainersRunning") or 0,
        paused=raw.get("ContainersPaused") or 0,
        stopped=raw.get("ContainersStopped") or 0,
        images=raw.get("Images") or 0,
        storage_driver=raw.get("Driver") or "",
        log_driver=raw.get("LoggingDriver") or "",
        cgroup_driver=raw.get("CgroupDriver") or "",
        cgroup_version=raw.get("CgroupVersion") or "",
        default_runtime=raw.get("DefaultRuntime") or "",
        runtimes=tuple(sorted(raw.get("Runtimes") or ())),
        root_dir=raw.get("DockerRootDir") or "",
        security_options=tuple(raw.get("SecurityOptions") or ()),
        swarm=(raw.get("Swarm") or {}).get("LocalNodeState") or "",
        live_restore=bool(raw.get("LiveRestoreEnabled")),
        warnings=tuple(raw.get("Warnings") or ()),
        raw=raw,
    )
