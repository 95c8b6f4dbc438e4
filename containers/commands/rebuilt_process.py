"""What runs in a container, as options of run: program, variables, labels, streams, its health check and its end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .rebuilt_source import Said, Source
from .words import join
from .written import duration

_CHECK_TIMES = {
    "Interval": "health-interval",
    "Timeout": "health-timeout",
    "StartPeriod": "health-start-period",
    "StartInterval": "health-start-interval",
}


def process_of(source: Source) -> Said:
    """The values about the process itself."""
    config, host = source.config, source.host
    program, missing = _program(source)
    policy = host.get("RestartPolicy") or {}
    check, missing_check = _health_check(source)
    values = {
        **_streams(config),
        "rm": host.get("AutoRemove") or None,
        "restart": _restart(policy),
        **program,
        "workdir": source.own("WorkingDir"),
        "user": source.own("User"),
        "env": own_variables(config.get("Env") or [], source.image.get("Env") or []),
        "label": _own_labels(config.get("Labels") or {}, source.image.get("Labels") or {}),
        "init": host.get("Init"),
        "stop-signal": source.own("StopSignal"),
        "stop-timeout": config.get("StopTimeout"),
        **check,
        **_log(source),
        "annotation": [f"{name}={value}" for name, value in (host.get("Annotations") or {}).items()],
    }
    return values, [*missing, *missing_check]


def own_variables(entries: Sequence[str], of_the_image: Sequence[str]) -> list[str]:
    """The variables that were given: those from which the engine, adding the image's, comes to `entries`."""
    for count in range(len(entries) + 1):
        if _with_the_images(entries[:count], of_the_image) == list(entries):
            return list(entries[:count])
    return list(entries)


def _with_the_images(given: Sequence[str], of_the_image: Sequence[str]) -> list[str]:
    names = {entry.partition("=")[0] for entry in given}
    return [*given, *(entry for entry in of_the_image if entry.partition("=")[0] not in names)]


def _own_labels(labels: Mapping[str, str], of_the_image: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(labels.items()) if of_the_image.get(name) != value]


def _program(source: Source) -> Said:
    """Entrypoint and command; the image's command only counts where no entrypoint is given."""
    entrypoint, of_the_image = (list(each.get("Entrypoint") or []) for each in (source.config, source.image))
    command, images_command = (list(each.get("Cmd") or []) for each in (source.config, source.image))
    if entrypoint == of_the_image and command == images_command:
        return {}, []
    if entrypoint == of_the_image and command:
        return {"command": command}, []
    if len(entrypoint) <= 1:
        return {"entrypoint": "".join(entrypoint), "command": command}, []
    return {"entrypoint": entrypoint[0], "command": [*entrypoint[1:], *command]}, [
        _("Its entrypoint has several words, which no flag can say: the line runs the same program, divided otherwise.")
    ]


def _streams(config: Mapping[str, Any]) -> dict[str, Any]:
    attached = [name for name in ("stdin", "stdout", "stderr") if config.get(f"Attach{name.capitalize()}")]
    interactive = bool(config.get("OpenStdin"))
    outputs = [name for name in attached if name != "stdin"]
    all_that_there_is = len(outputs) == 2 and ("stdin" not in attached or interactive)
    return {
        "detach": not attached or None,
        "interactive": interactive or None,
        "tty": config.get("Tty") or None,
        "attach": [] if all_that_there_is else attached,
    }


def _restart(policy: Mapping[str, Any]) -> str | None:
    name, most = policy.get("Name") or "no", policy.get("MaximumRetryCount") or 0
    if name == "no":
        return None
    return f"{name}:{most}" if most else name


def _health_check(source: Source) -> Said:
    """What was said of the check: the engine takes each field that was not from the image's."""
    check, of_the_image = source.config.get("Healthcheck") or {}, source.image.get("Healthcheck") or {}
    own = {name: value for name, value in check.items() if value and value != of_the_image.get(name)}
    test = list(own.get("Test") or [])
    if test == ["NONE"]:
        return {"no-healthcheck": True}, []
    values: dict[str, Any] = {flag: duration(own[name]) for name, flag in _CHECK_TIMES.items() if name in own}
    values["health-retries"] = own.get("Retries")
    if not test:
        return values, []
    if test[0] == "CMD-SHELL":
        return {**values, "health-cmd": test[1]}, []
    return {**values, "health-cmd": join(test[1:])}, [
        _("Its health check runs without a shell, which no flag can say: the line runs the same words in one.")
    ]


def _log(source: Source) -> dict[str, Any]:
    log = source.host.get("LogConfig") or {}
    driver = log.get("Type") or ""
    return {
        "log-driver": "" if driver == source.log_driver else driver,
        "log-opt": [f"{name}={value}" for name, value in (log.get("Config") or {}).items()],
    }
