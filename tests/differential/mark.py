"""The one thing that Dockline asks for and the CLI does not: the mark of an exec, by which its processes are ended.

docs/decisions.md says why. It is one more variable of an exec that stays attached; `exec -d` has none.
"""

from collections.abc import Iterable
from copy import deepcopy

from containers.engine.reap import MARK
from tests.recorder import Request


def without_mark(requests: Iterable[Request]) -> list[Request]:
    """The requests without the marks of their execs; fails where one is missing or too many."""
    kept = []
    for request in deepcopy(list(requests)):
        if request.path.endswith("/exec") and request.method == "POST":
            variables = request.body.get("Env") or []
            marks = [variable for variable in variables if variable.startswith(f"{MARK}=")]
            assert len(marks) == (0 if request.body.get("Detach") else 1), variables
            request.body["Env"] = [variable for variable in variables if variable not in marks]
        kept.append(request)
    return kept
