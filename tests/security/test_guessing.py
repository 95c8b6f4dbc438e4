"""Guessing passwords on a served Dockline: under ASGI, and by who says to be somewhere else each time."""

import http.client
import re
from urllib.parse import urlencode

import pytest

pytestmark = [pytest.mark.engine]


def guess(server, name: str, headers: dict[str, str]):
    """One wrong password; the status and headers of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", "/sign-in/")
    answer = connection.getresponse()
    answer.read()
    token = re.search(r"dockline_csrf=(\w+)", answer.headers["Set-Cookie"])
    assert token is not None
    form = urlencode({"username": name, "password": "wrong", "csrfmiddlewaretoken": token[1]})
    sent = {"Cookie": f"dockline_csrf={token[1]}", "Content-Type": "application/x-www-form-urlencoded", **headers}
    connection.request("POST", "/sign-in/", form, sent)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


def test_the_name_is_closed_for_the_address_with_a_page_that_says_so(served_by_script):
    statuses = [guess(served_by_script, "admin", {}) for _each in range(12)]
    assert [status for status, _headers in statuses[:9]] == [200] * 9
    assert [(status, headers["Retry-After"]) for status, headers in statuses[-2:]] == [(429, "60"), (429, "60")]


def test_another_address_in_a_header_opens_nothing(served_by_script):
    statuses = [guess(served_by_script, "nobody", {"X-Forwarded-For": f"192.0.2.{each}"})[0] for each in range(12)]
    assert statuses[-1] == 429


def test_behind_a_proxy_only_what_the_proxy_wrote_counts(served_behind_proxy):
    forged = [f"192.0.2.{each}, 203.0.113.7" for each in range(12)]
    statuses = [guess(served_behind_proxy, "nobody", {"X-Forwarded-For": each})[0] for each in forged]
    assert statuses[-1] == 429
    assert guess(served_behind_proxy, "nobody", {"X-Forwarded-For": "203.0.113.8"})[0] == 200
