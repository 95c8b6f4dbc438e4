"""The guard's rules for a container's logs: they stay with the engine, and cost it no more than they must."""

import re

from django.utils.translation import gettext as _

from containers.engine.quantities import parse_size

from .guarded import admins_only

# Drivers that keep a container's output with the engine, and the options that send it nowhere.
LOCAL_LOGS = ("", "json-file", "local", "none")
LOCAL_LOG_OPTIONS = frozenset(
    ["max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag", "mode", "max-buffer-size"]
)
# What waits for a slow log lies in the engine's own memory, beyond the container's limit.
LARGEST_BUFFER = 16 * 1024**2
# The engine goes through all numbers up to this one at each change of the file, and for each reader, whatever there is.
MOST_FILES = 1000
# {{pad .Name 9999999999 0}} would take the engine's memory: its templates are filled in by the engine itself.
_PLAIN_TAG = re.compile(r"(?:[^{}]|\{\{ ?\.[A-Za-z]+ ?\}\})*")


def refuse_log_driver(value: str) -> str:
    """A driver that sends the output to an address, or into the host's own log."""
    return "" if value in LOCAL_LOGS else admins_only(f"--log-driver {value}", _("would have the engine send it away"))


def refuse_log_option(value: str) -> str:
    """An option that could name an address, for the engine's own driver may be one that sends; and what costs the
    engine memory of its own."""
    name, _equals, setting = value.partition("=")
    if name not in LOCAL_LOG_OPTIONS:
        return admins_only(f"--log-opt {value}", _("could have the engine send the output away"))
    if name == "tag" and not _PLAIN_TAG.fullmatch(setting):
        return admins_only(
            f"--log-opt {value}", _("would have the engine work out more than a field, such as {{.Name}}")
        )
    if name == "max-file" and not (re.fullmatch(r"[0-9]{1,4}", setting) and int(setting) <= MOST_FILES):
        return admins_only(f"--log-opt {value}", _("would have the engine look for more than 1000 files of a log"))
    if name == "max-buffer-size" and parse_size(setting) > LARGEST_BUFFER:
        return admins_only(f"--log-opt {value}", _("would keep more than 16m of output in the engine's memory"))
    return ""
