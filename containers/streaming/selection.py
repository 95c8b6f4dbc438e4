"""Which containers a merged view shows: by name, by label, or of a compose project."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from containers.engine.connection import Engine
from containers.engine.containers import list_containers

MOST = 50
PROJECT = "com.docker.compose.project"
_LONGEST = 300


@dataclass(frozen=True)
class Selection:
    """Names (or ids), or labels ("KEY" or "KEY=VALUE") that must all hold."""

    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def containers(self, engine: Engine) -> list[tuple[str, str]]:
        """The id and name of each, by name, at most MOST; raises EngineError."""
        rows = list_containers(engine, all=True, filters={"label": self.labels} if self.labels else None)
        found = [
            (row.id, row.name)
            for row in rows
            if not self.names
            or any(name == row.name or (len(name) >= 4 and row.id.startswith(name)) for name in self.names)
        ]
        return sorted(found, key=lambda each: each[1])[:MOST]


def selection(query: bytes) -> Selection:
    """The selection of a query string; raises ValueError with a sentence."""
    asked = parse_qs(query.decode("latin-1"))
    names = tuple(dict.fromkeys(name.strip("/") for name in asked.get("container", [])))
    labels = (*asked.get("label", []), *[f"{PROJECT}={name}" for name in asked.get("project", [])])
    if bool(names) == bool(labels):
        raise ValueError(_("Say which containers: container (several times), or label, or project."))
    if len(names) > MOST or len(labels) > MOST or any(len(word) > _LONGEST for word in (*names, *labels)):
        raise ValueError(_("At most %(most)d containers can be shown together.") % {"most": MOST})
    return Selection(names, labels)
