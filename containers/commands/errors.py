"""What can be wrong with what was asked, before anything is sent to an engine."""

from collections.abc import Sequence


class LineError(Exception):
    """A line or form that cannot be read.

    `message` is a sentence for the person who typed it, `at` the index of the word at fault (0 is `docker`), `field`
    the option or word of the command it belongs to, where known.
    """

    code = "bad_line"
    status = 400

    def __init__(self, message: str, at: int | None = None, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.field = field
        if code:
            self.code = code


class UploadRequired(LineError):
    """The line names files, and they were not uploaded beside it; `files` are the names it gives them."""

    code = "upload_required"

    def __init__(self, message: str, files: Sequence[str]) -> None:
        super().__init__(message)
        self.files = list(files)


class TooLarge(LineError):
    """More was sent than a line and what stands beside it can be."""

    code = "too_large"
    status = 413


class EngineTooOld(LineError):
    """An option needs a newer engine than the one that would be asked."""

    code = "engine_too_old"
