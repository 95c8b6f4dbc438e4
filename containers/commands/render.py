"""(Command, values) into the canonical docker line, and the same with secrets masked."""

import re
from typing import Any

from .declare import Command, Option, Values
from .words import join

MASK = "***"
# What in a name tells that it holds a secret.
TELLING = r"(?:passw(?:or)?d|passphrase|secret|token|api-?key|credentials?)"
_TELLING_NAME = re.compile(rf"(?i){TELLING}")
_SECRET_SETTINGS = re.compile(rf"(?i)((?:^|[,=\"])(?=[\w.-]*?{TELLING})[\w.-]++=)[^,\"]+")


def render(command: Command, values: Values) -> str:
    """The canonical line: the short name, options in the order of declaration, then the words.

    `parse(render(command, values))` gives the command and the same values.
    """
    return join(words_of(command, values))


def has_secrets(command: Command, values: Values) -> bool:
    """Whether anything of the values is masked where it is kept."""
    return masked(command, values) != values


def line_to_refill(command: Command, values: Values) -> str:
    """The line with its secrets masked outside quotes: `parse` refuses it and names the word, until they are written
    again.
    """
    return " ".join(_mask_bare(word) for word in words_of(command, masked(command, values)))


def words_of(command: Command, values: Values) -> list[str]:
    """The canonical line as words."""
    if command.words is not None:
        return command.words(values)
    words = ["docker", *command.short.split()]
    for option in command.options:
        if option.name in values:
            words += _option_words(option, values[option.name])
    loose = _loose_words(command, values)
    if any(word.startswith("-") and word != "-" for word in _before_rest(command, loose)):
        words.append("--")
    return words + loose


def masked(command: Command, values: Values) -> dict[str, Any]:
    """The values with what a secret option carries replaced, for all that is shown or kept."""
    shown = dict(values)
    for option in command.options:
        if (option.secret or option.secret_settings) and option.name in shown:
            value, mask = shown[option.name], _mask if option.secret else settings_without_secrets
            shown[option.name] = [mask(each) for each in value] if option.kind.repeated else mask(value)
    return shown


def settings_without_secrets(text: str) -> str:
    """One name=value, or several with commas between, without the values that are secret by their names."""
    return _SECRET_SETTINGS.sub(rf"\g<1>{MASK}", text)


def is_secret(name: str) -> bool:
    """Whether a setting of this name is a secret."""
    return bool(_TELLING_NAME.search(name))


def _mask_bare(word: str) -> str:
    return MASK.join(join([part]) if part else "" for part in word.split(MASK)) or join([word])


def _mask(text: str) -> str:
    name, equals, value = text.partition("=")
    return f"{name}={MASK}" if equals and value else text


def _option_words(option: Option, value: Any) -> list[str]:
    if option.kind.widget == "switch":
        off = [f"{option.flag}=false"] if option.off_is_said else []
        return [option.flag] if value else off
    texts = [option.kind.write(each) for each in (value if option.kind.repeated else [value])]
    words: list[str] = []
    for text in texts:
        words += [option.flag, text]
    return words


def _loose_words(command: Command, values: Values) -> list[str]:
    words: list[str] = []
    for positional in command.positionals:
        if positional.name in values:
            value = values[positional.name]
            words += [positional.kind.write(each) for each in (value if positional.rest else [value])]
    return words


def _before_rest(command: Command, loose: list[str]) -> list[str]:
    """The words that could be taken for flags: all of them, or only the first where options end there."""
    return loose[:1] if command.options_end_at_first_word else loose
