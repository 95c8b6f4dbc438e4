"""What `docker container ...` asks the engine for, one function per command."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .connection import Engine
from .container_reading import detail_of, summary_of
from .errors import NotFound
from .shapes import ContainerDetail, ContainerSummary

# What the engine itself needs around a grace period: starting, killing, unmounting.
ENGINE_SECONDS = 60
# `--timeout -1` waits for the container for ever; a request that outlives this is given up, the engine goes on waiting.
LONGEST_WAIT_SECONDS = 3600
DEFAULT_GRACE_SECONDS = 10


def list_containers(
    engine: Engine,
    all: bool = False,  # noqa: A002 - docker's own word
    filters: Mapping[str, Sequence[str]] | None = None,
    limit: int | None = None,
    size: bool = False,
) -> tuple[ContainerSummary, ...]:
    """The running containers, or `all` of them, newest first, by one request.

    `filters` are docker's ({"status": ["exited"]}), `limit` keeps the newest so many, stopped ones among them;
    `size` makes the engine measure every container's files, which is slow.
    """
    params: dict[str, Any] = {}
    if all:
        params["all"] = "1"
    if limit is not None:
        params["limit"] = str(limit)
    if size:
        params["size"] = "1"
    if filters:
        params["filters"] = json.dumps({name: list(values) for name, values in filters.items()})
    return tuple(summary_of(row) for row in engine.get("/containers/json", params))


def inspect_container(engine: Engine, container: str, size: bool = False) -> ContainerDetail:
    """One container by name or (the start of) its id; raises NotFound."""
    return detail_of(raw_inspect(engine, container, size))


def raw_inspect(engine: Engine, container: str, size: bool = False) -> dict[str, Any]:
    """The engine's own answer about one container, secrets in its environment included; raises NotFound."""
    answer: dict[str, Any] = engine.get(f"/containers/{container}/json", {"size": "1"} if size else None)
    return answer


def start(engine: Engine, container: str) -> None:
    """Starts a container; one that runs already is left as it is."""
    engine.post(f"/containers/{container}/start")


def stop(engine: Engine, container: str, timeout: int | None = None, signal: str = "") -> None:
    """Sends the stop signal, waits `timeout` seconds (-1: for ever; None: the container's own), then sends KILL.

    Returns when the container has stopped; one that did not run is left as it is. Without `signal` its own stop
    signal is sent; engines that `takes_stop_signal` denies ignore `signal`, and so they do when the docker CLI asks.
    """
    params = _stop_params(engine, timeout, signal)
    engine.post(f"/containers/{container}/stop", params, timeout=_patience(engine, container, timeout))


def restart(engine: Engine, container: str, timeout: int | None = None, signal: str = "") -> None:
    """Stops a container as `stop` does, if it runs, and starts it."""
    params = _stop_params(engine, timeout, signal)
    engine.post(f"/containers/{container}/restart", params, timeout=_patience(engine, container, timeout))


def takes_stop_signal(engine: Engine) -> bool:
    """Whether the engine lets stop and restart name a signal (API 1.42, Docker 23)."""
    return engine.supports("1.42")


def kill(engine: Engine, container: str, signal: str = "") -> None:
    """Sends `signal` (a name or number; KILL when empty) to the first process; raises Conflict when it does not run."""
    engine.post(f"/containers/{container}/kill", {"signal": signal} if signal else None)


def pause(engine: Engine, container: str) -> None:
    """Freezes every process of a running container; raises Conflict when it cannot."""
    engine.post(f"/containers/{container}/pause")


def unpause(engine: Engine, container: str) -> None:
    """Lets a paused container go on."""
    engine.post(f"/containers/{container}/unpause")


def rename(engine: Engine, container: str, name: str) -> None:
    """Gives a container another name; raises Conflict for one in use."""
    engine.post(f"/containers/{container}/rename", {"name": name})


def remove(engine: Engine, container: str, force: bool = False, volumes: bool = False, link: bool = False) -> None:
    """Removes a stopped container; `force` kills a running one first, `volumes` removes its anonymous volumes too.

    With `link`, `container` names a link ("/web/database") and only the link is removed. Raises Conflict for a running
    container without `force`.
    """
    asked = {"force": force, "link": link, "v": volumes}
    params = {name: "1" for name, wanted in asked.items() if wanted}
    engine.delete(f"/containers/{container.strip('/')}", params)


def _stop_params(engine: Engine, timeout: int | None, signal: str) -> dict[str, str]:
    params = {} if timeout is None else {"t": str(timeout)}
    if signal and takes_stop_signal(engine):
        params["signal"] = signal
    return params


def _patience(engine: Engine, container: str, timeout: int | None) -> float:
    """How many seconds to wait for the answer of a stop: the grace period that applies, and the engine's own time."""
    if timeout is None:
        timeout = _own_grace(engine, container)
    if not 0 <= timeout <= LONGEST_WAIT_SECONDS:
        return LONGEST_WAIT_SECONDS
    return timeout + ENGINE_SECONDS


def _own_grace(engine: Engine, container: str) -> int:
    """The seconds that a container is given when nobody says how many. One that is missing is asked all the same, as
    the docker CLI does: the engine's answer to that is the one to tell."""
    try:
        config = raw_inspect(engine, container).get("Config") or {}
    except NotFound:
        return DEFAULT_GRACE_SECONDS
    own = config.get("StopTimeout")
    return DEFAULT_GRACE_SECONDS if own is None else int(own)
