"""A recorder that stands between a docker client and an engine, and the rule by which two recordings are equal.

What a client asks of the engine is Dockline's contract with the docker CLI: the same line, the same requests. The
recorder forwards every byte unchanged and keeps each request in a form that people and tests can read.
"""

from tests.recorder.equality import equal
from tests.recorder.proxy import Recorder
from tests.recorder.request import Request

__all__ = ["Recorder", "Request", "equal"]
