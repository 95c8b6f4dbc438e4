"""A typed line into words and back, by the rules of a POSIX shell's quoting, without a shell's powers.

Nothing is ever expanded: what a shell would replace (variables, commands, globs, ~) or act on (pipes, redirections,
several commands) is refused by name where it stands outside quotes, since this server's files, environment and
programs are none of the line's business.
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
"""

import re
import shlex

from django.utils.translation import gettext as _

from .errors import LineError

MAX_LINE = 64 * 1024  # characters; the CLI's own limit is the system's for arguments
_JOINED_LINES = re.compile(r"\\\r?\n")  # a backslash before a line's end
_BRACKETED_IPV6 = re.compile(r"\[(?=[0-9a-fA-F.]*:)[0-9a-fA-F:.]++\]")


def split(line: str) -> list[str]:
    """The words of `line`; raises LineError, whose `at` is the index of the word at fault."""
    if len(line) > MAX_LINE:
        raise LineError(_("The line is longer than %(most)d characters.") % {"most": MAX_LINE})
    return _Splitter(line.strip("\r\n")).words()


def join(words: list[str]) -> str:
    """One line that `split` (and a shell) reads as these words."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    plain = re.fullmatch(r"[\w@%+=:,./{}-]+", word, re.ASCII) and not word.startswith("#")
    return word if plain else shlex.quote(word)


class _Splitter:
    """Reads a line character by character; one use each."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.place = 0
        self.done: list[str] = []
        self.word: list[str] | None = None

    def words(self) -> list[str]:
        while self.place < len(self.line):
            self._step(self.line[self.place])
        self._end_word()
        return self.done

    def _step(self, character: str) -> None:
        if character in " \t":
            self._end_word()
            self.place += 1
        elif character == "'":
            self._single_quoted()
        elif character == '"':
            self._double_quoted()
        elif character == "\\":
            self._escaped()
        else:
            self._plain(character)

    def _plain(self, character: str) -> None:
        if character == "[" and (address := _BRACKETED_IPV6.match(self.line, self.place)):
            self._add(address.group())
            self.place = address.end()
            return
        if fault := self._fault(character):
            raise LineError(fault, len(self.done))
        self._add(character)
        self.place += 1

    def _fault(self, character: str) -> str:
        """Why this character may not stand here outside quotes, or nothing."""
        rest = self.line[self.place :]
        quote = _("Put it in single quotes if it is meant as it stands.")
        if character == "\0":
            return _("A line cannot contain a NUL character.")
        if rest.startswith("$("):
            return _("$(…) would run a command on the server, which a line here never does.") + " " + quote
        if character == "`":
            return _("`…` would run a command on the server, which a line here never does.") + " " + quote
        if character == "$" and re.match(r"\$[\w{@*#?$!'\"-]", rest):
            name = re.match(r"\$(\{[^}]*\}?|\w+|.)", rest)
            named = name.group() if name else "$"
            return (
                _("%(name)s is a variable of a shell; there is no shell here. Write its value.") % {"name": named}
                + " "
                + quote
            )
        if character == "|":
            return _("| pipes into another program; a line here is one docker command.") + " " + quote
        if character in "<>":
            return _("%(sign)s redirects to a file of the server, which a line here never touches.") % {
                "sign": character
            }
        if character in ";&\n\r":
            sign = {"\n": _("A new line"), "\r": _("A new line")}.get(character, character)
            return _("%(sign)s would begin a second command; a line here is one docker command.") % {"sign": sign}
        if character in "()":
            return _("%(sign)s has a meaning in a shell; there is no shell here.") % {"sign": character} + " " + quote
        if character in "*?" or (character == "[" and "]" in rest):
            return (
                _("%(sign)s is a pattern for file names; there are no files here.") % {"sign": character} + " " + quote
            )
        if character == "~" and self.word is None:
            return _("~ is a home folder of the server. Write an absolute path.") + " " + quote
        if character == "#" and self.word is None:
            return _("# begins a comment in a shell.") + " " + quote
        return ""

    def _single_quoted(self) -> None:
        end = self.line.find("'", self.place + 1)
        if end < 0:
            raise LineError(_("A single quote (') is opened and not closed."), len(self.done))
        self._add(self.line[self.place + 1 : end])
        self.place = end + 1

    def _double_quoted(self) -> None:
        self._add("")
        self.place += 1
        while self.place < len(self.line):
            character = self.line[self.place]
            if character == '"':
                self.place += 1
                return
            if joined := _JOINED_LINES.match(self.line, self.place):
                self.place = joined.end()
                continue
            following = self.line[self.place + 1 : self.place + 2]
            if character == "\\" and following and following in '$`"\\':
                self.place += 1
                character = following
            self._add(character)
            self.place += 1
        raise LineError(_('A double quote (") is opened and not closed.'), len(self.done))

    def _escaped(self) -> None:
        if self.place + 1 >= len(self.line):
            raise LineError(_("The line ends with a backslash."), len(self.done))
        if joined := _JOINED_LINES.match(self.line, self.place):
            self.place = joined.end()
            return
        self._add(self.line[self.place + 1])
        self.place += 2

    def _add(self, text: str) -> None:
        if self.word is None:
            self.word = []
        self.word.append(text)

    def _end_word(self) -> None:
        if self.word is not None:
            self.done.append("".join(self.word))
            self.word = None
