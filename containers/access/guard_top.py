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
# Fields that are one word in each row. The engine finds a row's PID by counting words as in the row of titles: a field
# of several words before it ("Nov 25", a program's name with spaces) would have it take another number for the PID.
_ONE_WORD = {
    *("user", "uid", "ruser", "ruid", "euser", "euid", "uname", "group", "gid", "rgroup", "rgid", "egroup", "egid"),
    *("ppid", "pgid", "pgrp", "sid", "sess", "tgid", "lwp", "tid", "spid", "nlwp", "thcount", "tty", "tname", "tt"),
    *("s", "stat", "state", "f", "flags", "ni", "nice", "pri", "c", "cp", "psr", "cls", "class", "rtprio", "pcpu"),
    *("%cpu", "pmem", "%mem", "rss", "rssize", "vsz", "vsize", "sz", "time", "cputime", "etime", "etimes"),
}
_CHOSEN = re.compile(rf"(?:{_UNIX}o|--format)[= ]?({_FIELDS})", re.ASCII)
_TAKES_THE_NEXT = re.compile(rf"(?:{_UNIX}o|--sort|--format|--cols)", re.ASCII)


def refuse_ps_options(words: Sequence[str]) -> str:
    """What ps is asked beyond a choice of fields, order and form: it may read files, or show the host's processes."""
    left = " ".join(words).split(" ")
    before_pid = True
    while left:
        word = left.pop(0)
        if left and _TAKES_THE_NEXT.fullmatch(word):
            word = f"{word} {left.pop(0)}"
        chosen = _CHOSEN.fullmatch(word)
        fields = [field.partition(":")[0] for field in chosen[1].split(",")] if chosen else []
        first = fields[: fields.index("pid")] if "pid" in fields else fields
        shifts = before_pid and not _ONE_WORD.issuperset(first)
        before_pid = before_pid and "pid" not in fields
        if word and (shifts or not _ALLOWED.fullmatch(word)):
            return _(
                "“%(word)s” is given to ps on the engine's machine, where it could show more than this container's "
                "processes. Only an admin may; use -o with names of fields, for example -o pid,user,cmd."
            ) % {"word": word}
    return ""
