"""A container's inspect back into the values of `docker run`: a line that makes the same container once more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import raw_inspect
from containers.engine.errors import NotFound
from containers.engine.inspecting import inspect
from containers.engine.system import info

from .rebuilt_isolation import isolation_of
from .rebuilt_limits import limits_of
from .rebuilt_network import networks_of, ports_of
from .rebuilt_places import places_of
from .rebuilt_process import process_of
from .rebuilt_source import Source


@dataclass(frozen=True)
class Rebuilt:
    """The values of `docker run` (its name among them), and sentences on what they cannot say."""

    values: dict[str, Any]
    left_out: tuple[str, ...]


def rebuilt(engine: Engine, container: str) -> Rebuilt:
    """The values of the `docker run` that would make `container` once more; raises NotFound.

    What comes from its image is left out, and so is what the engine sets by itself. Where the image is gone, all that
    it had is said.
    """
    return values_from(source_of(engine, raw_inspect(engine, container)))


def source_of(engine: Engine, raw: Mapping[str, Any]) -> Source:
    """What the values are read from: the container's inspect, its image's, and the engine's own defaults."""
    try:
        image = inspect(engine, str(raw.get("Image") or ""), "image")
    except NotFound:
        image = {}
    told = info(engine)
    return Source(
        raw=raw,
        image=(image.get("Config") or {}),
        image_known=bool(image),
        host_name=told.name,
        log_driver=told.log_driver,
        runtime=told.default_runtime,
        private_cgroups="name=cgroupns" in told.security_options,
        cgroups_v1=told.cgroup_version == "1",
        api_version=engine.api_version,
    )


def values_from(source: Source) -> Rebuilt:
    """The values that the inspect stands for."""
    left_out: list[str] = []
    if not source.image_known:
        left_out.append(_("Its image is not here any more, so the line also says what came from the image."))
    found: dict[str, Any] = {"name": str(source.raw.get("Name") or "").removeprefix("/")}
    for part in (process_of, ports_of, networks_of, places_of, limits_of, isolation_of):
        said, missing = part(source)
        found |= said
        left_out += missing
    found["image"] = source.config.get("Image") or ""
    return Rebuilt({name: value for name, value in found.items() if _says(name, value)}, tuple(left_out))


def _says(name: str, value: Any) -> bool:
    return value not in (None, "", []) or (name == "entrypoint" and value == "")
