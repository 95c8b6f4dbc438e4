"""A Dockerfile as any engine may read it. Engines of different years read some of them differently, so
there are several readings, and the guard looks at all: it must see an instruction that any engine would follow.

https://docs.docker.com/reference/dockerfile/#format
"""

import json
import re
import unicodedata
from collections.abc import Iterator

# What Go calls a space, which is neither what Python's strip() nor what splitlines() takes for one.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
_BACKTICK_ESCAPES = re.compile(r"#\s*escape\s*=\s*`", re.IGNORECASE)
# Newer engines do not go on after a doubled escape character, older ones do.
_GOES_ON = (r"{0}[ \t]*$", r"(?<!{0}){0}[ \t]*$")
_HEREDOC = re.compile(r"\d*<<-?[^<]+")
_QUOTING = str.maketrans("", "", "\\`'\"")


def readings(dockerfile: str) -> list[list[tuple[str, str]]]:
    """Each way to read it as instructions, (NAME, arguments): continued lines joined, ONBUILD taken off."""
    escapes = ["\\", "`"] if _BACKTICK_ESCAPES.search(dockerfile) else ["\\"]
    return [
        list(_read(dockerfile, re.compile(goes_on.format(re.escape(escape)))))
        for escape in escapes
        for goes_on in _GOES_ON
    ]


def has_heredoc(arguments: str) -> bool:
    """Whether newer engines may take the lines that follow for a document of the instruction's own."""
    return any(_HEREDOC.fullmatch(unquoted(word)) for word in arguments.split())


def unquoted(text: str) -> str:
    """The text as it is once the engine has taken the quotes and escapes out of it."""
    return text.translate(_QUOTING)


def words_of(arguments: str) -> list[str]:
    """The words of an instruction's arguments, flags among them, unquoted; also of the form of a JSON list."""
    _flags, bracket, rest = arguments.partition("[")
    if bracket:
        try:
            listed = json.loads(bracket + rest)
        except (ValueError, RecursionError):
            listed = []
        if listed and all(isinstance(word, str) for word in listed):
            return [unquoted(word) for word in (*_flags.split(), *listed)]
    return unquoted(arguments).split()


def _read(dockerfile: str, goes_on: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    begun = ""
    for line in dockerfile.removeprefix("\ufeff").split("\n"):
        stripped = line.removesuffix("\r").lstrip(_SPACE)
        if not stripped or stripped.startswith("#"):
            continue
        whole, ends = goes_on.subn("", stripped if not begun else line.removesuffix("\r"))
        begun += whole
        if not ends:
            yield _instruction(begun)
            begun = ""
    if begun.strip(_SPACE):
        yield _instruction(begun)


def _instruction(line: str) -> tuple[str, str]:
    word, arguments = _split(line)
    while word == "ONBUILD":
        word, arguments = _split(arguments)
    return word, arguments


def _split(line: str) -> tuple[str, str]:
    """The instruction's name in capitals, odd letters that an engine lowers to plain ones among them, and the rest."""
    word, *rest = line.strip(_SPACE).split(maxsplit=1) or [""]
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return plain.upper(), rest[0] if rest else ""
