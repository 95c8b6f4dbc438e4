"""Words into (Command, values), by the docker CLI's own rules: cobra finds the command, pflag reads the flags
(https://pkg.go.dev/github.com/spf13/pflag#readme-command-line-flag-syntax)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .declare import Command, Option, Positional
from .errors import LineError
from .registry import BY_NAME, GROUPS, HELP, LATER, find
from .values import said
from .words import split

# Flags of `docker` itself, which choose an engine or its client: here the page or path does that.
_CLIENT_FLAGS = ("-H", "--host", "-c", "--context", "--config", "-D", "--debug", "-l", "--log-level")


def parse(line: str) -> tuple[Command, dict[str, Any]]:
    """The command that `line` names and its values; raises LineError and nothing else."""
    return parse_words(split(line))


def parse_words(words: list[str]) -> tuple[Command, dict[str, Any]]:
    """As `parse`, for words that are split already; words[0] is `docker`."""
    if not words:
        raise LineError(_("The line is empty. A line is a docker command, for example: docker ps -a"), 0)
    if words[0] != "docker":
        raise LineError(_("A line begins with docker, not with “%(word)s”.") % {"word": words[0]}, 0)
    if len(words) == 1 or words[1] in ("--help", "-h"):
        return HELP, {}
    if words[1] in ("--version", "-v"):
        return find("version"), {}
    if words[1].startswith("-"):
        raise LineError(_client_flag(words[1]), 1)
    command, start = _command(words)
    if command is HELP and start < len(words) and words[start] not in ("--help", "-h"):
        return HELP, {"of": _known(words[start:], start)}
    values = _Reader(command, words, start).values()
    if values is None:
        return HELP, {"of": words[1:start]}
    try:
        command.check(values)
    except ValueError as error:
        raise LineError(str(error), _fault(command, words, error)) from error
    return command, values


def _fault(command: Command, words: list[str], error: ValueError) -> int | None:
    """The word that a check's sentence names, where the line has it."""
    sentence = str(error)
    named = [at for at, word in enumerate(words) if word.startswith("-") and word.partition("=")[0] in sentence]
    return named[0] if named else None


def _client_flag(word: str) -> str:
    if word.partition("=")[0] in _CLIENT_FLAGS or word.startswith("--tls"):
        return _("%(flag)s chooses the engine or how to reach it; here the page or the path's host does that.") % {
            "flag": word
        }
    return _("docker has no flag %(flag)s before its command.") % {"flag": word}


def _command(words: list[str]) -> tuple[Command, int]:
    """The command and the index of the first word after its name."""
    two = " ".join(words[1:3])
    if two in BY_NAME:
        return BY_NAME[two], 3
    if words[1] in BY_NAME:
        return BY_NAME[words[1]], 2
    if words[1] in GROUPS:
        if len(words) == 2 or words[2].startswith("-"):
            known = ", ".join(sorted(GROUPS[words[1]]))
            raise LineError(_("docker %(group)s needs one of: %(known)s.") % {"group": words[1], "known": known}, 1)
        raise LineError(_unknown(two), 2)
    raise LineError(_unknown(words[1]), 1)


def _known(words: list[str], start: int) -> list[str]:
    """The words after `docker help`, when they name a command."""
    name = " ".join(words)
    if name not in BY_NAME:
        raise LineError(_unknown(name), start)
    return words


def _unknown(name: str) -> str:
    if name in LATER:
        return _("docker %(name)s is not part of Dockline yet.") % {"name": name}
    from difflib import get_close_matches

    close = get_close_matches(name, [*BY_NAME, *GROUPS], n=1)
    sentence = _("docker %(name)s is not a docker command.") % {"name": name}
    if close:
        return sentence + " " + _("Did you mean docker %(close)s?") % {"close": close[0]}
    return sentence + " " + _("docker help lists the commands.")


