"""Downloads in the memory of one chunk: Django under ASGI would collect a synchronous iterator whole."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async


async def one_by_one(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The chunks, each waited for in a thread; the source is closed when the reader goes away."""
    following = sync_to_async(lambda: next(chunks, None), thread_sensitive=False)
    try:
        while (chunk := await following()) is not None:
            yield chunk
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            await sync_to_async(close, thread_sensitive=False)()
