"""`docker version` and `docker info`."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from containers.engine import system

from .declare import Asked, Command, Effect


def _without_raw(shape: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(shape).items() if name != "raw"}


def _version(asked: Asked) -> dict[str, Any]:
    return _without_raw(system.version(asked.engine)) | {"used_api": asked.engine.api_version}


def _info(asked: Asked) -> dict[str, Any]:
    return _without_raw(system.info(asked.engine))


COMMANDS = (
    Command(
        name="version",
        summary=_("Show the engine's version and the API in use"),
        effect=Effect.READS,
        role="viewer",
        call=_version,
    ),
    Command(
        name="system info",
        aliases=("info",),
        summary=_("Show what the engine and its machine are"),
        effect=Effect.READS,
        role="viewer",
        call=_info,
    ),
)
