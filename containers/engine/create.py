"""A new container: what was asked for, and the body that the docker CLI 28 would send for it."""

from dataclasses import dataclass, field
from typing import Any

from .connection import Engine
from .create_blank import blank_config, blank_host_config
from .create_isolation import Isolation, isolation_host_config
from .create_life import Life, check_life, life_config, life_host_config
from .create_limits import Limits, check_limits, limits_body
from .create_names import Names, exposed_ports, names_config, names_host_config
from .create_places import Places, check_places, places_host_config
from .environment import labels, parse_label, variables
from .invalid import InvalidOption, gettext_noop
from .networks import NetworkFlags, attachments, endpoints, network_mode, with_flags
from .ports import bindings, check_ports, exposed, published_ports
from .reference import parse_image
from .restart_policy import parse_restart, restarts
from .shapes import Created
from .volumes import anonymous, binds, volume_options

STREAMS = ("stdin", "stdout", "stderr")


@dataclass(frozen=True)
class RunRequest:
    """The values of `docker run` and `docker create`, each list in the order and the syntax of its flag.

    `entrypoint` is None where nothing was said and "" to clear the image's own. `attach` names streams ("stdout"); when
    it is empty a run without `detach` attaches to what there is. `env_from_files` and `labels_from_files` are the
    lines of --env-file and --label-file, which the options' own come after.
    """

    image: str
    command: tuple[str, ...] = ()
    name: str = ""
    entrypoint: str | None = None
    workdir: str = ""
    user: str = ""
    env: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    publish: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    restart: str = "no"
    tty: bool = False
    interactive: bool = False
    detach: bool = False
    attach: tuple[str, ...] = ()
    auto_remove: bool = False
    pull: str = "missing"
    platform: str = ""
    use_api_socket: bool = False
    env_from_files: tuple[str, ...] = ()
    labels_from_files: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    isolation: Isolation = field(default_factory=Isolation)
    life: Life = field(default_factory=Life)
    names: Names = field(default_factory=Names)
    network_flags: NetworkFlags = field(default_factory=NetworkFlags)
    places: Places = field(default_factory=Places)

    @property
    def stdin_attached(self) -> bool:
        """Whether whoever runs it in the foreground types to it."""
        return self.interactive or "stdin" in self._attached

    @property
    def output_attached(self) -> tuple[str, ...]:
        """Which of stdout and stderr a run in the foreground shows."""
        return tuple(name for name in STREAMS[1:] if name in self._attached or not self.attach)

    @property
    def _attached(self) -> set[str]:
        return {stream.lower() for stream in self.attach}


def create(engine: Engine, request: RunRequest) -> Created:
    """Creates the container, which does not run yet. Raises NotFound when the image is missing, Conflict when the name
    is in use, and InvalidOption before anything is asked."""
    body = check_body(engine, request)
    params = {"name": request.name, "platform": request.platform}
    given = {name: value for name, value in params.items() if value}
    answer = engine.post("/containers/create", given or None, body)
    return Created(answer["Id"], tuple(answer.get("Warnings") or ()))


def check_body(engine: Engine, request: RunRequest) -> dict[str, Any]:
    """The body for this engine; raises InvalidOption or NotSupported before anything is asked."""
    check_conflicts(request)
    body = create_body(request, engine.api_version)
    if request.use_api_socket:
        body["HostConfig"].setdefault("Mounts", []).append(_api_socket(engine))
    return body


def _api_socket(engine: Engine) -> dict[str, Any]:
    scheme, _separator, path = engine.address.partition("://")
    if scheme != "unix":
        raise InvalidOption(gettext_noop("--use-api-socket needs an engine that is reached by a unix socket."))
    return {"Type": "bind", "Source": path, "Target": "/var/run/docker.sock", "BindOptions": {}}


def check_conflicts(request: RunRequest) -> None:
    """Raises InvalidOption for options that docker does not take together, and for an image it cannot read."""
    parse_image(request.image)
    if request.detach and request.attach:
        raise InvalidOption(gettext_noop("Conflicting options: cannot specify both --attach and --detach."))
    if request.auto_remove and restarts(request.restart):
        raise InvalidOption(gettext_noop("Conflicting options: cannot specify both --restart and --rm."))
    for stream in request.attach:
        if stream.lower() not in STREAMS:
            raise InvalidOption(
                gettext_noop("--attach %(stream)s: the streams are stdin, stdout and stderr."), stream=stream
            )
    with_flags(attachments(request.networks), request.network_flags)
    check_ports(request.publish)
    check_limits(request.limits)
    check_life(request.life)
    check_places(request.places)
    exposed_ports(request.names.expose)


def create_body(request: RunRequest, api_version: str) -> dict[str, Any]:
    """The JSON of POST /containers/create; raises InvalidOption, or NotSupported by an engine of `api_version`."""
    ports = published_ports(request.publish)
    volumes = volume_options(request.volumes)
    networks = with_flags(attachments(request.networks), request.network_flags)
    body = blank_config() | _process(request) | _streams(request) | life_config(request.life)
    body |= names_config(request.names)
    said = dict(map(parse_label, request.labels_from_files))
    body |= {"Image": request.image, "Volumes": anonymous(volumes), "Labels": said | labels(request.labels)}
    if open_ports := exposed(ports) | exposed_ports(request.names.expose):
        body["ExposedPorts"] = open_ports
    body["HostConfig"] = blank_host_config() | {
        "Binds": binds(volumes) or None,
        "NetworkMode": network_mode(networks),
        "PortBindings": bindings(ports),
        "RestartPolicy": parse_restart(request.restart),
        "AutoRemove": request.auto_remove,
        **limits_body(request.limits, api_version),
        **isolation_host_config(request.isolation, api_version),
        **life_host_config(request.life, api_version),
        **names_host_config(request.names),
        **places_host_config(request.places, api_version),
    }
    body["NetworkingConfig"] = {"EndpointsConfig": endpoints(networks, api_version)}
    return body


def _process(request: RunRequest) -> dict[str, Any]:
    """What runs in the container, as whom, where and with what environment."""
    return {
        "Cmd": list(request.command) or None,
        "Entrypoint": None if request.entrypoint is None else [request.entrypoint],
        "Env": [*request.env_from_files, *variables(request.env)] or None,
        "User": request.user,
        "WorkingDir": request.workdir,
    }


def _streams(request: RunRequest) -> dict[str, Any]:
    """Which streams are attached; standard input is closed with its first reader when it is one of them."""
    named = {stream.lower() for stream in request.attach}
    if not named and not request.detach:
        named = {"stdout", "stderr"}
    stdin = not request.detach and (request.interactive or "stdin" in named)
    return {
        "AttachStdin": stdin,
        "AttachStdout": "stdout" in named,
        "AttachStderr": "stderr" in named,
        "Tty": request.tty,
        "OpenStdin": request.interactive,
        "StdinOnce": stdin and request.interactive,
    }
