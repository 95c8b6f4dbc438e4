"""Who stops reading a download leaves nothing open behind."""

import asyncio
import threading
import time

import pytest

from containers.api.downloads import one_by_one


@pytest.mark.asyncio
async def test_a_reader_who_goes_away_in_the_middle_of_a_chunk_closes_the_source():
    reading, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def source():
        try:
            yield b"first"
            reading.set()
            go_on.wait(10)
            yield b"second"
        finally:
            closed.set()

    async def read():
        async for _chunk in one_by_one(source()):
            pass

    task = asyncio.create_task(read())
    assert await asyncio.to_thread(reading.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    began = time.monotonic()
    assert await asyncio.to_thread(closed.wait, 5)
    assert time.monotonic() - began < 5
