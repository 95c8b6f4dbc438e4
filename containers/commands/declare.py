"""What a docker command is, declared once: form, typed line, preview, API, permission and trail all follow from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from containers.engine.connection import Engine

from .kinds import Kind

if TYPE_CHECKING:
    from containers.access.actor import Actor
    from containers.audit.models import AuditEntry
    from containers.jobs.progress import Progress

Values = Mapping[str, Any]


class Effect(StrEnum):
    """What a command does to the world."""

    READS = "reads"
    CHANGES = "changes"
    DESTROYS = "destroys"
    REVEALS = "reveals"


class Answer(StrEnum):
    """How a command answers: at once, without end, as long work with progress, or as a file."""

    VALUE = "value"
    STREAM = "stream"
    JOB = "job"
    DOWNLOAD = "download"


class Risk(StrEnum):
    """What an option could do beyond the container it is given for."""

    NONE = "none"
    REVEALS = "reveals"
    ESCAPES = "escapes"
    DESTROYS = "destroys"


@dataclass(frozen=True)
class Option:
    """A flag of a command. `flags` are as docker writes them, the one the canonical line uses first."""

    name: str
    flags: tuple[str, ...]
    kind: Kind
    help: Any
    group: str = "common"
    risk: Risk = Risk.NONE
    since: str = ""  # the API version that brought it
    secret: bool = False  # the value after the first "=" (or the whole, without one) is masked wherever it is kept
    secret_settings: bool = False  # of its settings those are masked that are a password or token by their name
    suggestions: str = ""  # what the form offers: images, networks, volumes, containers
    off_is_said: bool = False  # a switch whose --flag=false is not the same as saying nothing

    @property
    def flag(self) -> str:
        """The flag of the canonical line."""
        return self.flags[0]


@dataclass(frozen=True)
class Positional:
    """A word without a flag. `rest` takes all that follows, at least one when `required`."""

    name: str
    kind: Kind
    help: Any
    required: bool = True
    rest: bool = False
    suggestions: str = ""


@dataclass(frozen=True)
class Input:
    """A file that a line names and that is uploaded beside it; `at` is where in the values its name stands."""

    name: str
    help: Any


@dataclass(frozen=True)
class Asked:
    """What a command's engine call is given."""

    engine: Engine
    host: str
    values: Values
    actor: "Actor"
    uploads: Sequence[Path] = ()
    progress: "Progress | None" = None
    entry: "AuditEntry | None" = None  # its row in the trail, for what goes on after the answer


def _nothing() -> None:
    """Nobody waits for the trail."""


@dataclass(frozen=True)
class Stream:
    """An endless answer: the path of the socket that carries it, with its options as a query."""

    path: str
    result: Values = field(default_factory=dict)
    begun: Callable[[], None] = _nothing  # called once the trail has that it was done


@dataclass(frozen=True)
class Download:
    """An answer that is a file: the path where it can be fetched."""

    path: str
    result: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """An answer of which the trail keeps more than that it was done: `kept`, a sentence."""

    result: Values
    kept: str


@dataclass(frozen=True)
class Later:
    """An answer that turned out to be long work (a run whose image must be pulled first): done as a job.

    `waits`: it has nothing to do but to wait, for as long as somebody else likes, and stands in no other job's way.
    """

    work: Callable[[Asked], Any]
    waits: bool = False


def never_conflicts(values: Values) -> None:
    """The check of a command whose options do not exclude each other."""


@dataclass(frozen=True)
class Command:
    """A docker command.

    `role` is the lowest of viewer, operator and admin that has it when Dockline is set up. `check` raises ValueError
    with a sentence when options exclude each other. `inputs` names the files that values ask for. `call` is the only
    code of a command's own: it asks the engine and returns a JSON-able result, or a Stream, Download or Later.
    """

    name: str
    summary: Any
    effect: Effect
    role: str
    call: Callable[[Asked], Any]
    aliases: tuple[str, ...] = ()
    positionals: tuple[Positional, ...] = ()
    options: tuple[Option, ...] = ()
    answer: Callable[[Values], Answer] = lambda values: Answer.VALUE
    check: Callable[[Values], None] = never_conflicts
    inputs: Callable[[Values], tuple[Input, ...]] = lambda values: ()
    options_end_at_first_word: bool = False  # as `docker run`: what follows the image belongs to the container
    refused: Mapping[str, Any] = field(default_factory=dict)  # flags of docker's that cannot be here, and why
    words: Callable[[Values], list[str]] | None = None  # the canonical line's words, where they are not the usual ones
    explanation: Any = ""

    @property
    def short(self) -> str:
        """The name people type: the first alias, else the full name."""
        return self.aliases[0] if self.aliases else self.name

    @property
    def slug(self) -> str:
        """The name in a URL: "container-stop"."""
        return self.name.replace(" ", "-")

    @property
    def codename(self) -> str:
        """The name of its permission: "container_stop"."""
        return self.name.replace(" ", "_").replace("-", "_")

    @property
    def parts(self) -> tuple[Option | Positional, ...]:
        """All that may have a value: the options, then the words."""
        return (*self.options, *self.positionals)

    def option(self, name: str) -> Option:
        """The option whose value is kept as `name`; KeyError when there is none."""
        return next(option for option in self.options if option.name == name)
