"""What somebody sends costs Dockline disk for a while, and never memory; strangers may send little."""

import hashlib
import http.client
import json
import socket
from pathlib import Path

import pytest

pytestmark = [pytest.mark.engine]

MEBIBYTE = 1024 * 1024
BOUNDARY = "a-boundary"


def resident(server) -> int:
    """The bytes of memory that the server has had at most since it started."""
    status = Path(f"/proc/{server._process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def send(server, path: str, mebibytes: int, headers: dict[str, str], before: bytes = b"", after: bytes = b""):
    """Posts so many mebibytes of zeros; the status and the body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    length = mebibytes * MEBIBYTE + len(before) + len(after)
    try:
        connection.putrequest("POST", path)
        for name, value in (headers | {"Content-Length": str(length)}).items():
            connection.putheader(name, value)
        connection.endheaders()
        try:
            connection.send(before)
            for _mebibyte in range(mebibytes):
                connection.send(bytes(MEBIBYTE))
            connection.send(after)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before the end
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_file_of_an_operator_passes_through_without_being_held_in_memory(server, token):
    before = resident(server)
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.tar"\r\n'
        "Content-Type: application/x-tar\r\n\r\n"
    ).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    status, body = send(
        server, "/api/v1/local/uploads", 300, headers, before=head, after=f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    assert status == 201, body
    assert json.loads(body)["bytes"] == 300 * MEBIBYTE
    kept = next(path for path in Path(server.log.parent, "uploads").iterdir() if path.stat().st_size > MEBIBYTE)
    digest = hashlib.sha256()
    with kept.open("rb") as file:
        while piece := file.read(MEBIBYTE):
            digest.update(piece)
    assert digest.hexdigest() == hashlib.sha256(bytes(300 * MEBIBYTE)).hexdigest()
    assert resident(server) - before < 100 * MEBIBYTE


@pytest.mark.parametrize("path", ["/sign-in/", "/healthz", "/nothing", "/api/v1/local/line", "/api/v1/local/uploads"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=a-boundary", "application/octet-stream"])
def test_a_stranger_may_send_little(server, path, kind):
    before = resident(server)
    status, body = send(server, path, 64, {"Content-Type": kind})
    assert status == 413
    assert json.loads(body)["error"]["code"] == "too_large"
    assert resident(server) - before < 30 * MEBIBYTE


def test_a_body_that_does_not_say_how_long_it_is_is_bounded_too(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
        raw.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"100000\r\n" + bytes(MEBIBYTE) + b"\r\n"
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            raw.sendall(piece * 64)


def test_nobody_says_at_which_path_dockline_is_mounted(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    host = f"127.0.0.1:{server.port}"
    connection.request("GET", "/local/", headers={"Daphne-Root-Path": "//example.org", "Host": host})
    assert connection.getresponse().headers["Location"].startswith("/sign-in/")


def test_nobody_without_the_right_to_build_has_a_file_taken(server):
    vera = server.manage("adduser", "vera", "--role", "viewer", "--password-stdin", says="Quite-a-long-one-42\n")
    assert "vera" in vera
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'.encode()
    headers = {
        "Authorization": f"Bearer {server.token('vera')}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    folder = Path(server.log.parent, "uploads")
    before = {path.name for path in folder.iterdir()}
    status, _body = send(server, "/api/v1/local/uploads", 8, headers, head, f"\r\n--{BOUNDARY}--\r\n".encode())
    assert status == 403
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    "path", ["/sign-in/?next=%ff", "/sign-in/?%e9=%ed%a0%80&=&&", "/%ff", "/sign-in/?" + "a=b&" * 3000]
)
def test_a_query_of_any_bytes_gets_an_answer(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", path)
    assert connection.getresponse().status < 500
    connection.close()
