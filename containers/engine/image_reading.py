"""The engine's words about images, read into our shapes."""

from collections.abc import Mapping
from typing import Any

from .container_reading import environment_of
from .shapes import ImageDetail, ImageSummary
from .times import epoch

NO_TAG = "<none>:<none>"
NO_DIGEST = "<none>@<none>"


def summary_of(row: Mapping[str, Any]) -> ImageSummary:
    """One row of GET /images/json."""
    containers = row.get("Containers", -1)
    return ImageSummary(
        id=row["Id"],
        tags=tuple(tag for tag in row.get("RepoTags") or () if tag != NO_TAG),
        digests=tuple(digest for digest in row.get("RepoDigests") or () if digest != NO_DIGEST),
        created=float(row.get("Created") or 0),
        size=row.get("Size") or 0,
        labels=dict(row.get("Labels") or {}),
        containers=containers if containers >= 0 else None,
    )


def detail_of(raw: Mapping[str, Any]) -> ImageDetail:
    """The answer of GET /images/NAME/json."""
    config = raw.get("Config") or {}
    platform = [raw.get("Os") or "", raw.get("Architecture") or "", raw.get("Variant") or ""]
    return ImageDetail(
        id=raw["Id"],
        tags=tuple(raw.get("RepoTags") or ()),
        digests=tuple(raw.get("RepoDigests") or ()),
        created=epoch(raw.get("Created")),
        size=raw.get("Size") or 0,
        platform="/".join(part for part in platform if part),
        command=tuple(config.get("Cmd") or ()),
        entrypoint=tuple(config.get("Entrypoint") or ()),
        working_directory=config.get("WorkingDir") or "",
        user=config.get("User") or "",
        environment=environment_of(config.get("Env")),
        exposed_ports=tuple(sorted(config.get("ExposedPorts") or ())),
        volumes=tuple(sorted(config.get("Volumes") or ())),
        stop_signal=config.get("StopSignal") or "",
        labels=dict(config.get("Labels") or {}),
        layers=tuple((raw.get("RootFS") or {}).get("Layers") or ()),
        raw=raw,
    )
