"""What a log's stream says beside lines: whether it is live, and if not, why."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "live": _("Live."),
    "waiting": _("The container has not been started yet. Its log appears when it is."),
    "ended": _("The container has ended. When it is started again, its log goes on here."),
    "restarted": _("The container was started again."),
    "engine_lost": _("The docker engine does not answer. The log goes on by itself when it is back."),
    "engine_back": _("The docker engine is back."),
    "removed": _("The container was removed, and its log with it."),
    "other_container": _("Another container has this name now. This is its log, from its beginning."),
    "unreadable": _("This container's log driver cannot be read: its lines go elsewhere. Choose json-file or local."),
    "failed": _("The engine cannot read this log at the moment."),
    "done": _("This is all that was asked for."),
    "empty": _("No container matches now. One that does appears here by itself."),
    "gap": _("Lines are missing here: the engine rotated them away before they were read."),
    "refused": _("Refused."),
}
# After these nothing more comes, and a client does not try again.
FINAL = frozenset({"removed", "unreadable", "done", "refused"})


@dataclass(frozen=True)
class State:
    """A state by its name (a key of SENTENCES), what the engine said beside it, and how the container ended."""

    name: str
    detail: str = ""
    exit_code: int | None = None
    finished: str = ""

    @property
    def final(self) -> bool:
        """Whether the stream is over with it."""
        return self.name in FINAL

    def as_header(self) -> dict[str, Any]:
        """The state as a frame's header holds it; the sentence is in the language active now."""
        said: dict[str, Any] = {"name": self.name, "message": self.detail or str(SENTENCES[self.name])}
        if self.exit_code is not None:
            said |= {"exit_code": self.exit_code, "finished": self.finished}
        if self.final:
            said["final"] = True
        return said


# No state but a mark between lines: what held before it holds on.
GAP = State("gap")
