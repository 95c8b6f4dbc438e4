"""What goes out compressed: pages and our own style sheets and scripts, whole."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.test import AsyncClient, Client
from django.urls import reverse

SHEET = "static/css/parts.css"


async def body_of(response) -> bytes:
    return b"".join([chunk async for chunk in response]) if response.streaming else response.content


@pytest.mark.parametrize("path", [SHEET, "static/js/shell/shell.js"])
async def test_our_own_files_arrive_whole_and_compressed(path):
    answer = await AsyncClient().get(f"/{path}", headers={"accept-encoding": "gzip"})
    body = await body_of(answer)
    assert answer["Content-Encoding"] == "gzip"
    assert int(answer["Content-Length"]) == len(body)
    assert gzip.decompress(body) == Path(settings.BASE_DIR / path).read_bytes()


async def test_a_browser_that_takes_no_gzip_gets_the_file_as_it_is():
    answer = await AsyncClient().get(f"/{SHEET}")
    assert "Content-Encoding" not in answer
    assert await body_of(answer) == Path(settings.BASE_DIR / SHEET).read_bytes()


async def test_what_lies_compressed_is_not_compressed_again():
    answer = await AsyncClient().get("/static/tabler/css/tabler.min.css", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b".btn" in gzip.decompress(await body_of(answer))


async def test_a_font_passes_as_it_is():
    answer = await AsyncClient().get("/static/geist/geist-latin-wght-normal.woff2", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer


@pytest.mark.django_db
def test_pages_are_compressed():
    answer = Client().get(reverse("sign_in"), headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert b"<h1>" in gzip.decompress(answer.content)
