"""What runs on this machine, the processes of containers among it: some engines have no `ps` for `docker top`."""

import random
from pathlib import Path


def commands() -> str:
    """The command lines of all processes, a line each; one that is dead has none."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue  # it ended in this moment
    return "\n".join(found)


def number() -> int:
    """A number of seconds to sleep that no other test sleeps, with room for some after it."""
    return random.randrange(1_000_000, 9_000_000) * 100
