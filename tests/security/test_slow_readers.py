"""Who reads slowly costs Dockline no memory, and gets all the same what they asked for."""

import socket
import time
import uuid
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engine]
MEBIBYTE = 1024 * 1024
LINES = 1_500_000


@pytest.fixture
def long_log(docker, remove_after):
    """A container whose log has LINES lines of 43 bytes, 62 MiB."""
    name = f"dlsec-{uuid.uuid4().hex[:8]}"
    remove_after.append(name)
    script = f"yes 012345678901234567890123456789012345678901 | head -n {LINES}"
    docker("run", "--name", name, "--network", "none", "-d", "busybox", "sh", "-c", script)
    docker("wait", name, timeout=120)
    return name


def resident(server) -> int:
    """The bytes of memory that the server has now."""
    status = Path(f"/proc/{server._process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def opened(server, token: str, name: str) -> socket.socket:
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    reader.connect(("127.0.0.1", server.port))
    head = f"GET /api/v1/local/container/{name}/log HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    reader.sendall(f"{head}Authorization: Bearer {token}\r\nConnection: close\r\n\r\n".encode())
    return reader


def test_slow_readers_of_a_long_log_cost_no_memory(server, token, long_log):
    warm = opened(server, token, long_log)
    warm.recv(1)
    before = resident(server)
    readers = [opened(server, token, long_log) for _each in range(4)]
    time.sleep(12)
    assert resident(server) - before < 24 * MEBIBYTE
    for reader in (warm, *readers):
        reader.close()


def test_a_reader_who_pauses_gets_every_line(server, token, long_log):
    reader = opened(server, token, long_log)
    received = 0
    pause_at = 4 * MEBIBYTE
    while piece := reader.recv(256 * 1024):
        received += piece.count(b"\n")
        if pause_at and received * 43 > pause_at:
            pause_at = 0
            time.sleep(2)
    assert received >= LINES
    reader.close()
