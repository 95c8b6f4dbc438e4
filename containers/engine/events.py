"""A progress stream of the engine (pull, build, push) as objects, which another thread can end."""

import contextlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

import requests

from .errors import EngineFailed

NamedErrors = Callable[[], AbstractContextManager[None]]
Shape = TypeVar("Shape")


class Events(Iterator[dict[str, Any]]):
    """The JSON objects of an open answer, as they come.

    Raises EngineFailed, with the engine's own words, at an object that carries an error. `close` may be called by any
    thread, also while another waits for the next object: the iteration then ends, and the engine, whose connection is
    gone, abandons the work.
    """

    def __init__(self, answer: requests.Response, named_errors: NamedErrors) -> None:
        self._answer = answer
        self._named_errors = named_errors
        self._lines = answer.iter_lines(chunk_size=None)
        self._closed = False

    def __next__(self) -> dict[str, Any]:
        try:
            with self._named_errors():
                return self._event()
        except StopIteration:
            self._answer.close()
            raise
        except Exception as error:
            self._answer.close()
            if self._closed:
                raise StopIteration from error
            raise

    def close(self) -> None:
        """Ends the stream, and whoever waits for its next object."""
        self._closed = True
        with contextlib.suppress(ValueError, OSError):  # nothing is open any more
            self._answer.raw.shutdown()

    def _event(self) -> dict[str, Any]:
        while True:
            line = next(self._lines)
            if line.strip():
                break
        event: dict[str, Any] = json.loads(line)
        if "error" in event:
            raise EngineFailed(str(event["error"]).strip(), json.dumps(event.get("errorDetail", event)))
        return event


class Shaped(Iterator[Shape], Generic[Shape]):
    """A progress stream as shapes of ours: what `shape` makes of each event, None being passed over.

    When the stream has ended, `last` gives one shape more, or raises. `close` is that of the stream.
    """

    def __init__(
        self,
        events: Events,
        shape: Callable[[dict[str, Any]], Shape | None],
        last: Callable[[], Shape] | None = None,
    ) -> None:
        self._events = events
        self._shape = shape
        self._last = last

    def __next__(self) -> Shape:
        for event in self._events:
            shaped = self._shape(event)
            if shaped is not None:
                return shaped
        if self._last is None:
            raise StopIteration
        last, self._last = self._last, None
        return last()

    def close(self) -> None:
        """Ends the stream; any thread may."""
        self._events.close()
