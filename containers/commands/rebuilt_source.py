"""What a `docker run` line is rebuilt from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Values by the names of run's options, and sentences on what they cannot say.
Said = tuple[dict[str, Any], list[str]]


@dataclass(frozen=True)
class Source:
    """A container's inspect, the Config of its image ({} where it is gone), and the engine's own defaults."""

    raw: Mapping[str, Any]
    image: Mapping[str, Any]
    image_known: bool
    host_name: str
    log_driver: str
    runtime: str
    private_cgroups: bool
    cgroups_v1: bool
    api_version: str

    @property
    def config(self) -> Mapping[str, Any]:
        """Config of the container's inspect."""
        return self.raw.get("Config") or {}

    @property
    def host(self) -> Mapping[str, Any]:
        """HostConfig of the container's inspect."""
        return self.raw.get("HostConfig") or {}

    def own(self, name: str) -> Any:
        """A field of Config, None where it is as the image has it."""
        value = self.config.get(name)
        return None if value == self.image.get(name) else value
