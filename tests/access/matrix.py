"""The declared side of the authorisation matrix: who may do what, by role; the routes and sockets and what each needs.

A route, socket or command that is not declared here fails the matrix: whoever adds one says who may use it.
"""

from dataclasses import dataclass, field

from containers.commands.registry import COMMANDS

# Who asks: by a session, or by a token of that user ("" as its owner, else its role).
SESSIONS = {"nobody": "", "mallory": "", "vera": "viewer", "otto": "operator", "ada": "admin"}
TOKENS = {
    "nobody's token": ("", ""),
    "mallory's token": ("mallory", ""),
    "vera's token": ("vera", ""),
    "otto's token": ("otto", ""),
    "otto's viewer token": ("otto", "viewer"),
    "ada's token": ("ada", ""),
    "ada's viewer token": ("ada", "viewer"),
    "ada's operator token": ("ada", "operator"),
}
# The role that each of them has in effect.
ROLE = {**SESSIONS, **{name: role or SESSIONS.get(owner, "") for name, (owner, role) in TOKENS.items()}}
RANK = ["", "viewer", "operator", "admin"]

LOWEST_ROLE = {command.name: command.role for command in COMMANDS}

# What a cell comes to.
SIGN_IN, REFUSED, MISSING, THROUGH = "asked to sign in", "refused", "missing", "let through"


def signed_in(who: str) -> bool:
    """Whether there is anybody behind the request."""
    return who not in ("nobody", "nobody's token")


def has_right(who: str, command_name: str) -> bool:
    """Whether the role of `who` has the right when Dockline is set up."""
    return signed_in(who) and RANK.index(ROLE[who]) >= RANK.index(LOWEST_ROLE[command_name])


@dataclass(frozen=True)
class Needs:
    """What a route or socket needs: nothing, a sign-in, the rights to commands, or to be the owner of Otto's job."""

    sign_in: bool = True
    rights: tuple[str, ...] = ()
    ottos: bool = False
    methods: tuple[str, ...] = ("GET",)
    body: dict[str, object] = field(default_factory=dict)
    # What a socket needs in its query; %s stands for the container.
    query: str = ""
    # What everybody gets who is let through, where that is an end and no answer.
    always: str = ""

    def outcome(self, who: str) -> str:
        """What `who` gets."""
        if self.sign_in and not signed_in(who):
            return SIGN_IN
        if self.ottos and not (who in ("otto", "otto's token", "otto's viewer token") or ROLE[who] == "admin"):
            return MISSING
        if not all(has_right(who, right) for right in self.rights):
            return REFUSED
        return self.always or THROUGH


POST = ("POST",)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

ROUTES = {
    "sign_in": Needs(sign_in=False, methods=METHODS),
    "healthz": Needs(sign_in=False),
    "readyz": Needs(sign_in=False),
    "root": Needs(),
    "sign_out": Needs(methods=POST),
    "home": Needs(),
    "engine_state": Needs(),
    "demo_start": Needs(rights=("image build", "container run", "container start"), methods=POST),
    "containers": Needs(rights=("container ls",)),
    "container": Needs(rights=("container inspect",)),
    # What could be done in a state, without a look at the container: the forms in it are the commands' matrix.
    "container_menu": Needs(),
    # Nothing is done without a verb; each command of it is the commands' matrix.
    "containers_chosen": Needs(methods=POST, always=MISSING),
    "containers_fates": Needs(rights=("container inspect",)),
    "container_reveal": Needs(rights=("container reveal",), methods=POST),
    "container_edit": Needs(rights=("container line",), methods=POST),
    "container_files": Needs(rights=("container browse",)),
    "container_file_write": Needs(rights=("container write",), methods=POST),
    "container_again": Needs(rights=("container line",), methods=POST),
    "container_processes": Needs(rights=("container top",)),
    "container_log": Needs(rights=("container inspect",)),
    "logs": Needs(rights=("container ls",)),
    "terminal": Needs(rights=("container inspect",)),
    "stats": Needs(rights=("container stats",)),
    "events": Needs(rights=("system events",)),
    "images": Needs(rights=("image ls",)),
    # Everybody who is signed in may look up a command and see what its line would be; doing it is the commands' matrix.
    "commands": Needs(),
    "command": Needs(methods=("GET", "POST")),
    "command_preview": Needs(methods=POST),
    "command_follow": Needs(methods=POST),
    # A preset is its owner's only: what somebody asks for is missing for all others. tests/pages/test_presets.py
    "preset_keep": Needs(methods=POST),
    "preset_delete": Needs(methods=POST, always=MISSING),
    "line": Needs(methods=POST),
    "line_preview": Needs(methods=POST),
    "line_words": Needs(),
    # Answers only the names that somebody may see: tests/pages/test_completion.py.
    "line_names": Needs(),
    "jobs": Needs(),
    "job": Needs(ottos=True),
    "job_cancel": Needs(ottos=True, methods=POST),
    "trail": Needs(),
    "api_openapi": Needs(),
    "api_docs": Needs(),
    "api_job": Needs(ottos=True),
    "api_line": Needs(rights=("help",), methods=POST, body={"line": "docker help"}),
    "api_command": Needs(rights=("help",), methods=POST, body={"values": {}}),
    "api_root": Needs(methods=METHODS, always=MISSING),
    "api_nothing": Needs(methods=METHODS, always=MISSING),
    "api_upload": Needs(rights=("image build",), methods=POST),
    "api_log": Needs(rights=("container logs",)),
    "api_export": Needs(rights=("container export",)),
    "api_archive": Needs(rights=("container cp",)),
    "metrics": Needs(rights=("system info",)),
}

SOCKETS = {
    "ws/<str:host>/events/": Needs(rights=("system events",)),
    "ws/<str:host>/stats/": Needs(rights=("container stats",)),
    "ws/<str:host>/container/<str:name>/stats/": Needs(rights=("container stats",)),
    "ws/<str:host>/container/<str:name>/logs/": Needs(rights=("container logs",)),
    "ws/<str:host>/container/<str:name>/search/": Needs(rights=("container logs",), query="?q=line"),
    "ws/<str:host>/logs/": Needs(rights=("container logs",), query="?container=%s"),
    # No session of theirs is open: found for nobody, whatever their rights.
    "ws/<str:host>/container/<str:name>/attach/": Needs(always=MISSING),
    "ws/<str:host>/container/<str:name>/exec/": Needs(always=MISSING),
    "ws/jobs/<str:job_id>/": Needs(ottos=True),
}

# A value for each word and option without which a command cannot be asked for; nothing of it exists on the engine.
NOTHING = "matrix-nothing"
VALUES: dict[str, object] = {
    "image": NOTHING,
    "reference": NOTHING,
    "containers": [NOTHING],
    "container": NOTHING,
    "names": [NOTHING],
    "name": NOTHING,
    "source": f"{NOTHING}:/x",
    "destination": ".",
    "path": "-",
    "file": "-",
    "place": "/matrix",
    "command": ["true"],
}
# What a command needs beside its words, to be a line at all.
BESIDE: dict[str, dict[str, object]] = {"container update": {"restart": "no"}}
