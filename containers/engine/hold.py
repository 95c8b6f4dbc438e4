"""Holding a program back to its viewer's pace: its output is not read for a while, but for no longer than it may be.

The engine drops what is unread two seconds after a program's exit (moby: daemon/monitor.go), without a word. So
whether it still runs is asked while it is held back, and what it printed last is then read at once.
"""

from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

from .errors import EngineError, NotFound
from .pump import beside_pump, in_pump, pump

LOOK_SECONDS = 0.5
# An engine that takes note of an exit may answer only when the output was read: no answer is taken for an exit.
ANSWER_SECONDS = 1.0


class Hold:
    """One session's hold, in the pump's thread; `state`, beside it, asks the engine of the program.

    `tired` is called when it has lasted as long as it was begun for, `exited` when the program may have ended.
    """

    def __init__(
        self, state: Callable[[], dict[str, Any]], tired: Callable[[], None], exited: Callable[[], None]
    ) -> None:
        self._state, self._tired, self._exited = state, tired, exited
        self._patience: TimerHandle | None = None
        self._look: TimerHandle | None = None

    @property
    def on(self) -> bool:
        """Whether the program is held back."""
        return self._patience is not None

    def begin(self, seconds: float) -> None:
        """Holds for so long, unless it is ended before."""
        self._patience = pump().call_later(seconds, self._tired)
        self._look = pump().call_later(LOOK_SECONDS, self._ask)

    def renew(self, seconds: float) -> None:
        """Holds for so long from now on, if it holds."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = pump().call_later(seconds, self._tired)

    def end(self) -> None:
        """Holds no longer."""
        for timer in (self._patience, self._look):
            if timer is not None:
                timer.cancel()
        self._patience = self._look = None

    def _ask(self) -> None:
        unanswered = self._look = pump().call_later(ANSWER_SECONDS, self._exited)
        beside_pump(lambda: in_pump(self._answered, unanswered, self._runs()))

    def _runs(self) -> bool:
        try:
            return bool(self._state()["Running"])
        except NotFound:
            return False
        except (EngineError, KeyError, TypeError):
            return True  # its stream says so when the engine is gone

    def _answered(self, unanswered: TimerHandle, runs: bool) -> None:
        if self._look is not unanswered:
            return  # this hold has ended
        unanswered.cancel()
        if runs:
            self._look = pump().call_later(LOOK_SECONDS, self._ask)
        else:
            self._exited()
