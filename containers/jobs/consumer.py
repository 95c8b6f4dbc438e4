"""The socket that watches one job: its whole state at once, and again at each change until the job ends."""

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from containers.access.actor import Actor, actor_of_scope
from containers.access.revocation import RIGHT_LOST, SIGN_IN_AGAIN, until_revoked
from containers.jobs import notices
from containers.jobs.models import Job
from containers.jobs.visible import visible_job

NOT_FOUND = 4404
DONE = 1000


class JobConsumer(AsyncJsonWebsocketConsumer):
    """Sends {"number", "state", "snapshot", "result", "error"}, whole, and closes with 1000 after the final state.

    Closes with 4401 without a sign-in or when it ends, with 4404 when there is no such job for the actor, and with
    4403 when the actor may no longer see it.
    """

    sent = -1
    watched = ""
    watch: "asyncio.Task[None] | None" = None

    async def __call__(self, *application: Any) -> None:
        """Serves the socket. However that ends (when the server stops, by a cancellation), its watch ends with it."""
        try:
            await super().__call__(*application)
        finally:
            if self.watch is not None:
                self.watch.cancel()

    async def connect(self) -> None:
        """Lets in who may see the job."""
        await self.accept()
        actor = await actor_of_scope(self.scope)
        if actor is None:
            await self.close(SIGN_IN_AGAIN)
            return
        job = await _job(actor, self.scope["url_route"]["kwargs"]["job_id"])
        if job is None:
            await self.close(NOT_FOUND)
            return
        self.actor, self.watched = actor, job.pk
        await notices.watch(job.pk, self.channel_name)
        self.watch = asyncio.create_task(self._close_when_revoked())
        await self._show()  # read again: what changed before the watch began was in no notice

    async def job_changed(self, event: dict[str, Any]) -> None:
        """A notice: shows what the database says now."""
        await self._show()

    async def receive(self, *args: Any, **kwargs: Any) -> None:
        """Whatever a client says here is not listened to."""

    async def disconnect(self, code: int) -> None:
        """Ends the watch."""
        if self.watched:
            await notices.unwatch(self.watched, self.channel_name)
            self.watched = ""

    async def _show(self) -> None:
        job = await _job(self.actor, self.watched)
        if job is None:
            await self.close(RIGHT_LOST)
            return
        if job.number > self.sent:
            self.sent = job.number
            await self.send_json(as_frame(job))
        if not job.unfinished:
            await self.close(DONE)

    async def _close_when_revoked(self) -> None:
        code = await until_revoked(self.actor)
        with contextlib.suppress(RuntimeError):  # closed already
            await self.close(code)


def as_frame(job: Job) -> dict[str, Any]:
    """What a watcher is sent of a job."""
    return {
        "number": job.number,
        "state": job.state,
        "snapshot": job.snapshot,
        "result": job.result,
        "error": job.error,
    }


def _read(actor: Actor, job_id: str) -> Job | None:
    """Read with an actor whose rights are read anew: an admin may have become none since the socket opened."""
    return visible_job(replace(actor), job_id)


# Off the one thread that all synchronous code of Channels shares.
_job = database_sync_to_async(_read, thread_sensitive=False)
