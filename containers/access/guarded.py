"""What a rule of the guard is given, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

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


def admins_only(flag: str, why: Any) -> str:
    """The sentence of a refusal; `why` says what the flag would do."""
    return _("%(flag)s %(why)s, which only an admin may do.") % {"flag": flag, "why": why}


def never(flag: str, why: Callable[[], Any]) -> Rule:
    """A rule for an option that no operator may give, in any way that says something."""
    return lambda value, guarded: admins_only(flag, why()) if value not in ("", False) else ""


def never_any(flag: str, why: Callable[[], Any]) -> Rule:
    """As `never`, for one that may be given several times: an empty one is sent, too."""
    return lambda value, guarded: admins_only(flag, why())
