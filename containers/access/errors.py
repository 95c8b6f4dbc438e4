"""Being refused: a right that is missing (permit.Forbidden), or values that lead out of the container world."""


class Refused(Exception):
    """Somebody may not do what they asked for. `message` is a sentence for them, `detail` is for the log."""

    code = "forbidden"
    status = 403

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail or message


class GuardRefused(Refused):
    """The guard refused a value; `option` is its name in the command's values."""

    code = "guard"

    def __init__(self, option: str, message: str) -> None:
        super().__init__(message)
        self.option = option
