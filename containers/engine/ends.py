"""The ways in which a terminal ends for good."""

from enum import StrEnum


class End(StrEnum):
    """How a session ended for good."""

    EXITED = "exited"  # the program ended by itself, or was ended in its container
    DETACHED = "detached"  # its stream ended and the program goes on: the keys for that were typed
    ENGINE_LOST = "engine_lost"
    LEFT = "left"  # nobody came back within WAIT_SECONDS
    ENDED = "ended"  # its user said so
    REVOKED = "revoked"  # its user is signed out, or lost the right
