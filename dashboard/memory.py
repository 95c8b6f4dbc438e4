"""How the serving process keeps its memory: little of it set aside, and what never goes away not looked at again."""

import contextlib
import ctypes
import gc

# glibc's mallopt(3): how many arenas threads may have. One for each thread keeps what each has ever needed.
_M_ARENA_MAX = -8
_ARENAS = 2
# New objects until the collector looks for cycles; python's own 700 are one answer's worth.
_NEW_OBJECTS = 10_000


def install() -> None:
    """To be called once all code is loaded."""
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such setting
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)
