"""What a form suggests: the names of the objects that the engine has, when it answers and the person may see them."""

from collections.abc import Iterable

from containers.access.actor import Actor
from containers.engine.errors import EngineError
from containers.engine.hosts import engine_of
from containers.engine.names import names

# The right to see the names of a noun. Networks and volumes have no list of their own yet; ps shows them.
_RIGHTS = {"containers": "container ls", "images": "image ls", "networks": "container ls", "volumes": "container ls"}
NOUNS = frozenset(_RIGHTS)
MOST = 300


def suggestions(
    actor: Actor, host: str, nouns: Iterable[str], *, most: int | None = MOST
) -> dict[str, tuple[str, ...]]:
    """The names of each of these nouns, by one request each, at most so many; none where the engine does not answer."""
    found = {}
    for noun in sorted(set(nouns) & _RIGHTS.keys()):
        if not actor.may(_RIGHTS[noun]):
            continue
        try:
            found[noun] = names(engine_of(host), noun)[:most]
        except EngineError:  # a form without suggestions is still a form
            return found
    return found
