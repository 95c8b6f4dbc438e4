"""`docker top`: the processes of a container, as the ps of the engine's machine tells them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from .connection import Engine
from .errors import EngineFailed, InvalidRequest, NotSupported, gettext_noop

_NO_PS = "executable file not found"
_NO_PID = "Couldn't find PID field"
_PS_SAID = "ps: "


@dataclass(frozen=True)
class Processes:
    """What ps printed: its titles, and a row of as many texts for each process."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def processes_of(engine: Engine, container: str, ps_options: Sequence[str] = ()) -> Processes:
    """The processes of a running container; `ps_options` replace the engine's own (-ef).

    Raises Conflict for a container that does not run, InvalidRequest for options that its ps does not take, and
    NotSupported where the engine has no ps.
    """
    params = {"ps_args": " ".join(ps_options)} if ps_options else None
    try:
        answer = engine.get(f"/containers/{container}/top", params)
    except EngineFailed as error:
        _say_why(error)
    rows = tuple(tuple(map(str, row)) for row in answer.get("Processes") or ())
    return Processes(tuple(answer.get("Titles") or ()), rows)


def _say_why(error: EngineFailed) -> NoReturn:
    said = error.message
    if _NO_PS in said:
        raise NotSupported(
            gettext_noop("The engine cannot list processes: its machine has no ps. Install it there (procps).")
        ) from error
    if _NO_PID in said:
        raise InvalidRequest(
            gettext_noop("docker top needs the PID to tell whose a process is. Add pid to the fields: -o pid,cmd.")
        ) from error
    if said.startswith(_PS_SAID):
        raise InvalidRequest(
            gettext_noop("The ps of the engine's machine does not take these options: %(said)s"),
            said=said.removeprefix(_PS_SAID),
        ) from error
    raise error
