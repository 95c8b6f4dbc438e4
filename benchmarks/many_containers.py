#!/usr/bin/env python3
"""Home and the list of containers with 1,000 created containers, against `docker ps -a` in the same run.

    DOCKER_HOST=$(script/private-engine up many) python benchmarks/many_containers.py [--containers 1000] [--rounds 15]

The engine is best one of its own (script/private-engine, script/base-image). What is missing of the containers is made
first and stays for the next run. In each round the CLI, both pages and the part that a live list asks for are taken in
turn; printed are medians, and each as a share of the CLI's.
"""
# ruff: noqa: T201 - what a benchmark says is what it prints

import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.streaming.server import Server

AIM = 1.5
PREFIX = "many"
AT_ONCE = 8
IMAGES_LABELS = {"com.example.team": "storefront", "org.opencontainers.image.version": "1.4.2"}


def main() -> None:
    """Makes what is missing, measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--containers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    address = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    made = have_containers(address.removeprefix("unix://"), asked.containers)
    print(f"{asked.containers} containers, {made} of them made in this run", flush=True)
    with tempfile.TemporaryDirectory() as data:
        server = Server(Path(data), address, {"DOCKLINE_ADMIN_PASSWORD": "correct horse battery"})
        server.start()
        try:
            measure(server, asked.rounds)
        finally:
            server.kill()


def measure(server: Server, rounds: int) -> None:
    """All ways in turn, so that what else the machine does falls on each of them alike."""
    base = f"http://127.0.0.1:{server.port}"
    session = signed_in(base)
    part = {"HX-Request": "true"}
    ways: dict[str, Callable[[], None]] = {
        "docker ps -a": cli,
        "home": lambda: page(session, f"{base}/local/"),
        "list": lambda: page(session, f"{base}/local/containers/"),
        "list, its part": lambda: page(session, f"{base}/local/containers/", part),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 2):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            if number > 1:
                times[name].append(time.perf_counter() - started)
    base_time = statistics.median(times["docker ps -a"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(
            f"{name}: median {middle * 1000:.0f} ms (to {max(taken) * 1000:.0f}), {middle / base_time:.2f} of the CLI's"
        )
    answer = session.get(f"{base}/local/containers/")
    sent = int(answer.headers.get("Content-Length", 0))
    print(f"the list: {len(answer.content) / 1024:.0f} KiB, {sent / 1024:.0f} KiB on the wire (aim: at most {AIM})")


def cli() -> None:
    """What the docker CLI does for the same."""
    subprocess.run(["docker", "ps", "-a"], check=True, stdout=subprocess.DEVNULL)


def page(session: requests.Session, url: str, headers: dict[str, str] | None = None) -> None:
    """A page from the asking to its last byte."""
    answer = session.get(url, headers=headers)
    assert answer.status_code == 200, answer.text[:500]


def signed_in(base: str) -> requests.Session:
    """A browser's session of the admin."""
    session = requests.Session()
    form = session.get(f"{base}/sign-in/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "username": "admin", "password": "correct horse battery"}
    answer = session.post(f"{base}/sign-in/", fields, headers={"Origin": base, "Referer": f"{base}/sign-in/"})
    assert answer.status_code == 200, answer.text[:500]
    assert answer.url == f"{base}/local/", answer.url
    return session


def have_containers(path: str, wanted: int) -> int:
    """Creates what is missing of so many containers; how many that were."""
    there = {name for row in ask(path, "GET", "/containers/json?all=1") for name in row["Names"]}
    missing = [number for number in range(wanted) if f"/{PREFIX}-{number:04}" not in there]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda number: create(path, number), missing))
    return len(missing)


def create(path: str, number: int) -> None:
    """One that looks like those of a machine in use: labels, ports, one in four of a compose project."""
    labels = {**IMAGES_LABELS, "com.example.shard": str(number % 16)}
    if number % 4 == 0:
        labels |= {"com.docker.compose.project": f"shop-{number % 40:02}", "com.docker.compose.service": "web"}
    body = {"Image": "busybox", "Cmd": ["sh", "-c", f"exec serve --shard {number}"], "Labels": labels}
    body |= {"ExposedPorts": {"8080/tcp": {}}}
    ask(path, "POST", f"/containers/create?name={PREFIX}-{number:04}", body)


class _Engine(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("engine")
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self._path)


def ask(path: str, method: str, url: str, body: dict[str, object] | None = None) -> list[dict[str, list[str]]]:
    """The engine's own answer."""
    engine = _Engine(path)
    engine.request(method, url, json.dumps(body) if body else None, {"Content-Type": "application/json"})
    answer = engine.getresponse()
    text = answer.read()
    assert answer.status < 300, text
    answered: list[dict[str, list[str]]] = json.loads(text)
    engine.close()
    return answered


if __name__ == "__main__":
    main()
