"""Tells the sockets that watch a job that it changed. What changed they read from the database.

A channel layer's queues belong to the event loop that waits on them, and waking them from a job's thread is not safe:
so the notice is sent inside each loop that has watchers.
"""

import asyncio
import threading
from collections import Counter

from channels.layers import BaseChannelLayer, get_channel_layer

_lock = threading.Lock()
_loops: Counter[asyncio.AbstractEventLoop] = Counter()


def group_of(job_id: str) -> str:
    """The channel group of those who watch a job."""
    return f"job.{job_id}"


async def watch(job_id: str, channel_name: str) -> None:
    """From now on the channel gets {"type": "job.changed"} at each change."""
    await _layer().group_add(group_of(job_id), channel_name)
    with _lock:
        _loops[asyncio.get_running_loop()] += 1


async def unwatch(job_id: str, channel_name: str) -> None:
    """Ends what `watch` began."""
    await _layer().group_discard(group_of(job_id), channel_name)
    loop = asyncio.get_running_loop()
    with _lock:
        _loops[loop] -= 1
        if _loops[loop] <= 0:
            del _loops[loop]


def changed(job_id: str) -> None:
    """Tells all watchers of the job; called from any thread, it waits for nothing."""
    with _lock:
        loops = list(_loops)
    for loop in loops:
        notice = _layer().group_send(group_of(job_id), {"type": "job.changed"})
        try:
            asyncio.run_coroutine_threadsafe(notice, loop)
        except RuntimeError:  # the loop was closed with watchers in it
            notice.close()
            with _lock:
                _loops.pop(loop, None)


def _layer() -> BaseChannelLayer:
    layer = get_channel_layer()
    assert layer is not None, "settings.CHANNEL_LAYERS names no default"
    return layer
