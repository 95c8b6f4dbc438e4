"""A recorder that runs beside a test in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.recorder.proxy import Recorder


@contextmanager
def recording(listen: Path, engine: Path) -> Iterator[Recorder]:
    """A started recorder on the socket `listen` in front of the engine's socket; it ends with the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="recorder", daemon=True)
    thread.start()
    recorder = Recorder(listen, engine)
    try:
        asyncio.run_coroutine_threadsafe(recorder.start(), loop).result(10)
        yield recorder
        asyncio.run_coroutine_threadsafe(recorder.stop(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
