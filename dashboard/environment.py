"""Typed readers of environment variables that fail loudly: a bad value stops the start with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable as it is, `default` when unset or empty."""
    return os.environ.get(name) or default


def number(name: str, default: int, least: int = 0) -> int:
    """The variable as a whole number of at least `least`."""
    value = os.environ.get(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of at least {least}.")
    return int(value)


def switch(name: str, default: bool = False) -> bool:
    """The variable as yes or no: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "").lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no (1 or 0).")


def words(name: str) -> list[str]:
    """The variable as a list, separated by commas; empty parts are dropped."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute folder, made when it is missing, readable by this user only."""
    path = Path(text(name, str(default))).absolute()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
