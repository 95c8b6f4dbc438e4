"""Starting a demo: the docker lines that a person would type, one after the other, as one job."""

import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.access.actor import Actor
from containers.commands.parse import parse
from containers.commands.perform import Outcome, perform
from containers.engine.containers import inspect_container
from containers.engine.errors import EngineError, NotFound
from containers.engine.hosts import engine_of
from containers.engine.images import inspect_image
from containers.jobs import runner
from containers.jobs.models import Job
from containers.jobs.progress import Progress

from .base import CHANGES, IMAGE, base_tar
from .catalogue import Demo


def start(actor: Actor, host: str, demo: Demo) -> Job:
    """Starts a demo as a job, whose result names the container: {"container": name}.

    Each of its lines passes trail, permit and guard as if it were typed. Raises Forbidden when the actor lacks a right
    that the lines need.
    """
    for line in (demo.build_line, demo.run_line, demo.start_line):
        command, values = parse(line)
        if not actor.may(command.name):
            perform(actor, host, command, values)  # which refuses, and keeps that in the trail
    work = _Starting(actor, host, demo)
    return runner.start(
        user=actor.user, host=host, command="container run", line=demo.run_line, work=work, done=lambda job: None
    )


class _Starting:
    """The work of one start."""

    def __init__(self, actor: Actor, host: str, demo: Demo) -> None:
        self.actor, self.host, self.demo = actor, host, demo
        self.engine = engine_of(host)

    def __call__(self, progress: Progress) -> dict[str, Any]:
        self.progress = progress
        if self._exists():
            self._do(self.demo.start_line)
        else:
            if not self._has(self.demo.image):
                self._have_the_base()
                self._do(self.demo.build_line, self.demo.context())
            self._do(self.demo.run_line)
        return {"container": self.demo.container}

    def _exists(self) -> bool:
        try:
            inspect_container(self.engine, self.demo.container)
        except NotFound:
            return False
        return True

    def _has(self, image: str) -> bool:
        try:
            inspect_image(self.engine, image)
        except NotFound:
            return False
        return True

    def _have_the_base(self) -> None:
        """Pulls busybox; where no registry can be reached, imports Debian's static one from this machine."""
        if self._has(IMAGE):
            return
        try:
            self._do(f"docker pull {IMAGE}")
        except EngineError as pulled:
            try:
                base = base_tar()
            except (OSError, ValueError) as missing:
                raise EngineError(
                    _("%(image)s cannot be pulled (%(why)s), nor made here: %(missing)s")
                    % {"image": IMAGE, "why": pulled.message, "missing": missing}
                ) from pulled
            self.progress.say(pulled.message)
            changes = " ".join(f"-c '{change}'" for change in CHANGES)
            self._do(f"docker import {changes} - {IMAGE}", base)

    def _do(self, line: str, file: bytes = b"") -> Outcome:
        """Performs one line inside this job, `file` standing in for what a person would upload."""
        self.progress.say(f"$ {line}")
        command, values = parse(line)
        with tempfile.NamedTemporaryFile() as upload:
            upload.write(file)
            upload.flush()
            files = (Path(upload.name),) if file else ()
            return perform(self.actor, self.host, command, values, files=files, progress=self.progress)
