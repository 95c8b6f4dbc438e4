"""What can be done to a container in the state it is in, and what else there is for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from containers.access.actor import Actor

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


@dataclass(frozen=True)
class More:
    """An entry of the container's menu: a command that is done at once with these values, or, with a `url`, its form.

    `line` is what stands below its words where the form is yet to be filled.
    """

    command: str
    label: Any
    icon: str
    values: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    line: str = ""


def more_on(actor: Actor, host: str, name: str) -> list[tuple[Any, list[More]]]:
    """What else there is for a container, in parts that have a heading; only what the actor may do."""
    parts = [
        (_("Look"), [_at_once("port", name, _("Published ports"), "plug"), _at_once("diff", name, *_DIFF)]),
        (
            _("Files"),
            [
                _form(
                    host,
                    "cp",
                    _("Copy out of it …"),
                    "file-export",
                    f"{name}:PATH .",
                    source=f"{name}:/",
                    destination=".",
                ),
                _form(host, "cp", _("Copy into it …"), "file-import", f"FILE {name}:PATH", destination=f"{name}:/tmp/"),
                _at_once("export", name, _("Download all files"), "package-export"),
            ],
        ),
        (
            _("More"),
            [
                _form(host, "rename", _("Another name …"), "pencil", f"{name} NAME", container=name),
                _form(host, "update", _("Other limits …"), "adjustments", f"-m SIZE {name}", containers=name),
                _form(host, "commit", _("Make an image of it …"), "camera", f"{name} IMAGE", container=name),
                More("container wait", _("Wait for its end"), "hourglass", {"containers": name}),
            ],
        ),
    ]
    return [
        (heading, entries)
        for heading, every in parts
        if (entries := [entry for entry in every if actor.may(entry.command)])
    ]


_OUT = (_("Copy out of it …"), "file-export")
_IN = (_("Copy into it …"), "file-import")
_DIFF = (_("Changed files"), "file-diff")


def _at_once(verb: str, name: str, label: Any, icon: str) -> More:
    return More(f"container {verb}", label, icon, {"container": name})


def _form(host: str, verb: str, label: Any, icon: str, words: str, **fields: str) -> More:
    url = f"{reverse('command', args=[host, f'container-{verb}'])}?{urlencode(fields)}"
    return More(f"container {verb}", label, icon, url=url, line=f"docker {verb} {words}")
