"""What `docker export` asks for: all files of a container as a tar."""

from collections.abc import Generator

from .connection import Engine


def tar_of_all(engine: Engine, container: str) -> Generator[bytes, None, None]:
    """The file system without its volumes in pieces, asked for with the first. Raises NotFound, then."""
    body = engine.body("GET", f"/containers/{container}/export")
    yield from body.chunks()
