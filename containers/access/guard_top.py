"""Guard rule for the options of ps that `docker top` runs on the engine's machine, as root."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

# Fields by name and width. No titles of one's own (=): the engine finds the container's processes by the title PID, and
# one that is forged has it show the host's. No field is called by anything else than letters.
_FIELDS = r"[a-z_%]+(?::\d{1,3})?(?:,[a-z_%]+(?::\d{1,3})?)*"
_UNIX = r"-[AadefFjlLTyMcHPw]*"  # not: -n, which names a file
_BSD = r"[aAjlvxufSTmrchw]+"  # not: N, which names a file, and e, which prints environments
_ALLOWED = re.compile(
    rf"(?:{_UNIX}|{_UNIX}o ?{_FIELDS}|{_BSD}|--forest|--sort[= ][+-]?{_FIELDS}|--format[= ]{_FIELDS}"
    r"|--cols[= ]\d{1,4})",
    re.ASCII,
)
_TAKES_THE_NEXT = re.compile(rf"(?:{_UNIX}o|--sort|--format|--cols)", re.ASCII)


def refuse_ps_options(words: Sequence[str]) -> str:
    """What ps is asked beyond a choice of fields, order and form: it may read files, or show the host's processes."""
    left = " ".join(words).split(" ")
    while left:
        word = left.pop(0)
        if left and _TAKES_THE_NEXT.fullmatch(word):
            word = f"{word} {left.pop(0)}"
        if word and not _ALLOWED.fullmatch(word):
            return _(
                "“%(word)s” is given to ps on the engine's machine, where it could show more than this container's "
                "processes. Only an admin may; use -o with names of fields, for example -o pid,user,cmd."
            ) % {"word": word}
    return ""
