"""How a container lives: its health check, its init, how it is stopped, and where what it prints goes."""

from dataclasses import dataclass
from typing import Any

from .connection import version_numbers
from .errors import NotSupported
from .invalid import InvalidOption, gettext_noop
from .quantities import parse_health_duration

ANNOTATIONS_API = "1.43"


@dataclass(frozen=True)
class Life:
    """The options, each as its flag writes it; None where nothing was said."""

    health_cmd: str = ""
    health_interval: str = "0s"
    health_retries: int = 0
    health_start_interval: str = "0s"
    health_start_period: str = "0s"
    health_timeout: str = "0s"
    no_healthcheck: bool = False
    init: bool | None = None
    stop_signal: str = ""
    stop_timeout: int | None = None
    log_driver: str = ""
    log_opt: tuple[str, ...] = ()
    annotation: tuple[str, ...] = ()


def check_life(life: Life) -> None:
    """Raises InvalidOption for options that docker does not take together."""
    check = _health_check(life)
    if life.no_healthcheck and check:
        raise InvalidOption(gettext_noop("Conflicting options: --no-healthcheck and the --health- options."))
    if life.health_retries < 0:
        raise InvalidOption(gettext_noop("--health-retries %(number)s is negative."), number=life.health_retries)
    if life.log_driver == "none" and life.log_opt:
        raise InvalidOption(
            gettext_noop("Conflicting options: --log-driver none keeps nothing, so --log-opt says nothing.")
        )


def life_config(life: Life) -> dict[str, Any]:
    """The body's own fields."""
    body: dict[str, Any] = {}
    check = {"Test": ["NONE"]} if life.no_healthcheck else _health_check(life)
    if check:
        body["Healthcheck"] = check
    if life.stop_signal:
        body["StopSignal"] = life.stop_signal
    if life.stop_timeout is not None:
        body["StopTimeout"] = life.stop_timeout
    return body


def life_host_config(life: Life, api_version: str) -> dict[str, Any]:
    """The fields of HostConfig; raises NotSupported where the engine's API is too old."""
    body: dict[str, Any] = {"LogConfig": {"Type": life.log_driver, "Config": key_values(life.log_opt)}}
    if life.init is not None:
        body["Init"] = life.init
    if life.annotation:
        if version_numbers(api_version) < version_numbers(ANNOTATIONS_API):
            raise NotSupported(
                gettext_noop("--annotation needs API %(needed)s, this engine has %(version)s."),
                needed=ANNOTATIONS_API,
                version=api_version,
            )
        body["Annotations"] = key_values(life.annotation)
    return body


def key_values(texts: tuple[str, ...]) -> dict[str, str]:
    """name=value, the last word on each name; without = the value is empty."""
    return {name: value for name, _equals, value in (text.partition("=") for text in texts)}


def _health_check(life: Life) -> dict[str, Any]:
    """The body's Healthcheck, {} when nothing of it was said."""
    check: dict[str, Any] = {"Test": ["CMD-SHELL", life.health_cmd]} if life.health_cmd else {}
    times = {
        "Interval": life.health_interval,
        "Timeout": life.health_timeout,
        "StartPeriod": life.health_start_period,
        "StartInterval": life.health_start_interval,
    }
    check |= {name: nanos for name, text in times.items() if (nanos := parse_health_duration(text))}
    if life.health_retries:
        check["Retries"] = life.health_retries
    return check
