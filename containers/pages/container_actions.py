"""What can be done to a container in the state it is in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# The likeliest first. Docker refuses most others, so they are not offered.
_ACTIONS = {
    "running": ("stop", "restart", "pause", "kill", "rm"),
    "paused": ("unpause", "stop", "kill", "rm"),
    "restarting": ("stop", "kill", "rm"),
    "exited": ("start", "rm"),
    "created": ("start", "rm"),
    "dead": ("rm",),
}
# In these docker removes a container only by force.
ALIVE = ("running", "paused", "restarting")
_LABELS = {
    "start": (_("Start"), "player-play"),
    "stop": (_("Stop"), "player-stop"),
    "restart": (_("Restart"), "refresh"),
    "pause": (_("Pause"), "player-pause"),
    "unpause": (_("Unpause"), "player-play"),
    "kill": (_("Kill"), "bolt"),
    "rm": (_("Remove"), "trash"),
}


# Of what is done to many at once: the other states in which docker does not refuse it.
_ALSO = {"restart": ("exited", "created", "paused", "restarting"), "start": ("running",)}


def states_for(verb: str) -> list[str]:
    """The states in which a command on a container does what it is for, or at least no harm."""
    return [state for state, verbs in _ACTIONS.items() if verb in verbs or state in _ALSO.get(verb, ())]


@dataclass(frozen=True)
class ContainerAction:
    """A command on a container as the action tag takes it; `force` is None for commands without it."""

    command: str
    container: str
    label: Any
    icon: str
    force: bool | None = None


def actions_on(container: str, state: str) -> list[ContainerAction]:
    """What can be done to the container of this name in this state, the likeliest first."""
    return [
        ContainerAction(
            command=f"container {verb}",
            container=container,
            label=_LABELS[verb][0],
            icon=_LABELS[verb][1],
            force=True if verb == "rm" and state in ALIVE else None,
        )
        for verb in _ACTIONS.get(state, ())
    ]
