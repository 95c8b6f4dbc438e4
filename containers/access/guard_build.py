"""The guard of `docker build`: what a Dockerfile may make the engine fetch on behalf of somebody who is no admin.

RUN stays inside a container. FROM, COPY --from and ADD are done by the engine itself, from the host's own network:
there they could reach what listens on the host only. So for operators these name things literally, from registries
that they could pull from, and ADD fetches no URL.
https://docs.docker.com/reference/dockerfile/
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from containers.engine.build_context import dockerfile_of
from containers.engine.invalid import InvalidOption

from .guard_options import refuse_registry

_ESCAPE = re.compile(r"#\s*escape\s*=\s*`", re.IGNORECASE)
_REMOTE = re.compile(r"://|^git@|\$", re.IGNORECASE)


def refuse_context(uploads: Sequence[Path], values: Mapping[str, Any]) -> str:
    """A sentence when the uploaded context's Dockerfile would make the engine fetch what its owner may not."""
    for upload in uploads:
        try:
            text = dockerfile_of(upload, values.get("file", ""))
        except InvalidOption as error:
            return _(error.sentence) % error.values
        for word, arguments in instructions(text):
            if why := _refuse(word, arguments):
                return why
    return ""


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile as (NAME, arguments), continued lines joined, ONBUILD taken off."""
    escape = "`" if _ESCAPE.match(dockerfile.lstrip("\ufeff")) else "\\"
    pending = ""
    for line in dockerfile.lstrip("\ufeff").splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.endswith(escape):
            pending += stripped[:-1]
            continue
        word, _space, arguments = (pending + stripped).strip().partition(" ")
        pending = ""
        while word.upper() == "ONBUILD":
            word, _space, arguments = arguments.strip().partition(" ")
        yield word.upper(), arguments.strip()
    if pending.strip():
        word, _space, arguments = pending.strip().partition(" ")
        yield word.upper(), arguments.strip()


def _refuse(word: str, arguments: str) -> str:
    if word == "ADD" and _REMOTE.search(arguments):
        return _("ADD %(what)s would make the engine fetch a URL, which only an admin may do. Use RUN wget.") % {
            "what": arguments
        }
    if word == "FROM":
        return _refuse_image(next((part for part in arguments.split() if not part.startswith("--")), ""))
    if word == "COPY":
        sources = re.findall(r"--from=(\S+)", arguments)
        return next((why for source in sources if (why := _refuse_image(source))), "")
    return ""


def _refuse_image(image: str) -> str:
    if "$" in image:
        return _("%(image)s names an image by a variable; only an admin may do that. Write the image out.") % {
            "image": image
        }
    return refuse_registry(image, None)