class _Reader:
    """Reads the flags and words of one command; one use each."""

    def __init__(self, command: Command, words: list[str], start: int) -> None:
        self.command = command
        self.words = words
        self.at = start
        self.found: dict[str, Any] = {}
        self.loose: list[tuple[int, str]] = []
        self.help = False
        self.flags: Mapping[str, Option] = {flag: option for option in command.options for flag in option.flags}

    def values(self) -> dict[str, Any] | None:
        """The values; None when the line asks for help."""
        while self.at < len(self.words):
            word = self.words[self.at]
            if word == "--":
                self.loose += list(enumerate(self.words))[self.at + 1 :]
                break
            if word.startswith("--"):
                self._long(word)
            elif word.startswith("-") and word != "-":
                self._bundle(word)
            elif self.command.options_end_at_first_word:
                self.loose += list(enumerate(self.words))[self.at :]
                break
            else:
                self.loose.append((self.at, word))
            self.at += 1
            if self.help:
                return None
        self._place_words()
        return self._in_order()

    def _long(self, word: str) -> None:
        flag, equals, value = word.partition("=")
        option = self.flags.get(flag)
        if option is None:
            if flag == "--help":
                self.help = True
                return
            raise self._no_such(flag, self.at)
        if equals:
            self._keep(option, value, self.at)
        elif _is_switch(option):
            self._keep(option, "true", self.at)
        else:
            self._keep(option, self._next_word(option, flag), self.at)

    def _bundle(self, word: str) -> None:
        at = self.at
        letters = word[1:]
        for index, letter in enumerate(letters):
            flag, rest = f"-{letter}", letters[index + 1 :]
            option = self.flags.get(flag)
            if option is None:
                if flag == "-h":
                    self.help = True
                    return
                raise self._no_such(flag, at, word)
            if rest.startswith("=") and (len(rest) > 1 or not _is_switch(option)):
                self._keep(option, rest[1:], at)
                return
            if _is_switch(option):
                self._keep(option, "true", at)
                continue
            self._keep(option, rest or self._next_word(option, flag), at)
            return

    def _next_word(self, option: Option, flag: str) -> str:
        if self.at + 1 >= len(self.words):
            raise LineError(
                _("%(flag)s needs a value (%(kind)s).") % {"flag": flag, "kind": option.kind.placeholder},
                self.at,
                option.name,
            )
        self.at += 1
        return self.words[self.at]

    def _no_such(self, flag: str, at: int, bundle: str = "") -> LineError:
        if flag in self.command.refused:
            return LineError(f"{flag}: {self.command.refused[flag]}", at)
        return LineError(self._no_flag(flag, bundle), at)

    def _no_flag(self, flag: str, bundle: str = "") -> str:
        of = f" ({bundle})" if bundle and bundle != flag else ""
        return _("docker %(command)s has no flag %(flag)s%(of)s. docker %(command)s --help lists them.") % {
            "command": self.command.short,
            "flag": flag,
            "of": of,
        }

    def _keep(self, option: Option, text: str, at: int) -> None:
        value = _read(option, option.flag, text, self.at if self.words[self.at] == text else at)
        if option.kind.repeated:
            self.found.setdefault(option.name, []).append(value)
        else:
            self.found[option.name] = value

    def _place_words(self) -> None:
        left = list(self.loose)
        for positional in self.command.positionals:
            if positional.required and not left:
                raise LineError(self._missing(positional), None, positional.name)
            if positional.rest:
                taken, left = left, []
                if taken:
                    self.found[positional.name] = [_read(positional, positional.name, word, at) for at, word in taken]
            elif left:
                at, word = left.pop(0)
                self.found[positional.name] = _read(positional, positional.name, word, at)
        if left:
            raise LineError(
                _("docker %(command)s takes no further word “%(word)s”.")
                % {"command": self.command.short, "word": left[0][1]},
                left[0][0],
            )

    def _missing(self, positional: Positional) -> str:
        return _("docker %(command)s needs %(what)s: %(help)s") % {
            "command": self.command.short,
            "what": positional.name.upper(),
            "help": positional.help,
        }

    def _in_order(self) -> dict[str, Any]:
        """The values in the order of declaration, without switches whose being off is the same as not given."""
        return said(self.command, {part.name: self.found.get(part.name) for part in self.command.parts})


def _is_switch(option: Option) -> bool:
    return option.kind.widget == "switch"


def _read(part: Option | Positional, called: str, text: str, at: int) -> Any:
    try:
        return part.kind.read(text)
    except ValueError as error:
        raise LineError(f"{called}: {error}", at, part.name) from error
