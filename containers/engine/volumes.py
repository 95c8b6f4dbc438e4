"""`-v`: binds, named and anonymous volumes as docker tells them apart
(https://docs.docker.com/engine/storage/volumes/#options-for---volume)."""

from collections.abc import Iterable
from dataclasses import dataclass

from .invalid import InvalidOption, gettext_noop

BIND, VOLUME = "bind", "volume"


@dataclass(frozen=True)
class VolumeOption:
    """One `-v`. `source` is a host path (bind), a volume's name, or empty: an anonymous volume. `modes` as written."""

    text: str
    kind: str
    source: str
    target: str
    modes: tuple[str, ...] = ()


def parse_volume(text: str) -> VolumeOption:
    """What one `-v` asks for: [source:]target[:modes]; raises InvalidOption.

    Host paths are absolute: Dockline has no working directory and no home that a person could mean.
    """
    if not text:
        raise InvalidOption(
            gettext_noop("-v is empty; write a path of the container, or source:path, as in data:/var/lib/data.")
        )
    sections = _sections(text) if len(text) > 2 else [text]
    if not all(sections):
        raise InvalidOption(
            gettext_noop("-v %(text)s has an empty part between colons; write source:path or source:path:mode."),
            text=text,
        )
    if len(sections) > 3:
        raise InvalidOption(
            gettext_noop("-v %(text)s has too many colons; write source:path or source:path:mode."), text=text
        )
    if len(sections) == 1:
        return VolumeOption(text, VOLUME, "", sections[0])
    source, target, *modes = sections
    if source.startswith((".", "~")):
        raise InvalidOption(
            gettext_noop("-v %(text)s: the host path %(source)s is relative; write the whole path, beginning with /."),
            text=text,
            source=source,
        )
    kind = BIND if _is_path(source) else VOLUME
    return VolumeOption(text, kind, source, target, tuple(modes[0].split(",")) if modes else ())


def check_volume(text: str) -> None:
    """Raises InvalidOption when one `-v` cannot be read."""
    parse_volume(text)


def bind_source(text: str) -> str | None:
    """The host path that one `-v` shows to a container, None when it asks for a volume; raises InvalidOption."""
    option = parse_volume(text)
    return option.source if option.kind == BIND else None


def volume_options(texts: Iterable[str]) -> tuple[VolumeOption, ...]:
    """What all `-v` of a command ask for; what was said twice counts once."""
    return tuple(parse_volume(text) for text in dict.fromkeys(texts))


def binds(options: Iterable[VolumeOption]) -> list[str]:
    """The body's HostConfig.Binds: binds and named volumes, as written."""
    return [option.text for option in options if option.source]


def anonymous(options: Iterable[VolumeOption]) -> dict[str, dict[str, str]]:
    """The body's Volumes: paths for which the engine makes a volume without a name."""
    return {option.text: {} for option in options if not option.source}


def _sections(text: str) -> list[str]:
    """The parts between colons; the colon of a Windows drive (c:/data) belongs to its path."""
    sections: list[str] = []
    for part in text.split(":"):
        if sections and _is_drive(sections[-1]):
            sections[-1] += ":" + part
        else:
            sections.append(part)
    return sections


def _is_drive(part: str) -> bool:
    return len(part) == 1 and part.isalpha()


def _is_path(source: str) -> bool:
    return source.startswith(("/", "\\\\")) or (_is_drive(source[0]) and source[1:2] == ":")
