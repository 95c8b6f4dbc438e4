"""The one thread that reads and writes the sockets of all terminals, and a few that do what may wait for an engine."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

# What waits for the engine: exit codes, sizes, ends. Many at once only when an engine goes away under its terminals.
WAITING_THREADS = 8

_starting = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_waiting = ThreadPoolExecutor(WAITING_THREADS, thread_name_prefix="terminal-wait")


def pump() -> asyncio.AbstractEventLoop:
    """The event loop of the terminals, in a daemon thread of its own; started when it is first asked for.

    Not the loop that serves pages: a terminal's output is read whatever that one is busy with, and the engine's
    package knows nothing of it.
    """
    global _loop
    with _starting:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="terminals", daemon=True).start()
        return _loop


def in_pump(act: Callable[..., Any], *values: Any) -> None:
    """Has the pump's thread do something soon, from any thread."""
    pump().call_soon_threadsafe(act, *values)


def beside_pump(act: Callable[[], None]) -> None:
    """Does something that may wait, in a thread beside the pump's; `act` handles its own errors."""
    _waiting.submit(act)
