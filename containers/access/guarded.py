"""What a rule of the guard is given, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from containers.engine.connection import Engine

from .actor import Actor


@dataclass(frozen=True)
class Guarded:
    """What a rule judges: one value of one option, and what it may need to judge it."""

    engine: Engine
    values: Mapping[str, Any]
    uploads: Sequence[Path]
    actor: Actor


Rule = Callable[[Any, Guarded], str]
