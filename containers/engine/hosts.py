"""Which engines there are. Every URL and socket names one; today there is one, `local`."""

import os
import threading

from docker.context import ContextAPI

from .connection import Engine
from .errors import UnknownHost, gettext_noop

LOCAL = "local"
DEFAULT_ADDRESS = "unix:///var/run/docker.sock"

_engines: dict[str, Engine] = {}
_lock = threading.Lock()


def engine_of(host: str) -> Engine:
    """The engine called `host`; raises UnknownHost for any other name."""
    if host != LOCAL:
        raise UnknownHost(
            gettext_noop("There is no engine called %(host)s; the only one is %(local)s."), host=host, local=LOCAL
        )
    with _lock:
        if host not in _engines:
            _engines[host] = _local_engine()
        return _engines[host]


def host_names() -> tuple[str, ...]:
    """The names of all engines, the first one being where people land."""
    return (LOCAL,)


def forget_engines() -> None:
    """Lets the addresses be found anew, for tests that change the environment."""
    with _lock:
        _engines.clear()


def _local_engine() -> Engine:
    """DOCKER_HOST, else the current docker context, else the usual socket: the docker CLI's own order
    (https://docs.docker.com/engine/manage-resources/contexts/)."""
    if address := os.environ.get("DOCKER_HOST"):
        return Engine(LOCAL, address, _environment_tls())
    context = ContextAPI.get_current_context()
    address = context.Host if context else None
    if not address or address == "http+unix:///var/run/docker.sock":
        return Engine(LOCAL, DEFAULT_ADDRESS)
    return Engine(LOCAL, address.replace("http+unix://", "unix://"), context.TLSConfig)


def _environment_tls():  # type: ignore[no-untyped-def]
    if not os.environ.get("DOCKER_TLS_VERIFY") and not os.environ.get("DOCKER_TLS"):
        return None
    from docker.utils import kwargs_from_env

    tls = kwargs_from_env().get("tls")
    return tls or None
