"""A command on each of several containers by itself: each has its own rows in the trail and its own result."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connections

from containers.access.actor import Actor

from .declare import Command
from .perform import KNOWN_ERRORS, perform
from .several import AT_ONCE
from .values import validated


@dataclass(frozen=True)
class Result:
    """How it went with one container; `why` is a sentence where it did not end well, else empty."""

    container: str
    why: str = ""


def perform_on_each(
    actor: Actor, host: str, command: Command, containers: Sequence[str], options: Mapping[str, Any]
) -> list[Result]:
    """Does `command` with these options to each of the containers, several at once; the results in their order."""

    def one(name: str) -> Result:
        try:
            perform(actor, host, command, validated(command, {"containers": [name], **options}))
        except KNOWN_ERRORS as error:
            return Result(name, error.message)
        finally:
            connections.close_all()  # this thread's own
        return Result(name)

    with ThreadPoolExecutor(min(AT_ONCE, len(containers))) as pool:
        return list(pool.map(one, dict.fromkeys(containers)))
