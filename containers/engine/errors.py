"""What can go wrong between us and an engine, each with a name and a sentence for the person who asked."""


class EngineError(Exception):
    """Something the engine refused or failed at.

    `message` is a sentence for the user, `detail` what the log keeps, `code` the name that the API answers,
    `status` the HTTP status that fits it on our side.
    """

    code = "engine_failed"
    status = 502

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail or message

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
    sentence = message.strip() or f"The engine answered {status} without saying why."
    return kind(sentence, f"{asked}: {status} {sentence}")
