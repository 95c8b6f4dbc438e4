"""The recorder: a unix socket that forwards to an engine's socket byte for byte and remembers what was asked."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from tests.recorder.request import Request
from tests.recorder.wire import ConnectionEnded, Head, Wire, read_body, read_head

LOST = (ConnectionEnded, ConnectionError, OSError)


class Recorder:
    """Listens on the socket `listen`, forwards to the engine's socket `engine`, and keeps `requests` in order.

    A request takes its place in the order when its head has come; its body and status are filled in as they pass.
    """

    def __init__(self, listen: Path, engine: Path, on_request: Callable[[Request], None] | None = None) -> None:
        self.listen, self.engine = listen, engine
        self.requests: list[Request] = []
        self._on_request = on_request or (lambda request: None)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begins to listen; raises OSError when the socket cannot be made."""
        self._server = await asyncio.start_unix_server(self._serve, self.listen)

    async def stop(self) -> None:
        """Ends every connection and removes the socket."""
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        self.listen.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        client = Wire(reader, writer)
        try:
            engine = Wire(*await asyncio.open_unix_connection(self.engine))
            try:
                await self._converse(client, engine)
            finally:
                engine.close()
        except (*LOST, asyncio.CancelledError):
            pass
        finally:
            client.close()
            self._connections.discard(task)

    async def _converse(self, client: Wire, engine: Wire) -> None:
        while True:
            head = await read_head(client)
            request = Request.of(head.start, head.headers)
            self.requests.append(request)
            await engine.send(head.raw)
            sending = asyncio.create_task(self._forward_request_body(client, engine, head, request))
            try:
                answer = await _unless_left(client, sending, self._forward_answer(client, engine, head, request))
                await sending
            finally:
                await _ended(sending)
                self._on_request(request)
            if _leaves_http(head, answer):
                await _both_ways(client, engine)
                return

    async def _forward_request_body(self, client: Wire, engine: Wire, head: Head, request: Request) -> None:
        body = bytearray()
        async for raw, meant in read_body(client, head):
            body += meant
            await engine.send(raw)
        request.record_body(bytes(body))

    async def _forward_answer(self, client: Wire, engine: Wire, head: Head, request: Request) -> Head:
        while True:
            answer = await read_head(engine)
            request.status = int(answer.start.split(" ")[1])
            await client.send(answer.raw)
            if request.status >= 200 or request.status == 101:
                break
        if not (_leaves_http(head, answer) or _bodiless(head, answer)):
            async for raw, _ in read_body(engine, answer):
                await client.send(raw)
        return answer


async def _unless_left(client: Wire, sending: asyncio.Task[None], answering: Coroutine[Any, Any, Head]) -> Head:
    """The answer, unless the client goes away while it waits: then the engine must learn of it at once."""
    answer = asyncio.create_task(answering)
    try:
        await asyncio.wait({sending, answer}, return_when=asyncio.FIRST_COMPLETED)
        while not answer.done():
            leaving = asyncio.create_task(client.fill())
            await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done() and not leaving.result():
                raise ConnectionEnded
            await _ended(leaving)
        return await answer
    finally:
        await _ended(answer)


async def _both_ways(client: Wire, engine: Wire) -> None:
    """Carries bytes in both directions, each until its sender ends it; the engine's end ends the connection."""
    typing = asyncio.create_task(_carry(client, engine))
    try:
        await _carry(engine, client)
    finally:
        await _ended(typing)


async def _carry(source: Wire, target: Wire) -> None:
    with contextlib.suppress(*LOST):
        while True:
            await target.send(await source.take_some())
    with contextlib.suppress(*LOST):
        target.end()


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _bodiless(head: Head, answer: Head) -> bool:
    return head.start.startswith("HEAD ") or answer.start.split(" ")[1] in ("204", "304")


def _leaves_http(head: Head, answer: Head) -> bool:
    """Whether the connection now carries a raw stream: upgraded, or an answer whose end only its closing marks."""
    if answer.start.split(" ")[1] == "101":
        return True
    return not _bodiless(head, answer) and answer.length is None and not answer.chunked
