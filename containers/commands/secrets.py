"""Masking what an inspect reveals: the values of environment variables and of build arguments."""

from typing import Any

from .render import MASK

# Where the engine's inspect of containers and images keeps variables, at any depth.
_VARIABLE_LISTS = ("Env",)
_VARIABLE_MAPS = ("BuildArgs", "buildargs")


def without_secrets(raw: Any) -> Any:
    """A copy of an engine's inspect whose variables have names and no values."""
    if isinstance(raw, dict):
        return {key: _masked(key, value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [without_secrets(each) for each in raw]
    return raw


def _masked(key: str, value: Any) -> Any:
    if key in _VARIABLE_LISTS and isinstance(value, list):
        return [_name_only(each) if isinstance(each, str) else without_secrets(each) for each in value]
    if key in _VARIABLE_MAPS and isinstance(value, dict):
        return dict.fromkeys(value, MASK)
    return without_secrets(value)


def _name_only(variable: str) -> str:
    name, equals, _value = variable.partition("=")
    return f"{name}={MASK}" if equals else variable
