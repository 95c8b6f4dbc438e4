"""`python -m tests.recorder --listen SOCKET --engine SOCKET --out FILE`: one line of JSON for each request."""

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.recorder.proxy import Recorder
from tests.recorder.request import Request


def socket_path(text: str) -> Path:
    """The path of a unix socket, with or without `unix://` before it."""
    return Path(text.removeprefix("unix://"))


async def record(listen: Path, engine: Path, out: Path) -> None:
    """Records into the file `out` until it is interrupted or terminated."""
    with out.open("a", encoding="utf-8") as file:

        def write(request: Request) -> None:
            file.write(json.dumps(request.as_json(), ensure_ascii=False) + "\n")
            file.flush()

        recorder = Recorder(listen, engine, on_request=write)
        await recorder.start()
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        await ended.wait()
        await recorder.stop()


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m tests.recorder", description=__doc__)
    words.add_argument("--listen", type=socket_path, required=True, help="the socket that clients connect to")
    words.add_argument("--engine", type=socket_path, required=True, help="the engine's socket")
    words.add_argument("--out", type=Path, required=True, help="the file that the requests are added to")
    given = words.parse_args()
    asyncio.run(record(given.listen, given.engine, given.out))
