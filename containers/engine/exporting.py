"""What `docker export` asks for: all files of a container as a tar."""

from .bodies import Body
from .connection import Engine


def export(engine: Engine, container: str) -> Body:
    """The file system without its volumes, as it is read; the caller closes it. Raises NotFound."""
    return engine.body("GET", f"/containers/{container}/export")
