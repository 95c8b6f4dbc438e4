"""What the engine's answers look like to the rest of Dockline.

Frozen, plain, and JSON-able by dataclasses.asdict. Times are seconds since the epoch (None where the engine has
none), sizes are bytes, durations are seconds. Lists are tuples, so that a shape stays what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Port:
    """A port of a container; `public` is None while nothing of the host leads to it."""

    private: int
    protocol: str
    public: int | None
    address: str


@dataclass(frozen=True)
class Mount:
    """Something of the host seen inside a container: `kind` is bind, volume, tmpfs or npipe."""

    kind: str
    name: str
    source: str
    target: str
    driver: str
    mode: str
    writable: bool
    propagation: str


@dataclass(frozen=True)
class NetworkEndpoint:
    """A container's place in a network. Addresses are empty while it is not running."""

    name: str
    network_id: str
    address: str
    prefix_length: int
    gateway: str
    mac_address: str
    address_v6: str
    prefix_length_v6: int
    gateway_v6: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Probe:
    """One run of a health check and what it printed."""

    started: float | None
    ended: float | None
    exit_code: int
    output: str

    @property
    def took(self) -> float | None:
        """Seconds; None where the engine did not tell both ends."""
        return None if self.started is None or self.ended is None else max(self.ended - self.started, 0.0)


@dataclass(frozen=True)
class HealthCheck:
    """What is run, as the engine keeps it (["CMD-SHELL", line] or ["CMD", words]), and when it counts; in seconds."""

    test: tuple[str, ...]
    interval: float
    timeout: float
    start_period: float
    retries: int


@dataclass(frozen=True)
class Health:
    """`status` is starting, healthy or unhealthy; the probes are the engine's last five, oldest first."""

    status: str
    failing_streak: int
    check: HealthCheck
    probes: tuple[Probe, ...]


@dataclass(frozen=True)
class EnvironmentVariable:
    """`value` is None for a name that stands without `=`."""

    name: str
    value: str | None


@dataclass(frozen=True)
class ContainerSummary:
    """One row of `docker ps`. `health` and `exit_code` are read off the engine's status text."""

    id: str
    name: str
    image: str
    image_id: str
    command: str
    created: float
    state: str
    status: str
    health: str
    exit_code: int | None
    ports: tuple[Port, ...]
    labels: Mapping[str, str]
    networks: tuple[str, ...]
    mounts: tuple[Mount, ...]
    size: int | None
    size_with_image: int | None


@dataclass(frozen=True)
class ContainerDetail:
    """One container as `docker inspect` knows it; `raw` is the engine's own answer, secrets included."""

    id: str
    name: str
    image: str
    image_id: str
    platform: str
    created: float | None
    command: tuple[str, ...]
    entrypoint: tuple[str, ...]
    arguments: tuple[str, ...]
    working_directory: str
    user: str
    hostname: str
    environment: tuple[EnvironmentVariable, ...]
    labels: Mapping[str, str]
    state: str
    running: bool
    paused: bool
    restarting: bool
    exit_code: int
    oom_killed: bool
    error: str
    pid: int
    started: float | None
    finished: float | None
    restart_count: int
    health: Health | None
    ports: tuple[Port, ...]
    mounts: tuple[Mount, ...]
    networks: tuple[NetworkEndpoint, ...]
    network_mode: str
    restart_policy: str
    restart_limit: int
    auto_remove: bool
    privileged: bool
    tty: bool
    interactive: bool
    stop_signal: str
    stop_timeout: int | None
    log_driver: str
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class ImageSummary:
    """One image; a dangling one has no tags. `containers` is None where the engine did not count."""

    id: str
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    created: float
    size: int
    labels: Mapping[str, str]
    containers: int | None


@dataclass(frozen=True)
class ImageDetail:
    """One image as `docker image inspect` knows it; `raw` is the engine's own answer."""

    id: str
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    created: float | None
    size: int
    platform: str
    command: tuple[str, ...]
    entrypoint: tuple[str, ...]
    working_directory: str
    user: str
    environment: tuple[EnvironmentVariable, ...]
    exposed_ports: tuple[str, ...]
    volumes: tuple[str, ...]
    stop_signal: str
    labels: Mapping[str, str]
    layers: tuple[str, ...]
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class VersionInfo:
    """The engine's half of `docker version`."""

    version: str
    api_version: str
    min_api_version: str
    go_version: str
    git_commit: str
    built: str
    os: str
    architecture: str
    kernel: str
    experimental: bool
    components: Mapping[str, str]
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class EngineInfo:
    """What `docker info` says about the engine and its machine."""

    name: str
    version: str
    operating_system: str
    kernel: str
    architecture: str
    cpus: int
    memory: int
    containers: int
    running: int
    paused: int
    stopped: int
    images: int
    storage_driver: str
    log_driver: str
    cgroup_driver: str
    cgroup_version: str
    default_runtime: str
    runtimes: tuple[str, ...]
    root_dir: str
    security_options: tuple[str, ...]
    swarm: str
    live_restore: bool
    warnings: tuple[str, ...]
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class Created:
    """A new container's id, and what the engine warned about while it made it."""

    id: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class PullProgress:
    """One event of a pull: `id` names a layer (empty for the pull as a whole), counts are bytes."""

    id: str
    status: str
    current: int | None
    total: int | None


@dataclass(frozen=True)
class BuildProgress:
    """One event of a build: printed text, or the progress of a pulled layer, or (once, last) the built image's id."""

    text: str = ""
    id: str = ""
    status: str = ""
    current: int | None = None
    total: int | None = None
    image_id: str = ""
