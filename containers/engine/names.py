"""Names of what there is, for forms that suggest them."""

from .connection import Engine

_PATHS = {"containers": "/containers/json", "images": "/images/json", "networks": "/networks", "volumes": "/volumes"}


def names(engine: Engine, noun: str) -> tuple[str, ...]:
    """The names of all containers, images (their tags), networks or volumes, sorted; raises EngineError."""
    answer = engine.get(_PATHS[noun], {"all": "1"} if noun == "containers" else None)
    if noun == "containers":
        found = [name.removeprefix("/") for row in answer for name in row.get("Names") or () if name.count("/") == 1]
    elif noun == "images":
        found = [tag for row in answer for tag in row.get("RepoTags") or () if tag != "<none>:<none>"]
    elif noun == "networks":
        found = [row["Name"] for row in answer]
    else:
        found = [row["Name"] for row in answer.get("Volumes") or ()]
    return tuple(sorted(set(found)))
