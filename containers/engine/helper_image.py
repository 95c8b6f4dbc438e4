"""The image of our own helper containers: one static program, made here, and known again by what is in it.

Anybody who may tag images could give another image its name. So it is looked up by its one layer, whose digest is that
of the tar we send, and used by its id. It must say nothing either: an image may be built on ours that has the same
layer and a health check, which the engine would run in our helper, with its powers.
"""

import hashlib
import io
import tarfile
from collections import deque
from functools import cache

from .connection import Engine
from .errors import EngineFailed, NotFound, gettext_noop
from .static_program import BUSYBOX, read_static

REPOSITORY, TAG = "dockline/helper", "1"
PROGRAM = "/bin/busybox"


def helper_image(engine: Engine) -> str:
    """The id of the helper's image, which is made where it is missing; raises EngineError."""
    content = _tar()
    layer = f"sha256:{hashlib.sha256(content).hexdigest()}"
    found = _id_of(engine, layer)
    if found is None:
        params = {"fromSrc": "-", "repo": REPOSITORY, "tag": TAG}
        deque(engine.events("POST", "/images/create", params, io.BytesIO(content), timeout=60), maxlen=0)
        found = _id_of(engine, layer)
    if found is None:
        raise EngineFailed(gettext_noop("The engine did not keep the image of Dockline's helper as it was sent."))
    return found


def _id_of(engine: Engine, layer: str) -> str | None:
    try:
        image = engine.get(f"/images/{REPOSITORY}:{TAG}/json")
    except NotFound:
        return None
    is_ours = image["RootFS"].get("Layers") == [layer] and not any((image.get("Config") or {}).values())
    return str(image["Id"]) if is_ours else None


@cache
def _tar() -> bytes:
    try:
        program = read_static(BUSYBOX)
    except (OSError, ValueError) as error:
        raise EngineFailed(
            gettext_noop("Dockline's helper needs busybox-static on its server: %(why)s"), why=str(error)
        ) from error
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name in ("bin", "proc"):
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(folder)
        member = tarfile.TarInfo(PROGRAM.lstrip("/"))
        member.mode, member.size = 0o755, len(program)
        tar.addfile(member, io.BytesIO(program))
    return out.getvalue()
