"""A recorder in front of the real engine, and one in front of a socket that answers what a test tells it to."""

import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.recorder.proxy import Recorder
from tests.recorder.running import recording

Conversation = Callable[[socket.socket], None]


@pytest.fixture
def sockets() -> Iterator[Path]:
    """A folder whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="dl-") as folder:
        yield Path(folder)


@pytest.fixture
def engine_socket() -> Path:
    """The socket of the engine that the tests use."""
    return Path(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://"))


@pytest.fixture
def recorder(sockets: Path, engine_socket: Path) -> Iterator[Recorder]:
    """A recorder in front of the real engine."""
    with recording(sockets / "recorder.sock", engine_socket) as running:
        yield running


@pytest.fixture
def scripted(sockets: Path) -> Iterator[Callable[[Conversation], Recorder]]:
    """Makes a recorder in front of one connection that the given function holds, byte by byte."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(sockets / "scripted.sock"))
    listener.listen()
    listener.settimeout(10)
    started: list[threading.Thread] = []

    with recording(sockets / "recorder.sock", sockets / "scripted.sock") as running:

        def script(conversation: Conversation) -> Recorder:
            def hold() -> None:
                with listener.accept()[0] as connection:
                    connection.settimeout(10)
                    conversation(connection)

            started.append(threading.Thread(target=hold))
            started[-1].start()
            return running

        yield script
        for thread in started:
            thread.join(10)
    listener.close()


@pytest.fixture
def connected() -> Iterator[Callable[[Recorder], socket.socket]]:
    """Connects a client to a recorder."""
    clients: list[socket.socket] = []

    def connect(recorder: Recorder) -> socket.socket:
        clients.append(socket.socket(socket.AF_UNIX))
        clients[-1].settimeout(10)
        clients[-1].connect(str(recorder.listen))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()
