"""What `docker diff` asks for: which files of a container are not as its image has them."""

from dataclasses import dataclass

from .connection import Engine

# https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerChanges
_KINDS = ("changed", "added", "deleted")
_SECONDS = 300


@dataclass(frozen=True)
class Change:
    """A file or folder that was added, changed or deleted."""

    kind: str
    path: str


def changes_of(engine: Engine, container: str) -> tuple[Change, ...]:
    """What changed in a container since it was made, in the engine's order; raises NotFound."""
    told = engine.get(f"/containers/{container}/changes", timeout=_SECONDS) or ()
    return tuple(Change(_KINDS[each["Kind"]], each["Path"]) for each in told)
