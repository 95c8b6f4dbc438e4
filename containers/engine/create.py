"""A new container: what was asked for, and the body that the docker CLI 28 would send for it."""

from dataclasses import dataclass
from typing import Any

from .connection import Engine
from .create_blank import blank_config, blank_host_config
from .environment import labels, variables
from .invalid import InvalidOption, gettext_noop
from .networks import attachments, endpoints, network_mode
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
    it is empty a run without `detach` attaches to what there is.
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


def create(engine: Engine, request: RunRequest) -> Created:
    """Creates the container, which does not run yet. Raises NotFound when the image is missing, Conflict when the name
    is in use, and InvalidOption before anything is asked."""
    check_conflicts(request)
    body = create_body(request, engine.api_version)
    answer = engine.post("/containers/create", {"name": request.name} if request.name else None, body)
    return Created(answer["Id"], tuple(answer.get("Warnings") or ()))


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
    attachments(request.networks)
    check_ports(request.publish)


def create_body(request: RunRequest, api_version: str) -> dict[str, Any]:
    """The JSON of POST /containers/create; raises InvalidOption, or NotSupported by an engine of `api_version`."""
    ports = published_ports(request.publish)
    volumes = volume_options(request.volumes)
    networks = attachments(request.networks)
    body = blank_config() | _process(request) | _streams(request)
    body |= {"Image": request.image, "Volumes": anonymous(volumes), "Labels": labels(request.labels)}
    if ports:
        body["ExposedPorts"] = exposed(ports)
    body["HostConfig"] = blank_host_config() | {
        "Binds": binds(volumes) or None,
        "NetworkMode": network_mode(networks),
        "PortBindings": bindings(ports),
        "RestartPolicy": parse_restart(request.restart),
        "AutoRemove": request.auto_remove,
    }
    body["NetworkingConfig"] = {"EndpointsConfig": endpoints(networks, api_version)}
    return body


def _process(request: RunRequest) -> dict[str, Any]:
    """What runs in the container, as whom, where and with what environment."""
    return {
        "Cmd": list(request.command) or None,
        "Entrypoint": None if request.entrypoint is None else [request.entrypoint],
        "Env": variables(request.env) or None,
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
