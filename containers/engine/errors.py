"""What can go wrong between us and an engine, each with a name and a sentence for the person who asked."""

from collections.abc import Callable
from typing import Any


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators, who know this name; it is translated when it is read."""
    return sentence


class Language:
    """How sentences are translated: not at all, until the application (which knows its readers) gives a way."""

    translate: Callable[[str], str] = staticmethod(gettext_noop)


class EngineError(Exception):
    """Something the engine refused or failed at.

    `sentence` is for the user: ours, with %(name)s places for `values`, or the engine's own words. `message` is the
    sentence in the reader's language, with what was added to it; `detail` is what the log keeps, `code` the name that
    the API answers, `status` the HTTP status that fits it on our side.
    """

    code = "engine_failed"
    status = 502

    def __init__(self, sentence: str, detail: str = "", **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values
        self.detail = detail or (sentence % values if values else sentence)
        self._message = ""

    @property
    def message(self) -> str:
        """The sentence for the user, translated when it is read."""
        translated = Language.translate(self.sentence)
        return self._message or (translated % self.values if self.values else translated)

    @message.setter
    def message(self, message: str) -> None:
        self._message = message

    def __str__(self) -> str:
        return self.message


class EngineUnreachable(EngineError):
    """No engine answers at the address."""

    code = "engine_unreachable"
    status = 503


class EnginePermissionDenied(EngineError):
    """The engine's socket is there, but this process may not open it."""

    code = "engine_permission"
    status = 503


class NotFound(EngineError):
    """The engine knows no such object (404)."""

    code = "not_found"
    status = 404


class UnknownHost(NotFound):
    """The name in the URL is no engine of ours."""

    code = "unknown_host"


class Conflict(EngineError):
    """The object's state, or a name in use, forbids what was asked (409)."""

    code = "conflict"
    status = 409


class InvalidRequest(EngineError):
    """The engine could not accept the request as it was (400)."""

    code = "engine_refused"
    status = 400


class NotSupported(EngineError):
    """The engine cannot do this at all (501), for example read the logs of the `none` driver."""

    code = "not_supported"


class EngineFailed(EngineError):
    """The engine tried and failed (5xx, or an error in the middle of a stream)."""


_BY_STATUS: dict[int, type[EngineError]] = {400: InvalidRequest, 404: NotFound, 409: Conflict, 501: NotSupported}


def error_for(status: int, message: str, asked: str) -> EngineError:
    """The error for an engine's HTTP answer: its `status`, its own `message`, and what was `asked` (for the log)."""
    kind = _BY_STATUS.get(status, EngineFailed)
    if not message.strip():
        return kind(
            gettext_noop("The engine answered %(status)s without saying why."), f"{asked}: {status}", status=status
        )
    return kind(message.strip(), f"{asked}: {status} {message.strip()}")
