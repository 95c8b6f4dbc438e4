"""What `docker commit` asks for: an image of a container's files as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass

from .connection import Engine
from .reference import DEFAULT_TAG, parse

# Files are copied while the container stands still: gigabytes take their time.
_SECONDS = 3600


@dataclass(frozen=True)
class CommitRequest:
    """A commit: the `image` is a name with or without a tag, "" for none; `changes` are Dockerfile instructions."""

    container: str
    image: str = ""
    author: str = ""
    message: str = ""
    changes: Sequence[str] = ()
    pause: bool = True


def commit(engine: Engine, request: CommitRequest) -> str:
    """The id of the new image; raises NotFound, Conflict and InvalidRequest where the engine refuses."""
    params: dict[str, object] = {
        "author": request.author,
        "changes": list(request.changes),
        "comment": request.message,
        "container": request.container,
    }
    if request.image:
        named = parse(request.image)
        params |= {"repo": named.name, "tag": named.tag or DEFAULT_TAG}
    if not request.pause:
        params["pause"] = "0"
    return str(engine.post("/commit", params, timeout=_SECONDS)["Id"])
