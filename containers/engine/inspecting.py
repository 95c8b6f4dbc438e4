"""`docker inspect`: one word that may name a container, an image, a network or a volume."""

from typing import Any

from .connection import Engine
from .errors import NotFound

KINDS = ("container", "image", "network", "volume")
_PATHS = {
    "container": "/containers/{}/json",
    "image": "/images/{}/json",
    "network": "/networks/{}",
    "volume": "/volumes/{}",
}


def inspect(engine: Engine, name: str, kind: str = "", size: bool = False) -> dict[str, Any]:
    """The engine's own answer about `name`, secrets included; of the first kind that has it, or of `kind` only.

    Raises NotFound when nothing is called so.
    """
    for each in (kind,) if kind else KINDS:
        try:
            answer: dict[str, Any] = engine.get(
                _PATHS[each].format(name), {"size": "1"} if size and each == "container" else None
            )
            return answer
        except NotFound:
            continue
    raise NotFound(f"There is no {kind or 'container, image, network or volume'} called {name}.")
