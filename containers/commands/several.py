"""One command over several objects, as `docker stop a b c`: each is tried, and each failure is told."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.errors import EngineError

# The CLI's own bound is 50 (cli/command/container: parallelOperation); ours keeps some of a small server for others.
AT_ONCE = 16


class PartlyFailed(EngineError):
    """Some of several objects failed; `message` says how each ended, `status` is the first failure's."""

    def __init__(self, first: EngineError, message: str) -> None:
        super().__init__(message, first.detail)
        self.code = first.code
        self.status = first.status


def each(names: Sequence[str], act: Callable[[str], Any], *, parallel: bool) -> dict[str, Any]:
    """Does `act` to every name; raises the engine's error when the only one fails, else PartlyFailed.

    `parallel` follows the CLI: it stops, kills, pauses, unpauses and removes at once, starts and restarts in turn.
    A name that is given twice is acted on twice, as the CLI does.
    """
    if len(names) == 1:
        act(names[0])
        return {"done": list(names)}
    with ThreadPoolExecutor(AT_ONCE if parallel else 1) as pool:
        ends = list(pool.map(lambda name: _attempt(act, name), names))
    failures = [end for end in ends if end is not None]
    if failures:
        told = [
            _("%(name)s: %(why)s") % {"name": name, "why": end.message if end else _("done")}
            for name, end in zip(names, ends, strict=True)
        ]
        raise PartlyFailed(failures[0], "\n".join(told))
    return {"done": list(names)}


def _attempt(act: Callable[[str], Any], name: str) -> EngineError | None:
    try:
        act(name)
    except EngineError as error:
        return error
    return None
