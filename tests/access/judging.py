"""What the guard says of a line, without a database, and without an engine where it needs none."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import override_settings

from containers.access.errors import GuardRefused
from containers.access.guard import guard
from containers.commands.parse import parse
from containers.engine.connection import Engine

NO_ENGINE = Engine("none", "unix:///nonexistent/dockline.sock")


@dataclass
class Operator:
    """Somebody the guard looks at."""

    is_admin: bool = False
    reveals: bool = True

    def may(self, command: str) -> bool:
        return self.reveals or command != "container reveal"


def judge(line: str, engine: Engine = NO_ENGINE, files=(), actor=None) -> None:
    """Raises GuardRefused where an operator's line is refused. /allowed is of DOCKLINE_BIND_ROOTS."""
    command, values = parse(line)
    who: Any = actor or Operator()
    with override_settings(BIND_ROOTS=["/allowed"]):
        guard(who, engine, command.name, command.effect.value, values, files)


def refused(engine: Engine, line: str, option: str, match: str = "", actor=None) -> None:
    """Fails where the line is not refused by this option's name, with these words."""
    with pytest.raises(GuardRefused, match=match) as why:
        judge(line, engine, actor=actor)
    assert why.value.option == option
