"""The options of run and create, in their groups: what people give most first, the rest by what it is about."""

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import CONTAINER_NAME, FLAG, INTEGER, KEY_VALUES, TEXT
from .run_kinds import FILES, LABELS, NETWORKS, PLATFORM, PORTS, PULL, RESTART, STREAMS, VOLUMES
from .run_options_isolation import ISOLATION
from .run_options_limits import LIMITS
from .run_options_network import NETWORK
from .run_options_storage import STORAGE
from .run_options_watching import WATCHING

COMMON = (
    Option("interactive", ("-i", "--interactive"), FLAG, _("Keep its standard input open")),
    Option("tty", ("-t", "--tty"), FLAG, _("Give it a terminal")),
    Option("rm", ("--rm",), FLAG, _("Remove it, and its anonymous volumes, when it ends"), risk=Risk.DESTROYS),
    Option("name", ("--name",), CONTAINER_NAME, _("A name for it; docker makes one up otherwise")),
    Option("publish", ("-p", "--publish"), PORTS, _("Open a port of the host for one of its ports")),
    Option(
        "volume",
        ("-v", "--volume"),
        VOLUMES,
        _("Keep a path of it in a volume, or show it a folder of the host"),
        risk=Risk.ESCAPES,
        suggestions="volumes",
    ),
    Option("env", ("-e", "--env"), KEY_VALUES, _("An environment variable"), secret=True),
    Option(
        "network",
        ("--network", "--net"),
        NETWORKS,
        _("The network it joins: bridge, none, one of your own"),
        risk=Risk.ESCAPES,
        suggestions="networks",
    ),
    Option("restart", ("--restart",), RESTART, _("When to start it again: no, always, unless-stopped, on-failure")),
)
PROCESS = (
    Option("entrypoint", ("--entrypoint",), TEXT, _("Program to run instead of the image's own"), group="process"),
    Option("workdir", ("-w", "--workdir"), TEXT, _("Folder in the container to begin in"), group="process"),
    Option("user", ("-u", "--user"), TEXT, _("User (and :group) in the container"), group="process"),
    Option(
        "label",
        ("-l", "--label"),
        LABELS,
        _("A label, name=value; see the hooks dockline.hook.post-start and .pre-stop"),
        group="process",
        risk=Risk.ESCAPES,
    ),
    Option(
        "label-file",
        ("--label-file",),
        FILES,
        _("Labels, one a line, from a file that is uploaded"),
        group="process",
        risk=Risk.ESCAPES,
    ),
    Option(
        "env-file",
        ("--env-file",),
        FILES,
        _("Environment variables, one a line, from a file that is uploaded"),
        group="process",
    ),
    Option(
        "init",
        ("--init",),
        FLAG,
        _("Put a small first process before it that hands on signals and clears ended ones"),
        group="process",
        off_is_said=True,
    ),
    Option("stop-signal", ("--stop-signal",), TEXT, _("Signal that asks it to end; TERM otherwise"), group="process"),
    Option(
        "stop-timeout",
        ("--stop-timeout",),
        INTEGER,
        _("Seconds it is given to end before it is killed; 10 otherwise"),
        group="process",
    ),
    Option("attach", ("-a", "--attach"), STREAMS, _("Attach only to this: stdin, stdout or stderr"), group="process"),
    Option("pull", ("--pull",), PULL, _("When to fetch the image: missing, always or never"), group="image"),
    Option("quiet", ("-q", "--quiet"), FLAG, _("No row of progress for each layer that is fetched"), group="image"),
    Option(
        "platform",
        ("--platform",),
        PLATFORM,
        _("Which of the image's platforms, for example linux/arm64"),
        group="image",
    ),
)

DETACH = Option("detach", ("-d", "--detach"), FLAG, _("Run in the background and answer with its id"))
OPTIONS = (*COMMON, *PROCESS, *NETWORK, *STORAGE, *LIMITS, *WATCHING, *ISOLATION)

_WINDOWS = _("It is for Windows containers only; this engine runs Linux ones.")
REFUSED = {
    "--cidfile": _("It writes the id to a file of this server, which a line here never does; the answer has the id."),
    "--disable-content-trust": _("Images' signatures are checked by the docker client's notary, which is not here."),
    "--isolation": _WINDOWS,
    "--cpu-count": _WINDOWS,
    "--cpu-percent": _WINDOWS,
    "--io-maxbandwidth": _WINDOWS,
    "--io-maxiops": _WINDOWS,
}
REFUSED_TO_RUN = REFUSED | {
    "--sig-proxy": _("It hands on the signals of docker's own process; here docker kill sends one."),
}
