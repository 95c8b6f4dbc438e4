"""Downloads in the memory of one chunk: Django under ASGI would collect a synchronous iterator whole."""

import threading
from collections.abc import AsyncIterator, Generator

from asgiref.sync import sync_to_async


async def one_by_one(chunks: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    """The chunks, each waited for in a thread; the source is closed when the reader goes away."""
    one_at_a_time = threading.Lock()

    def following() -> bytes | None:
        with one_at_a_time:
            return next(chunks, None)

    def close() -> None:
        with one_at_a_time:  # a reader may go away in the middle of a chunk, and what runs cannot be closed
            chunks.close()

    try:
        while (chunk := await sync_to_async(following, thread_sensitive=False)()) is not None:
            yield chunk
    finally:
        threading.Thread(target=close, name="download-close", daemon=True).start()
