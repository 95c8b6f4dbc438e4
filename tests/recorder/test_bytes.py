"""The recorder changes no byte in either direction, whatever HTTP/1.1 lets a client and an engine do."""

import socket
import time
from collections.abc import Callable

from tests.recorder.proxy import Recorder
from tests.recorder.request import Request

Script = Callable[[Callable[[socket.socket], None]], Recorder]
Connect = Callable[[Recorder], socket.socket]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"3;note=x\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: t\r\n\r\n"


def receive(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count and (piece := connection.recv(count - len(received))):
        received += piece
    return received


def test_two_requests_on_one_connection_are_two_records(scripted: Script, connected: Connect) -> None:
    first = b"POST /v1.41/a?x=1&x=2 HTTP/1.1\r\nHost: d\r\nContent-Length: 8\r\n\r\n" + b'{"a": 1}'
    second = b"DELETE /b%2Fc HTTP/1.1\r\nHost: d\r\n\r\n"
    seen = []

    def answer(engine: socket.socket) -> None:
        for request in (first, second):
            seen.append(receive(engine, len(request)))
            engine.sendall(OK)

    recorder = scripted(answer)
    client = connected(recorder)
    for request in (first, second):
        client.sendall(request)
        assert receive(client, len(OK)) == OK
    assert seen == [first, second]
    assert recorder.requests == [
        Request("POST", "/a", "1.41", {"x": ["1", "2"]}, {"a": 1}, status=200),
        Request("DELETE", "/b/c", status=200),
    ]


def test_requests_sent_ahead_wait_for_their_turn(scripted: Script, connected: Connect) -> None:
    both = b"GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"

    def answer(engine: socket.socket) -> None:
        for _ in range(2):
            receive(engine, len(both) // 2)
            engine.sendall(OK)

    recorder = scripted(answer)
    client = connected(recorder)
    client.sendall(both)
    assert receive(client, 2 * len(OK)) == 2 * OK
    assert [request.path for request in recorder.requests] == ["/a", "/b"]


def test_chunks_pass_as_they_were_cut_in_both_directions(scripted: Script, connected: Connect) -> None:
    request = b"POST /build HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED
    response = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED
    seen = []

    def answer(engine: socket.socket) -> None:
        seen.append(receive(engine, len(request)))
        engine.sendall(response + OK)

    recorder = scripted(answer)
    client = connected(recorder)
    client.sendall(request)
    assert receive(client, len(response)) == response
    assert seen == [request]
    assert recorder.requests[0].body == "abcd"


def test_an_answer_that_comes_before_the_body_is_complete_is_not_held_back(
    scripted: Script, connected: Connect
) -> None:
    def answer(engine: socket.socket) -> None:
        receive(engine, len(b"POST /a HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc"))
        engine.sendall(OK)
        receive(engine, 3)

    recorder = scripted(answer)
    client = connected(recorder)
    client.sendall(b"POST /a HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc")
    assert receive(client, len(OK)) == OK
    client.sendall(b"def")
    client.shutdown(socket.SHUT_WR)
    assert client.recv(1) == b""
    assert recorder.requests[0].body == "abcdef"


def test_answers_without_a_body_do_not_wait_for_one(scripted: Script, connected: Connect) -> None:
    answers = [b"HTTP/1.1 204 No Content\r\n\r\n", b"HTTP/1.1 304 Not Modified\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"]
    requests = [b"POST /a HTTP/1.1\r\n\r\n", b"POST /b HTTP/1.1\r\n\r\n", b"HEAD /_ping HTTP/1.1\r\n\r\n"]

    def answer(engine: socket.socket) -> None:
        for request, response in zip(requests, answers, strict=True):
            receive(engine, len(request))
            engine.sendall(response)

    recorder = scripted(answer)
    client = connected(recorder)
    for request, response in zip(requests, answers, strict=True):
        client.sendall(request)
        assert receive(client, len(response)) == response
    assert [request.status for request in recorder.requests] == [204, 304, 200]


def test_an_upgraded_connection_carries_raw_bytes_both_ways_until_each_side_ends(
    scripted: Script, connected: Connect
) -> None:
    request = b"POST /containers/x/attach HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
    upgraded = b"HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
    seen = []

    def answer(engine: socket.socket) -> None:
        receive(engine, len(request))
        engine.sendall(upgraded + b"\x01early")
        seen.append(receive(engine, 1000))
        engine.sendall(b"\x00\r\n\r\nlate")

    recorder = scripted(answer)
    client = connected(recorder)
    client.sendall(request)
    assert receive(client, len(upgraded) + 6) == upgraded + b"\x01early"
    client.sendall(b"GET /typed HTTP/1.1\r\n\r\n")
    client.shutdown(socket.SHUT_WR)
    assert receive(client, 1000) == b"\x00\r\n\r\nlate"
    assert seen == [b"GET /typed HTTP/1.1\r\n\r\n"]
    assert [request.path for request in recorder.requests] == ["/containers/x/attach"]


def test_a_raw_stream_without_upgrade_is_typed_into_too(scripted: Script, connected: Connect) -> None:
    request = b"POST /containers/x/attach HTTP/1.1\r\n\r\n"
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n"

    def answer(engine: socket.socket) -> None:
        receive(engine, len(request))
        engine.sendall(raw)
        engine.sendall(receive(engine, 5).upper())

    client = connected(scripted(answer))
    client.sendall(request)
    assert receive(client, len(raw)) == raw
    client.sendall(b"typed")
    assert receive(client, 1000) == b"TYPED"


def test_the_engine_learns_at_once_when_a_client_leaves_a_silent_stream(scripted: Script, connected: Connect) -> None:
    streaming = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    seen = []

    def answer(engine: socket.socket) -> None:
        receive(engine, len(b"GET /events HTTP/1.1\r\n\r\n"))
        engine.sendall(streaming)
        seen.append(engine.recv(1))

    recorder = scripted(answer)
    client = connected(recorder)
    client.sendall(b"GET /events HTTP/1.1\r\n\r\n")
    assert receive(client, len(streaming)) == streaming
    client.close()
    deadline = time.monotonic() + 5
    while not seen and time.monotonic() < deadline:
        time.sleep(0.02)
    assert seen == [b""]
