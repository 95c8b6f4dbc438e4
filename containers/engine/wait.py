"""What `docker wait` asks for: the exit code of a container, once it does not run."""

from .connection import Engine
from .containers import raw_inspect
from .errors import EngineFailed, NotFound, gettext_noop
from .events import Events


def runs(engine: Engine, container: str) -> bool:
    """Whether a wait for it would take time; one that is missing would be told at once."""
    try:
        return bool(raw_inspect(engine, container)["State"]["Running"])
    except NotFound:
        return False


def waiting(engine: Engine, container: str) -> Events:
    """The open wait for a container, which any thread may close; `exit_code` reads it. Raises NotFound."""
    return engine.events("POST", f"/containers/{container}/wait")


def exit_code(wait: Events) -> int:
    """The exit code with which the container ends, or has ended; waits for it as long as it runs."""
    answer = next(wait, None)
    if answer is None:
        raise EngineFailed(gettext_noop("The engine ended the wait without saying how the container ended."))
    if why := (answer.get("Error") or {}).get("Message"):
        raise EngineFailed(str(why))
    return int(answer["StatusCode"])
