"""`-e` and `-l`: environment and labels as the docker CLI reads them."""

from collections.abc import Iterable

from .invalid import InvalidOption, gettext_noop

_SPACES = " \t"


def parse_variable(text: str) -> tuple[str, str | None]:
    """Name and value of one `-e`; a bare NAME has the value None, for it is never looked up on the server."""
    name, equals, value = text.partition("=")
    if not name:
        raise InvalidOption(gettext_noop("“%(text)s” is no environment variable: write NAME=value or NAME."), text=text)
    return name, value if equals else None


def parse_label(text: str) -> tuple[str, str]:
    """Name and value of one label; without `=` its value is empty."""
    name, _, value = text.partition("=")
    trimmed = name.lstrip(_SPACES)
    if not trimmed or any(space in trimmed for space in _SPACES):
        raise InvalidOption(
            gettext_noop("“%(text)s” is no label: write name=value, with a name that has no spaces."), text=text
        )
    return name, value


def parse_file(content: bytes, name: str) -> list[str]:
    """The name=value lines of an --env-file or --label-file called `name`; raises InvalidOption.

    Comments and empty lines are left out, and so is a name without value, for which the docker CLI would look into its
    own environment.
    """
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InvalidOption(gettext_noop("%(file)s is no text in UTF-8."), file=name) from error
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r").lstrip()
        if not line or line.startswith("#"):
            continue
        variable, equals, _value = line.partition("=")
        if not variable or any(space in variable for space in " \t\0"):
            raise InvalidOption(
                gettext_noop("%(file)s, line %(number)d: “%(variable)s” is no name; a line is NAME=value."),
                file=name,
                number=number,
                variable=variable,
            )
        if equals:
            found.append(line)
    return found


def variables(texts: Iterable[str]) -> list[str]:
    """The body's Env: the last word on each name, at the place of the first."""
    return list({parse_variable(text)[0]: text for text in texts}.values())


def labels(texts: Iterable[str]) -> dict[str, str]:
    """The body's Labels: the last word on each name."""
    return dict(parse_label(text) for text in texts)
