"""Masking what an inspect or an event reveals: values of environment variables and of build arguments, passwords."""

import re
from dataclasses import replace
from typing import Any

from containers.engine.engine_events import EngineEvent

from .render import MASK, TELLING, is_secret, settings_without_secrets

# Where the engine's inspect of containers and images keeps variables, at any depth.
_VARIABLE_LISTS = ("Env",)
_VARIABLE_MAPS = ("BuildArgs", "buildargs")
# What a volume is mounted with: a share's user and password, for one.
_MOUNT_OPTIONS = "o"


# How the classic builder writes a step down: "|2", the build arguments that it saw, then the command; or a comment.
_ARGUMENTS_OF_A_STEP = re.compile(r"\|(\d{1,4})", re.ASCII)
_VALUES_OF_A_STEP = re.compile(r"(?s)^((?:#\(nop\)\s*)?(?:ENV|ARG)\s).*")


# In the command line that an event of an exec carries: variables, options that say what they hold, a URL's password.
# A line may be long and of anybody's, and nothing else runs while it is looked through: each begins once at a word, and
# goes over it once.
_SECRETS_OF_A_LINE = (
    re.compile(r"(?<![\w-])([A-Za-z_]\w*=)(?:\"[^\"]*\"|'[^']*'|\S+)"),
    re.compile(rf"(?i)(?<![\w-])((?=\w*-)(?=[\w-]*?{TELLING})[\w-]++[= ])\S+"),
    re.compile(r"(\w://[^\s/:@]*:)[^\s/@]+(?=@)"),
)


def event_without_secrets(event: EngineEvent) -> EngineEvent:
    """The event, with the secrets masked that the command line of an exec (or health check) holds."""
    if not event.action.startswith("exec_"):
        return event
    return replace(event, action=line_without_secrets(event.action))


def line_without_secrets(line: str) -> str:
    """A command line of somebody's, as far as its words tell what is secret in them."""
    for secret in _SECRETS_OF_A_LINE:
        line = secret.sub(rf"\g<1>{MASK}", line)
    return line


def without_secrets(raw: Any) -> Any:
    """A copy of an engine's inspect whose variables, and settings that are secret by their names, have no values."""
    if isinstance(raw, dict):
        return {key: _masked(key, value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [without_secrets(each) for each in raw]
    return raw


def _masked(key: str, value: Any) -> Any:
    if key in _VARIABLE_LISTS and isinstance(value, list):
        return [_name_only(each) if isinstance(each, str) else without_secrets(each) for each in value]
    if key == "Cmd" and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _step(value)
    if key in _VARIABLE_MAPS and isinstance(value, dict):
        return dict.fromkeys(value, MASK)
    if isinstance(value, str) and value:
        return MASK if is_secret(key) else settings_without_secrets(value) if key == _MOUNT_OPTIONS else value
    return without_secrets(value)


def _step(words: list[str]) -> list[str]:
    counted = _ARGUMENTS_OF_A_STEP.fullmatch(words[0]) if words else None
    arguments = int(counted[1]) if counted else 0
    if any(word.startswith("#(nop)") for word in words):
        words = [_VALUES_OF_A_STEP.sub(_shown_step, word) for word in words]
    return [*words[:1], *map(_name_only, words[1 : 1 + arguments]), *words[1 + arguments :]]


def _shown_step(found: re.Match[str]) -> str:
    return found[1] + MASK


def _name_only(variable: str) -> str:
    name, equals, _value = variable.partition("=")
    return f"{name}={MASK}" if equals else variable
