"""Where a container keeps its files, as options of run."""

from collections.abc import Mapping
from typing import Any

from .rebuilt_source import Said, Source
from .written import fields, size


def places_of(source: Source) -> Said:
    """The values about files; volumes that the image asks for are left out."""
    config, host = source.config, source.host
    anonymous = [path for path in config.get("Volumes") or {} if path not in (source.image.get("Volumes") or {})]
    return {
        "volume": [*(host.get("Binds") or []), *sorted(anonymous)],
        "mount": [mount_text(mount) for mount in host.get("Mounts") or []],
        "tmpfs": [f"{path}:{options}" if options else path for path, options in (host.get("Tmpfs") or {}).items()],
        "read-only": host.get("ReadonlyRootfs") or None,
        "volumes-from": list(host.get("VolumesFrom") or []),
        "volume-driver": host.get("VolumeDriver"),
        "storage-opt": [f"{name}={value}" for name, value in (host.get("StorageOpt") or {}).items()],
    }, []


def mount_text(mount: Mapping[str, Any]) -> str:
    """One of HostConfig.Mounts as --mount writes it."""
    parts = [f"type={mount.get('Type') or 'volume'}"]
    parts += [f"source={mount['Source']}"] if mount.get("Source") else []
    parts.append(f"target={mount.get('Target', '')}")
    parts += ["readonly"] if mount.get("ReadOnly") else []
    parts += [f"consistency={mount['Consistency']}"] if mount.get("Consistency") else []
    parts += _bind(mount.get("BindOptions") or {})
    parts += _volume(mount.get("VolumeOptions") or {})
    memory = mount.get("TmpfsOptions") or {}
    parts += [f"tmpfs-size={size(memory['SizeBytes'])}"] if memory.get("SizeBytes") else []
    parts += [f"tmpfs-mode={memory['Mode']:o}"] if memory.get("Mode") else []
    image = mount.get("ImageOptions") or {}
    parts += [f"image-subpath={image['Subpath']}"] if image.get("Subpath") else []
    return fields(parts)


def _bind(options: Mapping[str, Any]) -> list[str]:
    parts = [f"bind-propagation={options['Propagation']}"] if options.get("Propagation") else []
    if options.get("NonRecursive"):
        parts.append("bind-recursive=disabled")
    if options.get("ReadOnlyNonRecursive"):
        parts.append("bind-recursive=writable")
    if options.get("ReadOnlyForceRecursive"):
        parts.append("bind-recursive=readonly")
    return parts


def _volume(options: Mapping[str, Any]) -> list[str]:
    driver = options.get("DriverConfig") or {}
    return [
        *(["volume-nocopy"] if options.get("NoCopy") else []),
        *([f"volume-subpath={options['Subpath']}"] if options.get("Subpath") else []),
        *([f"volume-driver={driver['Name']}"] if driver.get("Name") else []),
        *(f"volume-opt={name}={value}" for name, value in (driver.get("Options") or {}).items()),
        *(f"volume-label={name}={value}" for name, value in (options.get("Labels") or {}).items()),
    ]
