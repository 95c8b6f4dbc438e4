"""What `docker update` asks for: other limits for a container, while it runs too."""

from .connection import Engine
from .create_limits import Limits, resources
from .quantities import parse_size
from .restart_policy import parse_restart


def update(engine: Engine, container: str, limits: Limits, restart: str = "") -> list[str]:
    """Gives a container other limits and another restart policy; the engine's warnings. What is not said stays as it
    was: 0 and "" say nothing, as for the docker CLI. Raises Conflict and InvalidRequest where the engine refuses."""
    body = resources(limits, engine.api_version) | {"PidsLimit": limits.pids_limit or None}
    if limits.kernel_memory is not None:  # the CLI sends it to engines of every age, and leaves it out of create only
        body["KernelMemory"] = parse_size(limits.kernel_memory)
    answer = engine.post(f"/containers/{container}/update", body=body | {"RestartPolicy": parse_restart(restart)})
    return list((answer or {}).get("Warnings") or ())
