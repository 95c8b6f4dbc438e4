"""Rows of a form that have several fields each, and are one word of the line: ports, mounts, names with values."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

EMPTY = "''"  # in a field: given, as nothing


@dataclass(frozen=True)
class Row:
    """How one row is a word: the `parts` that its fields are named by, `join` of them into the word, `split` back.

    `join` raises ValueError with a sentence.
    """

    parts: tuple[str, ...]
    join: Callable[..., str]
    split: Callable[[str], tuple[str, ...]]


def _port(host: str, container: str, protocol: str) -> str:
    host, container, protocol = host.strip(), container.strip(), protocol.strip()
    if not container:
        raise ValueError(_("Port %(host)s of the host needs the container's port it leads to.") % {"host": host})
    return (f"{host}:" if host else "") + container + (f"/{protocol}" if protocol else "")


def _port_parts(text: str) -> tuple[str, ...]:
    """Host side, container side and protocol: 127.0.0.1:8080 and 80 and udp of 127.0.0.1:8080:80/udp."""
    rest, _slash, protocol = text.partition("/")
    host, _colon, container = rest.rpartition(":")
    return host, container, protocol


def _mount(source: str, target: str, mode: str) -> str:
    source, target, mode = source.strip(), target.strip(), mode.strip()
    if not target:
        raise ValueError(_("“%(source)s” needs the path at which the container sees it.") % {"source": source})
    return ":".join(part for part in (source, target, mode) if part)


def _mount_parts(text: str) -> tuple[str, ...]:
    """Source, path in the container and mode: data, /data and ro of data:/data:ro. A lone path is the container's."""
    parts = text.split(":", 2)
    if len(parts) == 1:
        return "", parts[0], ""
    return parts[0], parts[1], parts[2] if len(parts) == 3 else ""


def _pair(name: str, value: str) -> str:
    name, value = name.strip(), value.replace("\r\n", "\n")
    if not name:
        raise ValueError(_("“%(value)s” has no name: the field before it is empty.") % {"value": value})
    if value == EMPTY:
        return f"{name}="
    return f"{name}={value}" if value else name


def _pair_parts(text: str) -> tuple[str, ...]:
    """Name and value; a name without = has none."""
    name, equals, value = text.partition("=")
    return name, value or (EMPTY if equals else "")


# By the kind's widget.
ROWS = {
    "ports": Row(("host", "container", "protocol"), _port, _port_parts),
    "mounts": Row(("source", "target", "mode"), _mount, _mount_parts),
    "pairs": Row(("name", "value"), _pair, _pair_parts),
}


def rows_of(name: str, row: Row, fields: QueryDict) -> list[tuple[str, ...]]:
    """The rows as they were filled in, also words that were given whole; without those whose first two are empty."""
    columns = [fields.getlist(f"{name}.{part}") for part in row.parts]
    longest = max(len(column) for column in columns)
    padded = [[*column, *[""] * (longest - len(column))] for column in columns]
    filled = [each for each in zip(*padded, strict=True) if each[0].strip() or each[1].strip()]
    return filled + [row.split(text) for text in fields.getlist(name) if text.strip()]


def fields_of_row(name: str, row: Row, text: str) -> list[tuple[str, str]]:
    """The fields of one row that stand for a word."""
    return [(f"{name}.{part}", each) for part, each in zip(row.parts, row.split(text), strict=True)]
