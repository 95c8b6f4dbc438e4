"""The values of run and create as the engine's typed request, and the files that they name."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.create import RunRequest
from containers.engine.create_isolation import Isolation, seccomp_file
from containers.engine.create_life import Life
from containers.engine.create_limits import Limits
from containers.engine.create_names import Names
from containers.engine.create_places import Places
from containers.engine.environment import parse_file
from containers.engine.invalid import InvalidOption, gettext_noop
from containers.engine.networks import NetworkFlags
from containers.engine.platforms import parse_platform

from .declare import Input, Values

# Bytes of a file that a flag names; the largest seccomp profile known has 15 KB.
LARGEST_FILE = 1024 * 1024
# Where an option's name is not the request's.
_NAMES = {"labels": "label", "volumes": "volume", "networks": "network", "auto_remove": "rm"}
_GROUPS = {
    "limits": Limits,
    "isolation": Isolation,
    "life": Life,
    "names": Names,
    "network_flags": NetworkFlags,
    "places": Places,
}


def request_of(values: Values, uploads: Sequence[Path] = ()) -> RunRequest:
    """The typed request that the values stand for; `uploads` are the files of `inputs_of`, in its order.

    Raises InvalidOption for a file that is not what its flag takes.
    """
    variables, labels, profiles = _read_files(values, uploads)
    groups = {name: group(**taken(group, values)) for name, group in _GROUPS.items()}
    if profiles:
        groups["isolation"] = Isolation(**taken(Isolation, values), seccomp=profiles)
    given = {
        "platform": parse_platform(values.get("platform", "")),
        "env_from_files": variables,
        "labels_from_files": labels,
    }
    own = taken(RunRequest, {name: value for name, value in values.items() if name not in given})
    return RunRequest(**{**own, **groups, **given})


def taken(group: type, values: Values) -> dict[str, Any]:
    """The values that a dataclass of the engine has fields for, lists as tuples."""
    found = {}
    for field in fields(group):
        name = _NAMES.get(field.name, field.name.replace("_", "-"))
        if name in values:
            value = values[name]
            found[field.name] = tuple(value) if isinstance(value, list) else value
    return found


def inputs_of(values: Values) -> tuple[Input, ...]:
    """The files that the values name, to be uploaded: variables, labels, then security profiles."""
    return (
        *(Input(name, _("environment variables, one a line")) for name in values.get("env-file", ())),
        *(Input(name, _("labels, one a line")) for name in values.get("label-file", ())),
        *(
            Input(file, _("the seccomp profile, as JSON"))
            for text in values.get("security-opt", ())
            if (file := seccomp_file(text))
        ),
    )


def _read_files(values: Values, uploads: Sequence[Path]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The lines of variables, those of labels, and the texts of profiles; nothing while there are no uploads yet."""
    if not uploads:
        return (), (), ()
    contents = [_content(path, each.name) for path, each in zip(uploads, inputs_of(values), strict=False)]
    env_files, label_files = list(values.get("env-file", ())), list(values.get("label-file", ()))
    labels_from = len(env_files)
    profiles_from = labels_from + len(label_files)
    variables = [line for content, name in zip(contents, env_files, strict=False) for line in parse_file(content, name)]
    labels = [
        line
        for content, name in zip(contents[labels_from:], label_files, strict=False)
        for line in parse_file(content, name)
    ]
    profiles = [content.decode(errors="replace") for content in contents[profiles_from:]]
    return tuple(variables), tuple(labels), tuple(profiles)


def _content(path: Path, name: str) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise InvalidOption(gettext_noop("%(file)s is larger than %(most)d bytes."), file=name, most=LARGEST_FILE)
    return path.read_bytes()
