"""`docker inspect`: one word that may name a container, an image, a network or a volume."""

from typing import Any

from .connection import Engine
from .errors import InvalidRequest, NotFound, gettext_noop

KINDS = ("container", "image", "network", "volume")
NO_NAME_OF_AN_IMAGE = "invalid reference format"
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
        if not name.strip("/"):
            break  # without a name the engine would list them all
        try:
            answer: dict[str, Any] = engine.get(
                _PATHS[each].format(name), {"size": "1"} if size and each == "container" else None
            )
            return answer
        except NotFound:
            continue
        except InvalidRequest as error:
            if NO_NAME_OF_AN_IMAGE not in error.message:
                raise
    if kind:
        raise NotFound(gettext_noop("There is no %(kind)s called %(name)s."), kind=kind, name=name)
    raise NotFound(gettext_noop("There is no container, image, network or volume called %(name)s."), name=name)
