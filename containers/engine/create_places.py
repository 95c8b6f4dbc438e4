"""Where a container keeps its files beyond -v: mounts, memory, other containers' volumes, its own layer."""

from dataclasses import dataclass
from typing import Any

from .invalid import InvalidOption, gettext_noop
from .mounts import mount_body, parse_mount


@dataclass(frozen=True)
class Places:
    """The options, each as its flag writes it."""

    mount: tuple[str, ...] = ()
    tmpfs: tuple[str, ...] = ()
    volumes_from: tuple[str, ...] = ()
    volume_driver: str = ""
    storage_opt: tuple[str, ...] = ()
    read_only: bool = False


def check_places(places: Places) -> None:
    """Raises InvalidOption where an option says nothing."""
    for text in places.storage_opt:
        check_storage(text)


def places_host_config(places: Places, api_version: str) -> dict[str, Any]:
    """The fields of HostConfig; raises NotSupported where the engine's API is too old."""
    body: dict[str, Any] = {
        "VolumesFrom": list(places.volumes_from) or None,
        "VolumeDriver": places.volume_driver,
        "ReadonlyRootfs": places.read_only,
    }
    if places.mount:
        body["Mounts"] = [mount_body(parse_mount(text), api_version) for text in places.mount]
    if places.tmpfs:
        body["Tmpfs"] = {path: options for path, _colon, options in (text.partition(":") for text in places.tmpfs)}
    if places.storage_opt:
        parts = [text.partition("=") for text in places.storage_opt]
        body["StorageOpt"] = {name: value for name, _equals, value in parts}
    return body


def check_storage(text: str) -> None:
    """Raises InvalidOption when one --storage-opt is no name=value."""
    if "=" not in text:
        raise InvalidOption(
            gettext_noop("“%(text)s” is no storage option: write name=value, as in size=10G."), text=text
        )
