"""Every command there is, by each name it goes by."""

from .container_browse import COMMANDS as CONTAINER_BROWSE
from .container_changing import COMMANDS as CONTAINER_CHANGING
from .container_facts import COMMANDS as CONTAINER_FACTS
from .container_files import COMMANDS as CONTAINER_FILES
from .container_lifecycle import COMMANDS as CONTAINER_LIFECYCLE
from .container_line import COMMANDS as CONTAINER_LINE
from .container_probe import COMMANDS as CONTAINER_PROBE
from .container_prune import COMMANDS as CONTAINER_PRUNE
from .container_reading import COMMANDS as CONTAINER_READING
from .container_recreate import COMMANDS as CONTAINER_RECREATE
from .container_run import COMMANDS as CONTAINER_RUN
from .container_stats import COMMANDS as CONTAINER_STATS
from .container_terminal import COMMANDS as CONTAINER_TERMINAL
from .container_top import COMMANDS as CONTAINER_TOP
from .declare import Command
from .help import HELP
from .image import COMMANDS as IMAGE
from .system import COMMANDS as SYSTEM

COMMANDS: tuple[Command, ...] = (
    *CONTAINER_RUN,
    *CONTAINER_LIFECYCLE,
    *CONTAINER_TERMINAL,
    *CONTAINER_READING,
    *CONTAINER_PROBE,
    *CONTAINER_LINE,
    *CONTAINER_BROWSE,
    *CONTAINER_RECREATE,
    *CONTAINER_STATS,
    *CONTAINER_TOP,
    *CONTAINER_FACTS,
    *CONTAINER_CHANGING,
    *CONTAINER_FILES,
    *CONTAINER_PRUNE,
    *IMAGE,
    *SYSTEM,
    HELP,
)

BY_NAME: dict[str, Command] = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}

# The groups of `docker GROUP VERB`, with the verbs known here.
GROUPS: dict[str, set[str]] = {}
for _command in COMMANDS:
    _group, _space, _verb = _command.name.partition(" ")
    if _verb:
        GROUPS.setdefault(_group, set()).add(_verb)

# The docker CLI's other commands, so that asking for one is not called a mistake.
LATER = frozenset(
    [
        "builder",
        "buildx",
        "checkpoint",
        "compose",
        "config",
        "context",
        "history",
        "image",
        "import",
        "load",
        "login",
        "logout",
        "manifest",
        "network",
        "node",
        "plugin",
        "prune",
        "push",
        "rmi",
        "save",
        "search",
        "secret",
        "service",
        "stack",
        "swarm",
        "system",
        "tag",
        "trust",
        "volume",
    ]
)


def find(name: str) -> Command:
    """The command called `name` ("container stop" or "stop"); KeyError when there is none."""
    return BY_NAME[name]


def find_by_slug(slug: str) -> Command | None:
    """The command whose URL part is `slug` ("container-stop")."""
    return next((command for command in COMMANDS if command.slug == slug), None)
