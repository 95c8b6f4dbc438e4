"""Tells when a log has moved, for a reader that reads it anew each time."""

from containers.engine.connection import Engine
from containers.engine.logs import LogSubject, open_log

# Whoever waits looks anyway after so many seconds: the following is the engine's, whose doubts are why this is here.
AT_THE_LATEST = 5.0


class Bell:
    """Follows a log and looks at nothing of it. One thread waits; any thread may close it."""

    def __init__(self, engine: Engine, subject: LogSubject) -> None:
        self._reader = open_log(engine, subject.id, follow=True, tail="0", timestamps=False)

    def wait(self) -> bool:
        """Waits until something was written since the opening or the last wait, or AT_THE_LATEST; False when the engine
        ended the log.
        """
        moved = False
        while data := self._reader.read(timeout=0 if moved else AT_THE_LATEST, pause=0):
            moved = True
        return moved or data is None

    def close(self) -> None:
        """Ends the following; a wait in another thread then returns."""
        self._reader.close()
