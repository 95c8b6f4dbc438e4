"""The host's ports that containers hold open, and some that none does, for a form that asks for one."""

from collections.abc import Collection

from containers.access.actor import Actor
from containers.engine.containers import list_containers
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of

# What people use for a web server, then for others.
_USUAL = (8080, 8081, 8082, 8000, 3000, 5000, 8443, 9000, 9090, 5432, 6379)
MOST = 6


def ports_in_use(actor: Actor, host: str) -> dict[int, str]:
    """The ports of the host that running containers publish, each with the container's name; as far as may be seen."""
    if not actor.may("container ls"):
        return {}
    try:
        there = list_containers(engine_of(host))
    except EngineError:  # a form without suggestions is still a form
        return {}
    return {port.public: each.name for each in there for port in each.ports if port.public}


def free_ports(used: Collection[int]) -> list[int]:
    """Some ports that people usually take, without those in use."""
    return [port for port in _USUAL if port not in used][:MOST]
