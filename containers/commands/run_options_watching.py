"""Options of run and create about health and logs."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from .declare import Option, Risk
from .kinds import FLAG, INTEGER, TEXT
from .run_kinds import DURATION, SETTINGS

_health = partial(Option, group="health")
_logs = partial(Option, group="logs", risk=Risk.ESCAPES)

WATCHING = (
    _health("health-cmd", ("--health-cmd",), TEXT, _("A command in the container that fails when it is ill")),
    _health("health-interval", ("--health-interval",), DURATION, _("Time between two checks; 30s otherwise")),
    _health("health-timeout", ("--health-timeout",), DURATION, _("The longest a check may take; 30s otherwise")),
    _health(
        "health-retries", ("--health-retries",), INTEGER, _("Failures in a row that make it unhealthy; 3 otherwise")
    ),
    _health(
        "health-start-period",
        ("--health-start-period",),
        DURATION,
        _("Time at its start in which failures do not count"),
    ),
    _health(
        "health-start-interval",
        ("--health-start-interval",),
        DURATION,
        _("Time between two checks while it starts"),
        since="1.44",
    ),
    _health("no-healthcheck", ("--no-healthcheck",), FLAG, _("Without the image's own check")),
    _logs("log-driver", ("--log-driver",), TEXT, _("Where its output is kept: json-file, local, none")),
    _logs(
        "log-opt",
        ("--log-opt",),
        SETTINGS,
        _("An option of its logs, for example max-size=10m"),
        secret_settings=True,
    ),
)
