"""States as people see them: a colour and always a word, for those who do not see the colour."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

# state: (word, tone). A tone is a colour of tokens.css: good, bad, warn, busy, calm.
_STATES: dict[str, tuple[Any, str]] = {
    # containers
    "running": (_l("running"), "good"),
    "exited": (_l("exited"), "calm"),
    "paused": (_l("paused"), "warn"),
    "created": (_l("created"), "calm"),
    "restarting": (_l("restarting"), "busy"),
    "removing": (_l("removing"), "busy"),
    "dead": (_l("dead"), "bad"),
    "removed": (_l("removed"), "calm"),
    # their health
    "healthy": (_l("healthy"), "good"),
    "unhealthy": (_l("unhealthy"), "bad"),
    "starting": (_l("starting"), "busy"),
    # jobs and rows of the trail
    "queued": (_l("queued"), "calm"),
    "done": (_l("done"), "good"),
    "failed": (_l("failed"), "bad"),
    "refused": (_l("refused"), "warn"),
    "cancelled": (_l("cancelled"), "calm"),
    "interrupted": (_l("interrupted"), "warn"),
    "asked": (_l("asked"), "calm"),
    "started": (_l("started"), "busy"),
    # the engine
    "present": (_l("engine ready"), "good"),
    "absent": (_l("no engine"), "bad"),
    # what a command does
    "reads": (_l("reads"), "calm"),
    "changes": (_l("changes"), "busy"),
    "destroys": (_l("destroys"), "bad"),
    "reveals": (_l("reveals secrets"), "warn"),
    "escapes": (_l("reaches the host"), "warn"),
}


@dataclass(frozen=True)
class Shown:
    """A state's own name, its word, and its tone."""

    name: str
    word: Any
    tone: str


def shown(name: str, exit_code: int | None = None) -> Shown:
    """How a state looks; one that is not known here keeps its own name."""
    word, tone = _STATES.get(name, (name, "calm"))
    if name in ("exited", "dead") and exit_code is not None:
        word = _("%(state)s (%(code)d)") % {"state": word, "code": exit_code}
        tone = "bad" if exit_code else tone
    return Shown(name, word, tone)
