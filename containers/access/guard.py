"""The guard: would these values let somebody who is no admin out of the container world?

A rule belongs to one option or word of one command and answers a sentence when it refuses. It lands together with the
option (tests/house checks that) and with an attempt to escape in tests/access/test_escapes.py.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from containers.engine.connection import Engine

from .actor import Actor
from .errors import GuardRefused
from .guard_build import refuse_context, refuse_text
from .guard_copy import place_by_id, refuse_files_of, refuse_set_id
from .guard_exec import refuse_powerful, refuse_privileged_exec, refuse_user
from .guard_objects import id_of, refuse_keeping, refuse_protected, refuse_shadow
from .guard_options import refuse_registry
from .guard_run import REALTIME, RUN
from .guard_top import refuse_ps_options
from .guarded import Guarded, Rule

# Commands that make a container, and what one of them does not ask for.
MAKING = ("container run", "container create", "container recreate")
NOT_ITS_OWN = (("container recreate", "name"),)
# (command, name of the value): the rule. Lists are judged value by value.
RULES: dict[tuple[str, str], Rule] = {
    **{(command, name): rule for command in MAKING for name, rule in RUN.items() if (command, name) not in NOT_ITS_OWN},
    ("container recreate", "replaces"): lambda value, guarded: refuse_protected(guarded.engine, value),
    ("container exec", "privileged"): lambda value, guarded: refuse_privileged_exec(),
    ("container exec", "user"): lambda value, guarded: refuse_user(value),
    ("container exec", "container"): lambda value, guarded: refuse_powerful(value, guarded.engine),
    ("container browse", "container"): lambda value, guarded: refuse_powerful(value, guarded.engine),
    ("container write", "container"): lambda value, guarded: refuse_powerful(value, guarded.engine),
    ("container unlink", "container"): lambda value, guarded: refuse_powerful(value, guarded.engine),
    ("container attach", "container"): lambda value, guarded: refuse_powerful(value, guarded.engine),
    ("container start", "interactive"): lambda value, guarded: refuse_powerful(
        guarded.values["containers"][0], guarded.engine
    ),
    ("container rename", "name"): lambda value, guarded: refuse_shadow(guarded.engine, value),
    ("container line", "reveal"): lambda value, guarded: refuse_protected(guarded.engine, guarded.values["container"]),
    ("container top", "ps-options"): lambda value, guarded: refuse_ps_options(guarded.values["ps-options"]),
    ("container cp", "source"): lambda value, guarded: (
        refuse_files_of(value, guarded.engine) or refuse_set_id(guarded.uploads, guarded.values)
    ),
    ("container cp", "destination"): lambda value, guarded: refuse_files_of(value, guarded.engine),
    ("image pull", "reference"): lambda value, guarded: refuse_registry(value, None),
    ("image build", "path"): lambda value, guarded: refuse_context(guarded.uploads, guarded.values, guarded.engine),
    ("container prune", "filter"): lambda value, guarded: refuse_keeping(value),
    ("container commit", "change"): lambda value, guarded: refuse_text("\n".join(guarded.values["change"])),
    **{("container update", name): rule for name, rule in REALTIME.items()},
    ("image import", "change"): lambda value, guarded: refuse_text("\n".join(guarded.values["change"])),
}

# Commands that give power over a container, and the value that names it: the guard looks at what has this name now, and
# the command must act on the same, whoever renames containers in between.
BY_ID = {
    "container exec": "container",
    "container attach": "container",
    "container export": "container",
    "container start": "containers",
    "container browse": "container",
    "container write": "container",
    "container unlink": "container",
}
# Values that name containers which a command changes, destroys or reveals.
CONTAINER_NAMES = ("containers", "container")


def guard(
    actor: Actor,
    engine: Engine,
    command: str,
    effect: str,
    values: Mapping[str, Any],
    uploads: Sequence[Path] = (),
) -> Mapping[str, Any]:
    """The values to act on; raises GuardRefused, which names the option, when an actor who is no admin asks for too
    much."""
    if actor.is_admin:
        return values
    values = _by_id(engine, command, values)
    guarded = Guarded(engine, values, uploads, actor)
    for name, value in values.items():
        rule = RULES.get((command, name))
        for each in _each(value) if rule else ():
            if why := rule(each, guarded):  # type: ignore[misc]
                raise GuardRefused(name, why)
        if name in CONTAINER_NAMES and effect != "reads":
            for container in _each(value):
                if why := refuse_protected(engine, container):
                    raise GuardRefused(name, why)
    return values


def _by_id(engine: Engine, command: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values, with the whole id of one container where the command may do more to it than its name promises."""
    if command == "container cp":
        places = {name: place_by_id(values[name], engine) for name in ("source", "destination")}
        return {**values, **places}
    name = BY_ID.get(command, "")
    named = _each(values.get(name, ()))
    if len(named) != 1:
        return values
    found = id_of(engine, named[0])
    return {**values, name: [found] if isinstance(values[name], list) else found}


def _each(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
